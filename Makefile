# Wapsi. `make run` opens it, `make test` checks all of it; both set up what they need, once.
#
#   make run        own environment, catalogue from data/, the app on this machine only (PORT=8501)
#   make test       set-up, lint, types, floors, every test
#   make check      the same without browser and slow tests: before each commit
#   make deep       the properties with many more examples: before changing how money moves
#   make bench      ratios against floors and rivals (ONLY=name for one of them)
#   make catalogue  data/ into the database, if data/ has changed
#   make clean      away with all that make made; saved cases stay

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

PORT ?= 8501
WAPSI_VAR ?= var
export DEBIAN_FRONTEND := noninteractive
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
unexport PYTHONDONTWRITEBYTECODE # imports are three times as quick from bytecode

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
UV_VERSION := 0.13.9
CATALOGUE := $(WAPSI_VAR)/catalogue.duckdb
CATALOGUE_FROM := $(shell find data/countries 2>/dev/null) \
	$(wildcard products/kind.py products/kinds/*.py products/catalogue/*.py)

# The first Python that is new enough; empty if there is none.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)

# Where the home folder cannot be written, packages are cached here instead.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/$(VENV)-cache
export PIP_CACHE_DIR := $(CURDIR)/$(VENV)-cache
endif

# ------------------------------------------------------------------ what people ask for

.PHONY: help run test check deep bench catalogue clean lint types floors
help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/.run-ready $(CATALOGUE)
	@$(PY) -c 'import socket; s = socket.socket(); s.setsockopt(1, 2, 1); s.bind(("127.0.0.1", $(PORT)))' \
		2>/dev/null || { echo "Port $(PORT) is taken. Choose another: make run PORT=8600" >&2; exit 1; }
	export WAPSI_OPEN=$(if $(strip $(DISPLAY)$(WAYLAND_DISPLAY)),1,0)
	exec $(PY) -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.test-ready browser postgres $(CATALOGUE) lint types floors
	$(BIN)/pytest -n 2 --dist loadscope --hypothesis-profile ci

check: $(VENV)/.test-ready postgres $(CATALOGUE) lint types floors
	$(BIN)/pytest -n 2 --dist loadscope -m 'not browser and not slow'

deep: $(VENV)/.test-ready postgres $(CATALOGUE)
	$(BIN)/pytest -n 2 --dist loadscope --hypothesis-profile deep -m 'not browser' tests

bench: $(VENV)/.test-ready postgres $(CATALOGUE)
	@for file in bench/bench_$(or $(ONLY),*).py; do
		echo "== $$file"
		$(PY) -m "bench.$$(basename "$$file" .py)"
	done

catalogue: $(CATALOGUE)

clean:
	rm -rf $(VENV) $(VENV)-cache $(CATALOGUE)* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test-ready
	$(BIN)/mypy

floors: $(VENV)/.test-ready
	$(BIN)/lint-imports

# ------------------------------------------------------------------ what has to be there first

$(CATALOGUE): $(CATALOGUE_FROM) | $(VENV)/.run-ready
	$(PY) -m products build --out $@
	touch $@

$(PY):
	@test -n "$(PYTHON)" || { echo "Wapsi needs Python 3.11 or newer; here is $$(python3 --version 2>&1 || echo none)." >&2; exit 1; }
	if uv --version >/dev/null 2>&1; then
		uv venv --quiet --clear --no-python-downloads --python "$(PYTHON)" $(VENV)
	else
		$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call debian,python3-venv)
		$(PYTHON) -m venv --clear $(VENV)
		$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) 2>/dev/null || echo "uv is not to be had; pip does it, slower"
	fi

$(VENV)/.run-ready: requirements.txt | $(PY)
	@$(call install,requirements.txt)
	touch $@

$(VENV)/.test-ready: requirements.txt requirements-dev.txt | $(PY)
	@$(call install,requirements-dev.txt)
	touch $@ $(VENV)/.run-ready

# What the browser tests need of the system; the last is for Playwright's own engine.
.PHONY: browser
browser: $(VENV)/.test-ready
	@missing=
	command -v chromium >/dev/null || test -n "$${WAPSI_CHROMIUM:-}" || missing+=" chromium"
	test -n "$$(fc-list 'Noto Sans' 2>/dev/null)" || missing+=" fonts-noto-core"
	$(PY) -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null || missing+=" libatomic1"
	test -z "$$missing" || $(call debian,$${missing# })

# The server that the registry is tested on beside its file; tests start one of their own.
.PHONY: postgres
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || $(call debian,postgresql)

# Packages of a requirements file into the environment: by uv where it is there, by pip otherwise.
define install
if uv --version >/dev/null 2>&1; then uv pip install --quiet --python $(PY) -r $(1)
elif test -x $(BIN)/uv; then $(BIN)/uv pip install --quiet --python $(PY) -r $(1)
else $(PY) -m pip install --quiet --disable-pip-version-check -r $(1)
fi
endef

# Debian packages: installed as root or by sudo (which may ask at a terminal), else named in one line.
define debian
{ \
	as=; test "$$(id -u)" = 0 || as="sudo $$(test -t 0 || echo -n)"; \
	if command -v apt-get >/dev/null && $$as true 2>/dev/null; then \
		$$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
	else \
		echo "Missing: $(1). Install and come back: sudo apt-get install -y $(1)" >&2; exit 1; \
	fi; \
}
endef
