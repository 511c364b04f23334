#!/bin/sh
# Runs a test binary built for js/wasm under Node: the -exec program of go test. The wrapper that
# comes with Go refuses to start when environment and arguments together pass a few kilobytes, as
# they do on many build machines, so only what the tests read is handed on.
set -eu
exec env -i PATH="$PATH" HOME="${HOME:-/}" TMPDIR="${TMPDIR:-/tmp}" \
	${HEADROOM_VECTORS:+HEADROOM_VECTORS="$HEADROOM_VECTORS"} \
	"$("${GO:-go}" env GOROOT)/lib/wasm/go_js_wasm_exec" "$@"
