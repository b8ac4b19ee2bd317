# Everything a person or a machine does with this repository goes through here.
# It needs Go and make; `make help` lists what there is.

# The tag goolm takes the encryption that is written in Go, so that the program
# needs no C library and runs on an empty file system.
TAGS      := goolm
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
GOBUILD    = CGO_ENABLED=0 go build -trimpath -tags '$(TAGS)' -ldflags '-s -w -X main.version=$(VERSION)'
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.DEFAULT_GOAL := help
.PHONY: help test build cross figures generate fmt lint clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

test: ## every check, as CI runs them; says how long each took
	@.ci/test

build: ## the program for this machine, static, in bin/
	$(GOBUILD) -o bin/ambassador$(shell go env GOEXE) ./cmd/ambassador

cross: $(PLATFORMS) ## the program for linux, darwin and windows, in bin/

.PHONY: $(PLATFORMS)
$(PLATFORMS):
	GOOS=$(@D) GOARCH=$(@F) $(GOBUILD) -o bin/ambassador-$(@D)-$(@F)$(if $(filter windows,$(@D)),.exe) ./cmd/ambassador

figures: build ## measure; docs/figures.md is written from this by hand
	@.ci/figures

# The gazetteer is built from archives that are not in the repository; without
# them it stays as it is. See docs/data.md.
generate: ## rewrite what programs write: docs/commands.md, the prepared demonstration, quotations; with PLACE_INPUTS=FOLDER the gazetteer
	$(if $(PLACE_INPUTS),go generate ./...)
	go run ./cmd/ambassador docs > docs/commands.md.new
	mv docs/commands.md.new docs/commands.md
	go test ./cmd/ambassador -run 'TestDemoIsPrepared|TestReadmeShowsTalks' -update

fmt: ## gofmt
	gofmt -w adapters bot cmd store

lint: ## the checks that run no test
	@.ci/test format tidy vet static generated vuln

clean: ## remove what was built
	rm -rf bin
