#!/bin/sh
# Prints the path of a Chromium for the browser tests. Where none is found it installs the system's
# package if it may, and else says what to install. CHROMIUM in the environment names one outright.
set -eu
. "$(dirname "$0")/browsers.sh"

found() {
	first "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome \
		"/Applications/Chromium.app/Contents/MacOS/Chromium" \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

named CHROMIUM "${CHROMIUM:-}"
found && exit 0
if may_install; then
	echo "no Chromium was found: installing the system's package" >&2
	install_one "chromium fonts-dejavu-core" "chromium-browser fonts-dejavu-core" >&2 || true
	found && exit 0
fi
echo "The browser tests need Chromium or Chrome, and none was found." >&2
echo "On Debian and Ubuntu: sudo apt-get install chromium. Elsewhere install Chrome or Chromium" >&2
echo "and, if it is not on the PATH, name it: CHROMIUM=/path/to/chrome make test" >&2
exit 1
