# Everything a developer does here. `make help` lists it.

SWIFT ?= swift
PREFIX ?= /usr/local
NOTEBOOK ?= notebooks/backprop.md
# Options of bench-peers, such as PEERS="--rounds 2 --only W4"; Benchmarks/peers.py --help lists them.
PEERS ?=

binary = .build/release/nbrun
sources = Sources Tests Package.swift
sanitized = --disable-xctest --filter '^(CKernels|LinearAlgebra|Execution|Training|Tables)Tests\.'

.PHONY: help run test sanitize check lint fix setup setup-tests release install uninstall
.PHONY: bench bench-baseline bench-peers record clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: setup release ## install what is missing, build, and run notebooks/backprop.md
	$(binary) $(NOTEBOOK)

test: setup-tests ## install what is missing, build, and run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# No XCTest is among the tests, and the address sanitizer finds a leak in its runner. The thread sanitizer does not
# look at vectors of more than two numbers: that threads leave one another's rows alone is for the tests of bits.
sanitize: setup-tests ## run the tests of the engine with the address and the thread sanitizer
	$(SWIFT) test $(sanitized) --sanitize=address --build-path .build/asan
	$(SWIFT) test $(sanitized) --sanitize=thread --build-path .build/tsan

check: lint test ## lint and test: what has to pass before a change is merged

lint: ## check the layout of the code
	$(SWIFT) format lint --strict --parallel --recursive $(sources)

fix: ## lay the code out anew
	$(SWIFT) format --in-place --parallel --recursive $(sources)

setup: ## install the libraries that are missing
	@Scripts/setup.sh

setup-tests: ## and what only the tests need
	@Scripts/setup.sh tests

release: ## build the release binary
	$(SWIFT) build --configuration release --product nbrun

install: setup release ## put nbrun into PREFIX/bin (default /usr/local; DESTDIR is respected)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(binary) "$(DESTDIR)$(PREFIX)/bin/nbrun"

uninstall: ## take it out again
	rm -f "$(DESTDIR)$(PREFIX)/bin/nbrun"

bench: setup release ## measure training steps, against the saved baseline, and how long a start takes
	python3 -B Benchmarks/steps.py $(binary)
	python3 Benchmarks/startup.py $(binary)

bench-baseline: setup release ## save what training steps take now as the baseline
	python3 -B Benchmarks/steps.py $(binary) --save

bench-peers: setup release ## measure beside C, NumPy, Numba, JAX and PyTorch, installed into .build/peers; see PEERS
	python3 -B Benchmarks/peers.py $(binary) $(PEERS)

record: setup-tests ## record the snapshots of reports anew; look at the difference before a commit
	$(SWIFT) build --build-tests
	-RECORD_SNAPSHOTS=1 $(SWIFT) test --skip-build

clean: ## remove what was built
	rm -rf .build
