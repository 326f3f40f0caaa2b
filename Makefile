# The two commands of the README are `make run` and `make test`. Everything they need is installed where it is missing.

SWIFT ?= swift
NEEDS_RUN = libncursesw5-dev
NEEDS_TEST = tmux
export DEBIAN_FRONTEND = noninteractive

.PHONY: run build test bench lint format needs-run needs-test

run: build
	@.build/release/paxoscope

build: needs-run
	$(SWIFT) build -c release --product paxoscope

test: needs-run needs-test lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# How fast the search is; every line is JSON.
bench: needs-run
	$(SWIFT) build -c release --product paxoscope-bench
	.build/release/paxoscope-bench paxos-tla 3 4 2
	.build/release/paxoscope-bench paxos-tla 3 4 2 --threads 2
	.build/release/paxoscope-bench paxos 2 3 1
	.build/release/paxoscope-bench paxos 2 3 1 --threads 2
	.build/release/paxoscope-bench walk
	.build/release/paxoscope-bench outlook scenarios/*.scenario

# The formatting rules of .swift-format are part of the tests.
lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Plugins Sources Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Plugins Sources Tests

needs-run:
	@test -e /usr/include/ncursesw/curses.h || sh .ci/install $(NEEDS_RUN)

needs-test:
	@command -v tmux >/dev/null || sh .ci/install $(NEEDS_TEST)
