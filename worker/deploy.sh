#!/bin/sh
# Sends the worker and dist/ to Cloudflare with wrangler, at the version that was tried, from npm.
# Wrangler wants a newer Node than the rest of this repository; where there is none, the npm package
# "node" brings one that only wrangler sees. Arguments go on to wrangler: --dry-run sends nothing.
set -eu
wrangler=4.164.0
node=22.23.3
cd "$(dirname "$0")/.."

for built in .build/worker/entry.mjs dist/index.html; do
	if [ ! -f "$built" ]; then
		echo "There is no $built to deploy: make worker builds it, and make deploy does both." >&2
		exit 1
	fi
done
if ! command -v npx >/dev/null 2>&1; then
	echo "Deploying runs wrangler through npx, and there is no \"npx\" on this machine." >&2
	echo "It comes with Node from https://nodejs.org/; Debian and Ubuntu have it in the package npm." >&2
	exit 1
fi

# Whatever this machine's Node is, as [major, minor].
new_enough='const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 22 || (major === 22 && minor >= 12) ? 0 : 1)'
set -- --package="wrangler@$wrangler" -- wrangler deploy "$@"
if ! node -e "$new_enough"; then
	echo "wrangler $wrangler wants Node 22.12 or newer and this machine has $(node --version): it gets Node $node from npm" >&2
	set -- --package="node@$node" "$@"
fi
export WRANGLER_SEND_METRICS="${WRANGLER_SEND_METRICS:-false}"
if ! npx --yes --engine-strict=false --loglevel=error "$@"; then
	echo "Nothing was deployed. Wrangler has said why above; some reasons and what helps:" >&2
	echo "  not logged in: run this in a terminal, where wrangler asks, or set CLOUDFLARE_API_TOKEN" >&2
	echo "  no Node for this platform on npm: install Node 22.12 or newer from https://nodejs.org/" >&2
	exit 1
fi
