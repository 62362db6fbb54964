# Everything starts here. `make` alone lists the targets.
#
# A machine needs Python 3.11 or newer and, for the first run, a way to PyPI.
# `make test ARGS="-k byline -x"` hands options to pytest.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
ARGS ?=
# Processes that run the tests, each with servers of its own where they need some.
JOBS ?= 2
MARKS ?= not live and not browser and not slow
# The tests of one file share what they load and count; tests/conftest.py orders them.
TEST = $(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile \
	--no-loadscope-reorder -m "$(MARKS)" $(ARGS)
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/uv pip compile --quiet \
	--generate-hashes --python-version 3.11

# Lines appear when they are written, also in a file or a pipe.
export PYTHONUNBUFFERED := 1
# What is compiled is kept: the tests start a hundred processes of the product.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed 's/:.*## /\t/' | expand -t 16

.PHONY: demo
demo: $(VENV)/.run ## Serve the product with sample articles on 127.0.0.1:8000 (PORT=…)
	@$(BIN)/python manage.py demo --port $(PORT)

.PHONY: install
install: $(VENV)/.develop ## Make .venv with everything, for running and developing

.PHONY: test
test: $(VENV)/.develop ## Run the suite without the slow tests (ARGS=… goes to pytest)
	@$(TEST)

.PHONY: test-live
test-live: $(VENV)/.develop ## Run the tests that start, crash and restart real processes
	@$(BIN)/python -m pytest -m live $(ARGS)

.PHONY: test-browser
test-browser: $(VENV)/.develop ## Run the tests that look at the pages in Chromium
	@$(BIN)/python -m pytest -m browser $(ARGS)

.PHONY: test-postgres
test-postgres: $(VENV)/.develop ## Run the suite with PostgreSQL as Django's database
	@$(BIN)/python tests/servers.py run-postgres $(TEST)

.PHONY: lint
lint: types ## Check format, style, direction of imports, templates and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@! grep -rnE --include='*.html' --include='*.txt' \
		'\|[[:space:]]*safe\b|autoescape off|<style|<script>|[[:space:]](style|on[a-z]+)=' \
		$$(find factcheck sources claims -type d -name templates) \
		|| { echo 'templates: nothing inline, nothing marked safe'; exit 1; }

.PHONY: types
types: $(VENV)/.develop ## Check types
	@$(BIN)/mypy

.PHONY: requirements
requirements: $(VENV)/.develop ## Compile requirements*.in; ARGS=--upgrade takes newer releases
	@$(COMPILE) $(ARGS) requirements.in --output-file requirements.txt
	@$(COMPILE) $(ARGS) requirements-dev.in --output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove .venv, caches and collected files; the database in var/ stays
	@rm -rf $(VENV) staticfiles htmlcov .coverage .hypothesis .pytest_cache \
		.mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: pip runs when a requirements file is newer than its stamp.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'factcheck needs Python 3.11 or newer.'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'factcheck needs Python 3.11 or newer; $(PYTHON) is older.'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'Python cannot make virtual environments: install python3-venv.'; exit 1; }

$(VENV)/.run: requirements.txt | $(BIN)/python
	@echo 'Installing what factcheck needs (once, some minutes) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.develop: requirements-dev.txt $(VENV)/.run
	@echo 'Installing what developing needs (once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements-dev.txt
	@touch $@
