#!/bin/sh
# Prints the path of a Chromium for the browser tests. Where none is found it installs the system's
# package if it may, and else says what to install. CHROMIUM in the environment names one outright.
set -eu

# found prints the first Chromium or Chrome there is. On Ubuntu chromium-browser may be a mere
# pointer to a snap that is not installed, so a candidate has to say its version.
found() {
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome \
		"/Applications/Chromium.app/Contents/MacOS/Chromium" \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
		[ -n "$name" ] || continue
		path=$(command -v "$name" 2>/dev/null) || continue
		if "$path" --version >/dev/null 2>&1; then
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

if [ -n "${CHROMIUM:-}" ] && ! command -v "$CHROMIUM" >/dev/null 2>&1; then
	echo "CHROMIUM is \"$CHROMIUM\", but there is no such program." >&2
	exit 1
fi
found && exit 0
if may_install; then
	echo "no Chromium was found: installing the system's package" >&2
	{
		as_root apt-get update
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-dejavu-core ||
			as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium-browser fonts-dejavu-core
	} >&2 || true
	found && exit 0
fi
echo "The browser tests need Chromium or Chrome, and none was found." >&2
echo "On Debian and Ubuntu: sudo apt-get install chromium. Elsewhere install Chrome or Chromium" >&2
echo "and, if it is not on the PATH, name it: CHROMIUM=/path/to/chrome make test" >&2
exit 1
