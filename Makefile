# Two commands matter: `make report` and `make test`. `make help` lists the others.
# Everything is installed into .venv, from the hashed files in requirements/.

VENV    ?= .venv
WORKERS ?= auto

STAMPS   = $(VENV)/stamps
PY       = $(VENV)/bin/python
SILENT   = -qq --disable-pip-version-check --no-input
PIP      = $(PY) -m pip $(SILENT)
HASHED   = $(PIP) install --require-hashes
PYTEST   = $(PY) -m pytest -n $(WORKERS) --dist worksteal

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help report extras test test-slow test-long test-sanitized test-wheel check format docs bench kernel lock clean

# A .venv that was moved, or whose Python has gone, is set up anew.
$(shell [ -x $(PY) ] && [ "$$(cat $(STAMPS)/venv 2>/dev/null)" = "$(CURDIR)" ] || rm -rf $(STAMPS))

help:
	@echo 'make report      answer the flagship case here and write peace-treaty.html'
	@echo 'make extras      install what pages of the web, exact optimisation, sweeps and clusters need (trafilatura, ortools, ...)'
	@echo 'make test        run the checks and all tests (those marked "slow", "long" or "sanitized" excepted)'
	@echo 'make test-long   run all tests, the long ones too (options: WORKERS=4)'
	@echo 'make test-slow   run the tests of some seconds each that make test leaves out'
	@echo 'make test-sanitized  run the cores of the kernel under the sanitizers of a compiler'
	@echo 'make test-wheel  build the wheel and test it in an empty environment'
	@echo 'make check       lint, types, arrows between the rooms'
	@echo 'make format      lay out the code as the checks want it'
	@echo 'make docs        build the documentation into build/docs'
	@echo 'make bench       measure the engines: sizes, concepts, memory (QUICK=1, LARGE=1, ONLY=REGEX, RECORD=1)'
	@echo 'make kernel      build the compiled kernel again, where a compiler was installed since'
	@echo 'make lock        renew the hashed requirement files'
	@echo 'make clean       remove what these commands made (.venv too)'
	@echo 'PYTHON=...       the Python (3.11 or newer) to make .venv with'

report: $(STAMPS)/detente
	@$(VENV)/bin/detente report peace-treaty

extras: $(STAMPS)/extras

test: check $(STAMPS)/test
	@echo '==> Running the tests'
	@$(PYTEST)

test-slow: $(STAMPS)/test
	@echo '==> Running the slow tests'
	@$(PYTEST) -m 'slow and not long and not sanitized'

test-sanitized: $(STAMPS)/test
	@echo '==> Running the cores of the kernel under the sanitizers'
	@$(PYTEST) -m 'sanitized and not long'

test-long: $(STAMPS)/test
	@echo '==> Running the tests, the long ones too'
	@$(PYTEST) -m 'long or not long'

check: $(STAMPS)/dev
	@echo '==> Checking style, types and arrows'
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary
	@said=$$($(VENV)/bin/lint-imports --no-logo) || { echo "$$said"; exit 1; }

format: $(STAMPS)/dev
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format .

docs: $(STAMPS)/docs
	@echo '==> Building the documentation'
	@$(PY) -m sphinx -q -n -W --keep-going -b html docs build/docs
	@echo 'build/docs/index.html'

bench: $(STAMPS)/detente
	@$(PY) benchmarks $(if $(QUICK),--quick) $(if $(LARGE),--large) $(if $(ONLY),--only '$(ONLY)') $(if $(RECORD),--record)

kernel:
	@rm -f $(STAMPS)/detente
	@DETENTE_KERNEL=require $(MAKE) --no-print-directory $(STAMPS)/detente

# The wheel is tested where nothing of this tree can be imported by accident.
test-wheel: $(STAMPS)/detente
	@set -e; away=$$(mktemp -d); trap 'rm -rf "$$away"' EXIT; \
	echo '==> Building the wheel'; \
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir "$$away" .; \
	echo '==> Installing it into an empty environment'; \
	$(PY) -m venv "$$away/venv"; \
	"$$away/venv/bin/python" -m pip $(SILENT) install --require-hashes \
	    -r requirements/core.txt -r requirements/test.txt; \
	"$$away/venv/bin/python" -m pip $(SILENT) install \
	    --no-deps --no-index "$$away"/detente-*.whl; \
	echo '==> Testing the wheel'; \
	DETENTE_TEST_WHEEL=1 "$$away/venv/bin/pytest" -n $(WORKERS) --dist worksteal -p no:cacheprovider \
	    -m 'not long and not tree'

# uv is needed here only, and lives in a place of its own. A release waits a week before it is taken.
UV    = build/lock/bin/uv
LOCK  = $(UV) pip compile --quiet --universal --python-version 3.11 --upgrade --exclude-newer '7 days' \
        --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
EXTRAS = --extra html --extra solve --extra sweep --extra cluster
KNOWN = -c requirements/build.txt -c requirements/core.txt

lock: $(UV)
	@echo '==> Resolving the requirements'
	@$(LOCK) -o requirements/build.txt --group pyproject.toml:build
	@$(LOCK) -o requirements/core.txt pyproject.toml
	@$(LOCK) -o requirements/test.txt pyproject.toml --extra test $(EXTRAS) $(KNOWN)
	@$(LOCK) -o requirements/extras.txt pyproject.toml $(EXTRAS) $(KNOWN) -c requirements/test.txt
	@$(LOCK) -o requirements/dev.txt pyproject.toml --extra dev $(KNOWN)
	@$(LOCK) -o requirements/docs.txt pyproject.toml --extra docs $(KNOWN)
	@sed -i.old 's/\[html-clean\]/[html_clean]/' requirements/*.txt && rm requirements/*.old # as lxml writes it: older pips compare letters

$(UV): $(STAMPS)/venv
	@$(PY) -m venv build/lock
	@build/lock/bin/python -m pip $(SILENT) install uv

clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage
	@rm -f src/detente/engines/_kernel.*
	@find . -name .hypothesis -type d -prune -exec rm -rf {} +
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Setting up ---------------------------------------------------------------------------------------------

# The first Python that is new enough and can make an environment. The loops end with ":" because make
# throws away what a shell printed whose last command was not found.
TRIED     = $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
IS_NEW    = "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))'
IS_WHOLE  = "$$p" -c 'import ensurepip, venv'
NEW       = $(shell for p in $(TRIED); do $(IS_NEW) && echo "$$p"; done 2>/dev/null; :)
FOUND     = $(firstword $(shell for p in $(TRIED); do $(IS_NEW) && $(IS_WHOLE) && echo "$$p"; done 2>/dev/null; :))
NO_PYTHON = Détente needs Python 3.11 or newer (tried: $(TRIED); PYTHON=... names another)
NO_VENV   = $(firstword $(NEW)) has no venv module (on Debian/Ubuntu: apt install python3-venv)

$(STAMPS)/venv:
	$(if $(FOUND),,$(error $(if $(NEW),$(NO_VENV),$(NO_PYTHON))))
	@echo "==> Making $(VENV) with $$($(FOUND) --version)"
	@$(FOUND) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
	@mkdir -p $(STAMPS) && echo "$(CURDIR)" > $@

$(STAMPS)/core: requirements/core.txt requirements/build.txt $(STAMPS)/venv
	@echo '==> Installing what Détente needs'
	@$(HASHED) -r requirements/core.txt -r requirements/build.txt
	@touch $@

# Editable: the commands run what stands in src/, and the kernel is built again when its sources change.
KERNEL = CMakeLists.txt $(wildcard kernel/*.cpp kernel/*.hpp kernel/cmake/*.cmake)

$(STAMPS)/detente: pyproject.toml $(KERNEL) $(STAMPS)/core
	@echo '==> Building the kernel'
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@$(PY) -c 'from detente.engines import native; native.say_once(print)'
	@touch $@

$(STAMPS)/extras $(STAMPS)/test $(STAMPS)/dev $(STAMPS)/docs: $(STAMPS)/%: requirements/%.txt $(STAMPS)/core | $(STAMPS)/detente
	@echo '==> Installing what "$*" needs'
	@$(HASHED) -r $<
	@touch $@
