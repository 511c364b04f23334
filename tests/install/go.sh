#!/bin/sh
# Says what to do when Go is missing or older than go.mod asks for.
set -eu
cd "$(dirname "$0")/../.."
go=${GO:-go}
want=$(sed -n 's/^go \([0-9.]*\).*/\1/p' go.mod)

if ! command -v "$go" >/dev/null 2>&1; then
	echo "Headroom is built with Go $want or newer, and there is no \"$go\" on this machine." >&2
	echo "Get it from https://go.dev/dl/ and put its bin folder on the PATH." >&2
	exit 1
fi
# Inside the module an older Go either fetches the wanted one by itself or says why not.
if ! version=$("$go" env GOVERSION 2>&1) || [ -z "$version" ]; then
	echo "Headroom is built with Go $want or newer; this machine's says: $version" >&2
	echo "Get a newer one from https://go.dev/dl/." >&2
	exit 1
fi
have=$(printf '%s' "$version" | sed -n 's/^[^0-9]*\([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p')
need=$(printf '%s' "$want" | sed -n 's/^\([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p')
# shellcheck disable=SC2086  # two numbers each, split on purpose
set -- ${have:-999 0} $need # a development version says no number and is new
if [ "$1" -lt "$3" ] || { [ "$1" -eq "$3" ] && [ "$2" -lt "$4" ]; }; then
	echo "Headroom is built with Go $want or newer; this machine has $version." >&2
	echo "Get a newer one from https://go.dev/dl/." >&2
	exit 1
fi
