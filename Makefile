# Two commands do everything: `make demo` runs the main job, `make test` the tests.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: install demo test lint lock clean help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

install: $(VENV)/installed  ## .venv from requirements.lock, nothing else

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("technews needs Python 3.11 or newer; try: make PYTHON=python3.12 install" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install  ## crawl the demo site into out/techstage.jsonl and print what was found
	$(BIN)/python -m tests.demo_site --crawl out/techstage.jsonl

lint: install  ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## the linters, then all tests
	$(BIN)/pytest

lock: ## write requirements.lock again from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-header --all-extras --quiet pyproject.toml -o requirements.lock

clean:  ## remove what the other targets made
	rm -rf $(VENV) out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
