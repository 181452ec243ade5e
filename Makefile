# `make run` and `make test` do everything on a fresh machine; run again, they install nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# glibc would use up to eight heaps per processor, and keep what was freed. docs/server.md has the numbers.
export MALLOC_ARENA_MAX ?= 2
export MALLOC_TRIM_THRESHOLD_ ?= 131072

.PHONY: run test test-slow check format upgrade screenshots clean

run: $(VENV)/.installed
	$(BIN)/streamlit run streamlit_app.py

test: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/install.py
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -m "not slow"

# What would make `make test` take more than 15 minutes; run it when you change what it tests.
test-slow: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/install.py
	$(BIN)/pytest -m slow

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Renews the lock files: the newest versions that the requirements allow, for all supported versions of Python and systems.
# pip then checks that it can install them.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	--no-emit-index-url --no-emit-find-links --no-header
upgrade: $(VENV)/.installed
	$(BIN)/pip install --quiet uv
	$(COMPILE) requirements.txt --output-file requirements.lock
	$(COMPILE) requirements.txt requirements-cluster.txt --constraints requirements.lock \
		--output-file requirements-cluster.lock
	$(COMPILE) requirements.txt requirements-cluster.txt requirements-dev.txt --constraints requirements.lock \
		--output-file requirements-dev.lock
	for version in 3.11 3.12 3.13; do \
		$(BIN)/pip install --quiet --dry-run --ignore-installed --python-version $$version --only-binary=:all: \
			--target $(VENV)/never --requirement requirements-dev.lock || exit 1; done

# For the README; the network must have been trained.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/install.py
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV)

# The stamp is written last, so that an interrupted installation starts again.
$(VENV)/.installed: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Digitcam needs Python 3.11 to 3.13, this is %d.%d; try: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --requirement requirements.lock
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/pip install --quiet --requirement requirements-dev.lock
	touch $@
