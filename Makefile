# One door to everything; `make help` lists the targets.
# The virtual environment holds what requirements*.lock pin by hash, and this checkout, editable.

ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
endif
VERSION := $(shell "$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV ?= .venv
OUT ?= build
PYTEST_ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUNTIME := $(VENV)/.runtime-$(VERSION)
DEV := $(VENV)/.dev-$(VERSION)

COMPILE := pip-compile --quiet --build-deps-for editable --generate-hashes --allow-unsafe --no-strip-extras \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo control-plane viewer test format lint generated bench package lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.* ## (.*)/\1|\2/' | \
		while IFS='|' read -r target text; do printf '  make %-13s %s\n' "$$target" "$$text"; done
	@echo
	@echo "Variables: PYTHON (3.11 or later), VENV ($(VENV)), OUT ($(OUT)), PYTEST_ARGS"

venv: $(DEV) ## Create the virtual environment with all development tools

demo: $(RUNTIME) ## Draw, check and generate the shipped platform into OUT
	$(BIN)/lsparch demo --out $(OUT)

control-plane: ## Install the programs of the end-to-end tests, and print their folder
	@PYTHON="$(PYTHON)" tests/e2e/tools/install

viewer: ## Check, test and build the front end of the viewer into the package (needs Node 20.19 or later and npm)
	cd viewer && npm ci --ignore-scripts --no-audit --no-fund
	cd viewer && npm run check && npm test && npm run build

test: $(DEV) ## Run the whole test suite on two processes
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

format: $(DEV) ## Format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: $(DEV) ## Format check, lint, types and import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

generated: $(RUNTIME) ## Are the committed generated files current?
	$(BIN)/lsparch schema --check
	$(BIN)/lsparch rules --check
	$(BIN)/lsparch render --check --out diagrams/rendered

bench: $(DEV) ## Measure the budgets
	for bench in yaml validate platform generate render drift_recall viewer; do echo "== $$bench"; $(BIN)/python -m tests.bench.bench_$$bench; done

package: $(DEV) ## Build wheel and sdist, and try the wheel outside the checkout
	rm -rf build/package dist
	$(BIN)/pyproject-build --no-isolation --outdir dist
	$(PYTHON) -m venv build/package/venv
	build/package/venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
		--requirement requirements.lock
	build/package/venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps dist/*.whl
	lsparch="$$PWD/build/package/venv/bin/lsparch"; outside="$$(mktemp -d)"; trap 'rmdir "$$outside"' EXIT; \
		cd "$$outside" && "$$lsparch" --version && "$$lsparch" check

lock: ## Pin the newest dependencies again (PYTHON=python3.11, the oldest supported)
	@test "$(VERSION)" = 3.11 || { echo "make lock wants PYTHON=python3.11" >&2; exit 1; }
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet pip-tools
	build/lock/bin/$(COMPILE) --upgrade --extra dev --output-file requirements-dev.lock pyproject.toml
	sed -n 's/^\([^ []*\)[^ =]*\(==[^ ]*\).*/\1\2/p' requirements-dev.lock > build/lock/pins.txt  # constraints have no extras
	build/lock/bin/$(COMPILE) --upgrade --constraint build/lock/pins.txt --output-file requirements.lock pyproject.toml

clean: ## Remove everything that is not committed and was made here
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A second call is quick: pip runs again only when a lock file or pyproject.toml has changed,
# and the environment is made anew when PYTHON has become another version.
$(RUNTIME): requirements.lock pyproject.toml
	@test -n "$(VERSION)" || { echo "lsparch needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -e $@ || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
