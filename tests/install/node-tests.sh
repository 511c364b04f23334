#!/bin/sh
# Runs files of tests under Node one after the other, all of them, and fails if one did. Side by side
# they would fight for two cores, and what is about time would fail for no reason of its own.
set -eu
if [ $# -eq 0 ]; then
	echo "there are no tests to run: a folder of tests is missing or was renamed" >&2
	exit 1
fi
failed=""
for file in "$@"; do
	node --test --test-reporter=spec "$file" || failed="$failed $file"
done
if [ -n "$failed" ]; then
	echo "failed:$failed" >&2
	exit 1
fi
