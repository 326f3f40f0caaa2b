# The two commands of the README are `make run` and `make test`. Everything they need is installed where it is missing.

SWIFT ?= swift
NEEDS_RUN = libncursesw5-dev
NEEDS_TEST = tmux
NEEDS_BENCH = less tig htop
export DEBIAN_FRONTEND = noninteractive

.PHONY: replan run build static install uninstall test bench bench-tty lint format needs-run needs-test needs-bench

run: build
	@.build/release/paxoscope

build: needs-run replan
	$(SWIFT) build -c release --product paxoscope

# The package manager looks for new scenarios only where it plans the build anew.
replan:
	@if [ scenarios -nt Package.swift ]; then touch Package.swift; fi

# One binary that needs neither Swift nor ncurses where it runs, built beside the other one.
STATIC = .build-static/release/paxoscope
static: needs-run
	$(SWIFT) build -c release --product paxoscope --scratch-path .build-static \
	  -Xswiftc -static-executable -Xlinker -ltinfo

# `make install PREFIX=$$HOME/.local`: the binary, the manual page, and what shells complete.
PREFIX ?= /usr/local
DESTDIR ?=
BIN = $(DESTDIR)$(PREFIX)/bin/paxoscope
MAN = $(DESTDIR)$(PREFIX)/share/man/man1/paxoscope.1
BASH_COMPLETION = $(DESTDIR)$(PREFIX)/share/bash-completion/completions/paxoscope
ZSH_COMPLETION = $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_paxoscope
FISH_COMPLETION = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/paxoscope.fish

install: static
	install -d $(dir $(BIN)) $(dir $(MAN)) $(dir $(BASH_COMPLETION)) $(dir $(ZSH_COMPLETION)) $(dir $(FISH_COMPLETION))
	install -m 755 -s $(STATIC) $(BIN)
	$(STATIC) manual > $(MAN)
	$(STATIC) --generate-completion-script bash > $(BASH_COMPLETION)
	$(STATIC) --generate-completion-script zsh > $(ZSH_COMPLETION)
	$(STATIC) --generate-completion-script fish > $(FISH_COMPLETION)

uninstall:
	rm -f $(BIN) $(MAN) $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)

test: needs-run needs-test replan lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# How fast the search is, and how the interface feels beside other programs; every line is JSON.
BENCH = .build/release/paxoscope-bench
BENCH_FILES = .build/bench
bench: bench-tty
	$(BENCH) paxos-tla 3 4 2
	$(BENCH) paxos-tla 3 4 2 --threads 2
	$(BENCH) paxos 2 3 1
	$(BENCH) paxos 2 3 1 --threads 2
	$(BENCH) paxos 2 5 2 --symmetry
	$(BENCH) raft 3 2 3
	$(BENCH) walk
	$(BENCH) outlook scenarios/*.scenario

# Journals go where nobody looks for them. Starting; choosing a message; undo and redo; delivering; moving in the diagram.
LONG = open --at 9980 $(BENCH_FILES)/long.scenario
bench-tty: export XDG_STATE_HOME = $(CURDIR)/$(BENCH_FILES)
bench-tty: needs-run needs-bench replan
	$(SWIFT) build -c release --product paxoscope
	$(SWIFT) build -c release --product paxoscope-bench
	mkdir -p $(BENCH_FILES)
	$(BENCH) long-scenario --messages 1000 --moments 10000 > $(BENCH_FILES)/long.scenario
	for size in "--columns 80 --rows 24" "--columns 200 --rows 60"; do \
	  $(BENCH) tty $$size --quit q --keys "Down Up" --beside "less $(BENCH_FILES)/long.scenario" --beside tig \
	    --beside htop -- .build/release/paxoscope open --at 5 p08-dueling-proposers; \
	  for keys in "Down Up" "u U" Enter; do \
	    $(BENCH) tty $$size --starts 0 --quit "q y" --keys "$$keys" \
	      --beside "less $(BENCH_FILES)/long.scenario" -- .build/release/paxoscope $(LONG); \
	  done; \
	  $(BENCH) tty $$size --starts 0 --quit "q y" --before F2 --keys "Up Down" -- .build/release/paxoscope $(LONG); \
	done

# The formatting rules of .swift-format are part of the tests.
lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Plugins Sources Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Plugins Sources Tests

needs-run:
	@test -e /usr/include/ncursesw/curses.h || sh .ci/install $(NEEDS_RUN)

needs-test:
	@command -v tmux >/dev/null || sh .ci/install $(NEEDS_TEST)

needs-bench:
	@for program in $(NEEDS_BENCH); do command -v $$program >/dev/null || sh .ci/install $$program; done
