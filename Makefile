# The two commands (`make briefing`, `make test`) and the developers' verbs. Python 3.11 or newer, pip and make are enough.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The locks name every distribution that is needed and leave out what is not (see `lock`), hence --no-deps.
LOCKED := --no-deps --require-hashes

.PHONY: briefing test test-slow check bench corpus truth attacks mornings format lock clean

briefing: .venv/core.stamp            ## the demo's episode, from nothing: where it is and how to play it
	@$(BIN)/dawncast --home . make --demo

test: .venv/all.stamp .venv/system.stamp  ## all tests that end within minutes
	@$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist worksteal

test-slow: .venv/all.stamp            ## the long ones
	@$(BIN)/python -m pytest -m slow

check: .venv/all.stamp                ## style, types, who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv/core.stamp               ## speed and memory, as a table
	@$(BIN)/python -m tests.bench

corpus: .venv/all.stamp               ## what the real-world files beside this checkout come to, and a show made from them
	@$(BIN)/python -m tests.corpus_scores
	@$(BIN)/python -m pytest -m slow tests/e2e/test_corpus.py -s

truth: .venv/all.stamp                ## what the judge of lines lets through and what it refuses, as a table
	@$(BIN)/python -m tests.truth

attacks: .venv/all.stamp              ## what a model in an attacker's hands gets out, as a table (half an hour)
	@$(BIN)/python -m tests.attacks

mornings: .venv/all.stamp             ## ten thousand simulated mornings with all that can go wrong, then real ones (half an hour)
	@$(BIN)/python -m tests.mornings

format: .venv/all.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dawncast needs Python 3.11 or newer; name one with: make PYTHON=python3.12 briefing" >&2; exit 1; }
	@echo "Setting up .venv …" >&2
	@$(PYTHON) -m venv --clear .venv || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

.venv/core.stamp: requirements.lock pyproject.toml | .venv/python.stamp
	@echo "Installing what the locks name (the first time: about 110 MB, a minute or two) …" >&2
	@$(PIP) install $(LOCKED) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/all.stamp: requirements-all.lock .venv/core.stamp
	@echo "Installing the extras and the test tools …" >&2
	@$(PIP) install $(LOCKED) -r requirements-all.lock
	@touch $@

.venv/system.stamp: tests/tools/install_system_packages.sh | .venv/python.stamp
	@sh $<
	@touch $@

# Developers only; needs uv (`pip install uv`). Left out of the locks: docopt (only num2words' own command line uses it, and it
# is no wheel), and niquests with its urllib3-future, whose .pth file overwrites urllib3 at every start (caldav runs on httpx2).
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-package docopt --no-emit-package niquests --no-emit-package urllib3-future \
  --no-emit-package qh3 --no-emit-package jh2 --no-emit-package wassima

lock:                                 ## resolve requirements.lock and requirements-all.lock anew
	$(COMPILE) $(UPGRADE) pyproject.toml --group build --output-file requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group build --group dev --all-extras \
	  --constraint requirements.lock --output-file requirements-all.lock

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
