# Two commands do everything: `make demo` runs the main job, `make test` the tests.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: install demo test browser lint lock clean help bench-install bench-quality bench-speed bench-crash bench-crawl bench-urls bench-month bench-export bench-lock train

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

install: $(VENV)/compiled  ## .venv from requirements.lock, nothing else; the engine compiled, if there is a C compiler

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("technews needs Python 3.11 or newer; try: make PYTHON=python3.12 install" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/compiled: $(VENV)/installed setup.py $(wildcard pipelines/*.py pipelines/rules/*.py)
	rm -f pipelines/*.so pipelines/rules/*.so
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install  ## crawl the demo site into out/techstage.jsonl and print what was found
	$(BIN)/python -m tests.demo_site --crawl out/techstage.jsonl

lint: install  ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:  ## Debian's chromium for the tests in a browser, where it is missing and apt may install it
	@command -v chromium chromium-browser google-chrome >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get -qq update \
	     && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium >/dev/null; } \
	|| echo "No chromium: the tests in a browser are skipped. Install it by hand: apt-get install chromium"

test: lint browser  ## the linters, then all tests, three on two cores, as they wait for crawls; doctests are read from sources
	$(BIN)/pytest -n $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2))
	TECHNEWS_COMPILED=0 $(BIN)/pytest pipelines

lock: ## write requirements.lock again from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-header --all-extras --quiet pyproject.toml -o requirements.lock

bench-install: .venv-bench/installed  ## .venv-bench: our dependencies, the peers, what training needs

.venv-bench/installed: benchmarks/requirements.lock | $(VENV)/compiled
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r benchmarks/requirements.lock
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

bench-quality: bench-install  ## ours and the peers on the corpus in ../shared; table into docs/BENCHMARKS.md
	.venv-bench/bin/python -m benchmarks.quality $(ARGS)

bench-speed: bench-install  ## ours, the peers and lxml's parse on the same pages; tables into docs/BENCHMARKS.md
	.venv-bench/bin/python -m benchmarks.speed $(ARGS)

bench-crash: install  ## kill, tear and starve crawls of the demo site; what is lost, written twice or told wrong
	$(BIN)/python -m benchmarks.crash $(ARGS)

bench-crawl: install  ## articles a second against Scrapy's memory queue and plain Scrapy; ARGS="--soak 50000": memory
	$(BIN)/python -m benchmarks.crawl $(ARGS)

bench-urls: install  ## two million waiting URLs in the queue: memory, disk and rate on the way
	$(BIN)/python -m benchmarks.many_urls $(ARGS)

bench-month: install  ## a month of scheduled crawls in some minutes: planted troubles, their alerts, what is lost
	$(BIN)/python -m benchmarks.month $(ARGS)

bench-export: install  ## a million records to sharded zst and to Parquet, beside a bare loop of orjson
	$(BIN)/python -m benchmarks.export $(ARGS)

bench-lock: ## write benchmarks/requirements.lock again (needs uv)
	uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 pyproject.toml benchmarks/requirements.txt -o benchmarks/requirements.lock

train: bench-install  ## train both models from the corpus in ../shared, and the folds for bench-quality (10 minutes)
	.venv-bench/bin/python -m benchmarks.train --folds out/folds

clean:  ## remove what the other targets made
	rm -rf $(VENV) .venv-bench out build pipelines/*.so pipelines/rules/*.so *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
