//go:build js

package main

// madeCodings leaves compressing to the platform: it does so on the way to the
// client, and once more what is compressed already.
var madeCodings = []coding{{identityCoding, asItIs}}
