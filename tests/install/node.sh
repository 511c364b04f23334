#!/bin/sh
# Says what to do when Node is missing or too old to run the WebAssembly and the browser tests.
set -eu
want=20

if ! command -v node >/dev/null 2>&1; then
	echo "The tests run the WebAssembly under Node $want or newer, and there is no \"node\" on this machine." >&2
	echo "Get it from https://nodejs.org/ or from the system's packages. (make run and make build do without.)" >&2
	exit 1
fi
have=$(node --version)
major=${have#v}
major=${major%%.*}
if [ "$major" -lt "$want" ]; then
	echo "The tests run the WebAssembly under Node $want or newer; this machine has $have." >&2
	echo "Get a newer one from https://nodejs.org/. (make run and make build do without.)" >&2
	exit 1
fi
