#!/bin/sh
# Builds dist/ a second time from a copy of the sources in another folder and compares every byte.
set -eu
cd "$(dirname "$0")/../.."
echo "== two builds in different folders"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/elsewhere/tests"
cp -R Makefile go.mod go.sum core wasm web cmd "$copy/elsewhere/"
cp -R tests/install "$copy/elsewhere/tests/"
"${MAKE:-make}" --no-print-directory -C "$copy/elsewhere" build >/dev/null
if ! diff -r dist "$copy/elsewhere/dist"; then
	echo "the same sources gave different bytes: a path, a clock or an order got into the build" >&2
	exit 1
fi
echo "equal, byte for byte"
