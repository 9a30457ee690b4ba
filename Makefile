# Everything a developer or an operator does here, by name: `make help`. Needs python3 (3.11 or newer), make and git.

PYTHON ?= python3
PORT ?= 8000
export PORT
# uv uses the Python that is here and never fetches one of its own.
export UV_PYTHON_DOWNLOADS := never

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Tools that start Django without serving anything get their settings from tests/settings.py.
TESTS := DJANGO_SETTINGS_MODULE=tests.settings
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run dev install test test-postgres test-browser check fix bench lock lock-check hooks clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(INSTALLED) ## Serve the portal with sample content on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python bin/run.py

dev: $(INSTALLED) ## The same data, with DEBUG on and reloading on every change
	@$(BIN)/python bin/run.py --dev

install: $(INSTALLED) ## Install everything into .venv, as the locked requirements say

$(INSTALLED): requirements/dev.txt requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which: make PYTHON=python3.11")'
	@echo "Installing into $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@# Where uv cannot be installed, pip alone does the same from the same files, only slower.
	@{ $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt \
	    && $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt requirements/uv.txt; } \
	  || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

test: $(INSTALLED) ## Run every test that needs no further server, with coverage
	$(BIN)/pytest -m "not browser" --cov --cov-report=term

test-postgres: $(INSTALLED) ## The same tests on the servers named by TEST_DATABASE_URL and TEST_REDIS_URL
	@test -n "$$TEST_DATABASE_URL" || { echo "Set TEST_DATABASE_URL=postgres://… (and TEST_REDIS_URL=redis://…)"; exit 1; }
	$(BIN)/pytest -m "not browser"

test-browser: $(INSTALLED) ## Drive the pages in the system's Chromium (skipped without one; REQUIRE_BROWSER=1 fails)
	$(BIN)/pytest -m browser

check: $(INSTALLED) ## Format, lint, types, imports, templates, migrations and the deploy check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	find templates -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/djlint --quiet --lint templates
	$(TESTS) $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))') SITE_URL=https://help.example.com \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: $(INSTALLED) ## Format code and templates and mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-find templates -name '*.html' -exec $(BIN)/djade {} +

bench: $(INSTALLED) ## Pages, search and import, each against a yardstick, in one run (BENCH="search import" for parts)
	@$(BIN)/python -m bench.run

lock: $(INSTALLED) ## Write requirements/*.txt anew from pyproject.toml, keeping pins (UPGRADE=name or UPGRADE=all moves them)
	$(LOCK) $(UPGRADE_ARGS) pyproject.toml --all-extras -o requirements/prod.txt
	$(LOCK) $(UPGRADE_ARGS) pyproject.toml --all-extras --group dev -c requirements/prod.txt -o requirements/dev.txt
	$(LOCK) $(UPGRADE_ARGS) --group uv -o requirements/uv.txt
UPGRADE_ARGS = $(if $(UPGRADE),$(if $(filter all,$(UPGRADE)),--upgrade,--upgrade-package $(UPGRADE)))

lock-check: $(INSTALLED) ## Fail when requirements/*.txt do not follow from pyproject.toml
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && cp requirements/*.txt "$$scratch" \
	  && $(LOCK) pyproject.toml --all-extras -o "$$scratch/prod.txt" \
	  && $(LOCK) pyproject.toml --all-extras --group dev -c requirements/prod.txt -o "$$scratch/dev.txt" \
	  && $(LOCK) --group uv -o "$$scratch/uv.txt" \
	  && diff -r requirements "$$scratch" && echo "requirements/*.txt follow from pyproject.toml"

hooks: $(INSTALLED) ## Run the quick checks before every commit
	$(BIN)/pre-commit install

clean: ## Remove what tools leave behind; .venv and var/ stay
	rm -rf .coverage htmlcov test-results .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
