# `make` alone prints the targets. Two of them do all the set-up there is: run and test.

GO ?= go
export GO

# Each test step stands alone and is fast after the first time; side by side on
# two cores they would only blur each other's output.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help

WASM      := .build/headroom.wasm
INPUTS    := .build/inputs
PROGRAM   := $(shell find core wasm -type f -name '*.go' ! -name '*_test.go' 2>/dev/null)
PAGE      := $(shell find web -type f 2>/dev/null)
PACK      := $(shell find cmd/pack -type f -name '*.go' ! -name '*_test.go')
SIMULATED := ./core/... ./tests/conformance/...

.PHONY: help
help: ## this list
	@echo "Headroom: a playground where engineers see how systems scale."
	@echo
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

# --- building and serving ---------------------------------------------------

.PHONY: run
run: build .build/server ## build, and serve the playground at http://localhost:8080 (PORT=9000 for another port)
	@exec .build/server $(ARGS)

.PHONY: build
build: need-go dist/index.html ## leave everything that is served, compressed, in dist/

# The list of sources and the version of Go are an input like any other: a file
# that was removed, or a new compiler, rebuilds too.
$(INPUTS): FORCE
	@mkdir -p .build
	@{ $(GO) env GOVERSION; printf '%s\n' $(sort $(PROGRAM) $(PAGE) $(PACK)); } >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# The same bytes on every machine and in every folder: no paths, no version
# control, no symbols.
$(WASM): $(INPUTS) $(PROGRAM) go.mod go.sum
	@echo "building the WebAssembly"
	@GOOS=js GOARCH=wasm CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags="-s -w" -o $@ ./wasm

dist/index.html: $(WASM) $(PAGE) $(PACK)
	@echo "compressing what is served into dist/"
	@$(GO) run ./cmd/pack -web web -wasm $(WASM) -exec "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" -out dist

# Go knows best when this is out of date.
.build/server: FORCE need-go
	@$(GO) build -o $@ ./server

.PHONY: worker
worker: need-go need-node build .build/server ## build the worker for Cloudflare's edge in .build/worker/, at most 2.5 MB compressed
	@node worker/build.mjs

.PHONY: deploy
deploy: worker ## put dist/ and the worker on Cloudflare (ARGS=--dry-run sends nothing)
	@worker/deploy.sh $(ARGS)

.PHONY: reproducible
reproducible: build ## build again in another folder and compare every byte
	@GO="$(GO)" tests/install/reproducible.sh

.PHONY: clean
clean: ## remove what was built
	rm -rf dist .build

# --- testing ----------------------------------------------------------------

.PHONY: test
test: need-go need-node check build test-go test-race test-v3 test-wasm reproducible test-types test-page test-worker test-browser ## everything: Go, wasm, browser, the edge; installs what it needs
	@echo "all tests passed"

.PHONY: check
check: need-go ## formatting and go vet, natively and for the browser
	@echo "== gofmt and go vet"
	@unformatted=$$(find . -name '*.go' -not -path '*/node_modules/*' -exec "$$($(GO) env GOROOT)/bin/gofmt" -l {} +); \
	if [ -n "$$unformatted" ]; then echo "not formatted (gofmt -w mends it):"; echo "$$unformatted"; exit 1; fi
	@$(GO) vet ./...
	@GOOS=js GOARCH=wasm $(GO) vet ./core/... ./wasm/...

.PHONY: test-go
test-go: need-go build ## Go tests, and the rules of the house with its limits on bytes
	@echo "== go test"
	@HEADROOM_DIST="$(CURDIR)/dist" $(GO) test ./...

.PHONY: test-race
test-race: need-go ## the server under the race detector
	@echo "== the server under the race detector"
	@if [ "$$($(GO) env CGO_ENABLED)" = 1 ] && command -v "$$($(GO) env CC)" >/dev/null 2>&1; then \
		$(GO) test -race ./server; \
	else echo "left out: the race detector needs a C compiler, and there is none"; fi

.PHONY: test-v3
test-v3: need-go ## the simulation again with GOAMD64=v3: the same bits
	@echo "== GOAMD64=v3"
	@if tests/install/v3.sh; then GOAMD64=v3 $(GO) test -vet=off $(SIMULATED); fi

.PHONY: test-wasm
test-wasm: need-go need-node ## the simulation again in WebAssembly: the same bits
	@echo "== js/wasm"
	@GOOS=js GOARCH=wasm $(GO) test -vet=off -exec="$(CURDIR)/tests/install/wasm_exec.sh" $(SIMULATED)

.PHONY: test-types
test-types: need-npm ## the types of the page's JavaScript
	@echo "== types of the page"
	@tests/node_modules/.bin/tsc --project tests/tsconfig.json

.PHONY: test-page
test-page: need-npm build ## the page's modules and the WebAssembly under Node
	@echo "== the page's modules under Node"
	@tests/install/node-tests.sh $(sort $(wildcard tests/wasm/*.test.mjs))

.PHONY: test-worker
test-worker: need-npm worker ## the worker under the real workerd: the same bytes as the native server
	@echo "== the worker under workerd"
	@tests/install/node-tests.sh $(sort $(wildcard tests/worker/*.test.mjs))

.PHONY: test-browser
test-browser: need-npm build .build/server ## the playground in Chromium
	@echo "== the playground in Chromium"
	@CHROMIUM="$$(tests/install/chromium.sh)" && export CHROMIUM && \
		tests/install/node-tests.sh $(sort $(wildcard tests/browser/*.test.mjs))

.PHONY: conformance-long
conformance-long: need-go ## the published numbers at full length, the rows near saturation too (many minutes)
	@HEADROOM_LONG=1 $(GO) test -count=1 -timeout 90m ./tests/conformance/...

.PHONY: bench
bench: need-go need-npm worker ## figures: Go beside its peers, the server, the browser, the edge
	@cd tests/bench && $(GO) run .
	@$(GO) test ./server -run '^$$' -bench .
	@CHROMIUM="$$(tests/install/chromium.sh)" && export CHROMIUM && \
		for bench in $(sort $(wildcard tests/browser/*bench*.mjs tests/worker/*bench*.mjs)); do node "$$bench" || exit 1; done

# --- what has to be on the machine ------------------------------------------

.PHONY: need-go need-node need-npm FORCE
need-go:
	@tests/install/go.sh
need-node:
	@tests/install/node.sh
need-npm:
	@tests/install/npm.sh
FORCE:
