#!/bin/sh
# Prints the path of a Firefox for the tests that run in it, too. Where none is found it installs the
# system's package if it may. Where neither works it prints nothing and says so: those tests are a
# second opinion, and the first is Chromium's. FIREFOX in the environment names one outright.
set -eu

# found prints the first Firefox there is. On Ubuntu firefox may be a mere pointer to a snap that is
# not installed, so a candidate has to say its version.
found() {
	for name in "${FIREFOX:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"; do
		[ -n "$name" ] || continue
		path=$(command -v "$name" 2>/dev/null) || continue
		if HOME="${TMPDIR:-/tmp}" "$path" --version >/dev/null 2>&1; then
			printf '%s\n' "$path"
			return 0
		fi
	done
	return 1
}

# as_root runs a command as root if that needs no password.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

may_install() {
	command -v apt-get >/dev/null 2>&1 || return 1
	[ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

if [ -n "${FIREFOX:-}" ] && ! command -v "$FIREFOX" >/dev/null 2>&1; then
	echo "FIREFOX is \"$FIREFOX\", but there is no such program." >&2
	exit 1
fi
found && exit 0
if may_install; then
	echo "no Firefox was found: installing the system's package" >&2
	{
		as_root apt-get update
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends firefox-esr ||
			as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends firefox
	} >&2 || true
	found && exit 0
fi
echo "left out: there is no Firefox, and none can be installed here (sudo apt-get install firefox-esr," >&2
echo "or FIREFOX=/path/to/firefox make test)" >&2
