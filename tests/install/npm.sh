#!/bin/sh
# Installs what the tests of the page need, exactly as the lock file says. A copy of the lock file
# stays with what was installed, so that the network is needed again only when the lock changes.
set -eu
cd "$(dirname "$0")/.."
"$(pwd)/install/node.sh"

if cmp -s package-lock.json node_modules/.installed-lock.json; then
	exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
	echo "The tests of the page install packages with npm, and there is no \"npm\" on this machine." >&2
	echo "It comes with Node from https://nodejs.org/; Debian and Ubuntu have it as the package npm." >&2
	exit 1
fi
echo "installing the packages of tests/package-lock.json"
# Three of them declare a newer Node than they need, so engine-strict stays off.
if ! npm ci --no-audit --no-fund --engine-strict=false --loglevel=error; then
	echo "The packages of tests/package-lock.json could not be installed: the first run needs the network." >&2
	exit 1
fi
cp package-lock.json node_modules/.installed-lock.json
