# Everything here needs only Python 3.11 or newer (with venv) and make.
#
#   make demo    compare the policies of the Gao sector; writes gao-report.html
#   make test    lint, types, floors, and the tests in three lanes
#   make bench   speed, as ratios against the peers
#   make validation   docs/validation.md anew: targets beside what the scenarios give
#   make lint    ruff, mypy and import-linter alone
#
# Each sets up .venv by itself, once; touching pyproject.toml makes it look again.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LANE   ?= -n 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo test lint test-native test-interpreted test-bounds bench validation clean

help:
	@sed -n 's/^#   //p' Makefile

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "pksim needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[benchmarks]'
	@touch $@ $(VENV)/.installed

# Eight of the shipped policies; without --policies all are compared, which takes four times as long.
DEMO := baseline,jammers,route-clearance,counter-ied-training,tourniquet-training,delegated-launch,forward-surgical-team,care-package

demo: $(VENV)/.installed
	$(BIN)/pksim compare scenarios/gao-sector.yaml --policies $(DEMO) -n 128 --report gao-report.html

test: lint test-native test-bounds test-interpreted

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# As users run it: compiled.
test-native: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(LANE)

# With bounds checks in compiled code: programs that write out of bounds can agree for thousands.
test-bounds: $(VENV)/.installed-dev
	NUMBA_BOUNDSCHECK=1 $(BIN)/python -m pytest $(LANE) tests/agreement

# Without the compiler, where coverage can see every line. Left out: commands and whole recorded
# missions, which take minutes, and checks with an error bar: the native lane makes these with enough
# runs, and that both lanes give the same bytes is checked by tests that stay.
test-interpreted: $(VENV)/.installed-dev
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest $(LANE) -m "not slow and not statistical" \
	  --ignore=tests/cli --ignore=tests/study/test_trace.py --cov --cov-report=term

validation: $(VENV)/.installed-dev
	$(BIN)/python -m tests.validation

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.* gao-report.html
