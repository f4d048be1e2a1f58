# Two commands do all the set-up: `make site` and `make test`. They need Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site preview test check tools gallery check-site format clean
.DEFAULT_GOAL := site

site: $(VENV)/.runtime
	$(BIN)/ssg build
	@echo "The demonstration newsroom is in public/: run 'python3 -m http.server -d public -b 127.0.0.1 8000' and open http://127.0.0.1:8000/"

preview: $(VENV)/.runtime
	$(BIN)/ssg serve

# One worker more than there are processors, as browsers and clocks are waited for.
test: $(VENV)/.development
	$(BIN)/pytest -n $$(($$($(BIN)/python -c 'import os; print(os.cpu_count() or 1)') + 1)) --dist worksteal

check: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The checkers that tests of the published pages use: with npm and pip, and where they are missing those tests are skipped.
tools: .tools/.installed .tools/python/.installed

# A newer Node comes along, for the checkers that need it: that of the machine may be old.
.tools/.installed: tests/checkers/package.json
	@mkdir -p .tools
	cp $< .tools/package.json
	npm install --prefix .tools --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

# In an environment of their own: some forty packages that only read finished pages.
.tools/python/.installed: tests/checkers/requirements.txt
	$(PYTHON) -m venv .tools/python
	.tools/python/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $<
	@touch $@

# Screenshots of every kind of page, to be looked at after a change of the design: in gallery/.
gallery: $(VENV)/.development
	$(BIN)/python -m tests.published.gallery gallery

# A newsroom of a thousand articles, looked at by the Nu checker, axe-core and a browser: minutes.
check-site: $(VENV)/.development
	$(BIN)/python -m tests.published.newsroom

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) public .standfirst .tools

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Standfirst needs Python 3.11 or newer: try make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt pyproject.toml | $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
