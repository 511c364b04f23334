# Read by chromium.sh and firefox.sh: how a browser is found, and how the system's package of one
# is installed.

# first prints the path of the first of some programs that is there. On Ubuntu a browser's name may
# be a mere pointer to a snap that is not installed, so a candidate has to say its version.
first() {
	for name in "$@"; do
		[ -n "$name" ] || continue
		path=$(command -v "$name" 2>/dev/null) || continue
		if HOME="${TMPDIR:-/tmp}" "$path" --version >/dev/null 2>&1; then
			printf '%s\n' "$path"
			return 0
		fi
	done
	return 1
}

# named stops when the environment names a program that is not there: named VARIABLE VALUE.
named() {
	if [ -n "$2" ] && ! command -v "$2" >/dev/null 2>&1; then
		echo "$1 is \"$2\", but there is no such program." >&2
		exit 1
	fi
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

# install_one installs the first list of packages that the system has.
install_one() {
	as_root apt-get update
	for packages in "$@"; do
		# shellcheck disable=SC2086 # a list of words
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $packages && return 0
	done
	return 1
}
