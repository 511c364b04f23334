#!/bin/sh
# Prints the path of a Firefox for the tests that run in it, too. Where none is found it installs the
# system's package if it may. Where neither works it prints nothing and says so: those tests are a
# second opinion, and the first is Chromium's. FIREFOX in the environment names one outright.
set -eu
. "$(dirname "$0")/browsers.sh"

found() {
	first "${FIREFOX:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"
}

named FIREFOX "${FIREFOX:-}"
found && exit 0
if may_install; then
	echo "no Firefox was found: installing the system's package" >&2
	install_one firefox-esr firefox >&2 || true
	found && exit 0
fi
echo "left out: there is no Firefox, and none can be installed here (sudo apt-get install firefox-esr," >&2
echo "or FIREFOX=/path/to/firefox make test)" >&2
