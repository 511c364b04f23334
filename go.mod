module headroom

go 1.26

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/cespare/xxhash/v2 v2.3.0
	github.com/evanw/esbuild v0.27.0
	github.com/stretchr/testify v1.12.1
	github.com/syumai/workers v0.31.0
	github.com/twmb/murmur3 v1.1.8
	honnef.co/go/js/dom/v2 v2.0.0-20231112215516-51f43a291193
	pgregory.net/rapid v1.3.0
)

require (
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.0.0-20220715151400-c0bba94af5f8 // indirect
)
