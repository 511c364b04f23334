#!/bin/sh
# Succeeds where a program built with GOAMD64=v3 runs; else says why it does not. Go's own start-up
# check is asked, by running a test binary without a test.
set -eu
go=${GO:-go}
arch=$("$go" env GOARCH)
if [ "$arch" != amd64 ]; then
	echo "left out: GOAMD64 is about amd64, and this is $arch"
	exit 1
fi
if said=$(GOAMD64=v3 "$go" test -count=1 -run '^$' ./core/exact 2>&1); then
	exit 0
fi
case $said in
*"v3 microarchitecture support"*)
	echo "left out: this processor has no AVX2 and FMA, which GOAMD64=v3 needs"
	exit 1
	;;
esac
# Anything else is a real failure: let the tests themselves report it.
exit 0
