module headroom/tests/bench

go 1.26

require (
	github.com/buraksezer/consistent v0.10.0
	github.com/cespare/xxhash/v2 v2.3.0
	github.com/dgryski/go-jump v0.0.0-20211018200510-ba001c3ffce0
	github.com/dgryski/go-maglev v0.0.0-20200611225407-8961b9b1b8e6
	github.com/golang/groupcache v0.0.0-20241129210726-2c02b8208cf8
	github.com/smallnest/weighted v0.0.0-20230419055410-36b780e40a7a
	headroom v0.0.0
	stathat.com/c/consistent v1.0.0
)

require (
	github.com/dchest/siphash v1.2.3 // indirect
	github.com/twmb/murmur3 v1.1.8 // indirect
	golang.org/x/exp v0.0.0-20200119233911-0405dc783f0a // indirect
)

replace headroom => ../..
