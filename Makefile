# `make run` and `make test` do everything on a fresh machine; run again, they install nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check format screenshots clean

run: $(VENV)/.installed
	$(BIN)/streamlit run streamlit_app.py

test: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/install.py
	$(BIN)/pytest --numprocesses 2 -m "not browser"
	$(BIN)/pytest -m browser

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# For the README; the network must have been trained.
screenshots: $(VENV)/.installed-dev
	$(BIN)/python tests/browser/install.py
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV)

# The stamp is written last, so a broken-off installation starts again.
$(VENV)/.installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13) and "Digitcam needs Python 3.10 to 3.13, this is %d.%d; try: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	touch $@
