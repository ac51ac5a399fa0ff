# SPDX-License-Identifier: BSD-2-Clause
# The front door. All logic is in CMake, ctest and tests/tools; see README.md.
PRESET ?= release
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
.DEFAULT_GOAL := build

.PHONY: build demo check check-slow bench fuzz size format install-deps programs-deps clean

# Everything that anything here needs.
install-deps:
	@sh tests/tools/install-deps.sh test bench fuzz

programs-deps:
	@sh tests/tools/install-deps.sh

build: programs-deps
	@sh tests/tools/build.sh $(PRESET) $(JOBS) programs

# Builds what is needed, compiles examples/adder, boots it and stops when the result is there.
demo: programs-deps
	@sh tests/tools/build.sh release $(JOBS) programs
	@sh tests/tools/demo.sh build/release

check:
	@sh tests/tools/install-deps.sh test
	@sh tests/tools/build.sh dev $(JOBS)
	@cd build/dev && ctest --output-on-failure --no-tests=error -j $(JOBS) -LE slow

check-slow:
	@sh tests/tools/install-deps.sh test
	@sh tests/tools/build.sh dev $(JOBS)
	@cd build/dev && ctest --output-on-failure --no-tests=error -j $(JOBS) -L slow

bench:
	@sh tests/tools/install-deps.sh bench
	@sh tests/tools/build.sh release $(JOBS) programs
	@sh tests/bench/kernel_bench.sh build/release
	@sh tests/bench/load_bench.sh build/release
	@sh tests/bench/bench.sh build/release
	@sh tests/bench/capdl_bench.sh build/release

fuzz:
	@sh tests/tools/install-deps.sh test fuzz
	@sh tests/tools/build.sh fuzz $(JOBS)
	@cd build/fuzz && ctest --output-on-failure -L fuzz-smoke

size:
	@sh tests/tools/size.sh

format:
	@sh tests/tools/format.sh

clean:
	rm -rf build
