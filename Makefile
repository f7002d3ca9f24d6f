# One target a job; CI runs the same ones.
PYTHON ?= python3
VENV ?= .venv
# A checkout in CI has the main branch of its origin only.
BASE ?= $(shell git rev-parse --verify --quiet main >/dev/null && echo main || echo origin/main)
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NPM ?= npm
PRISM := tests/conformance/prism/node_modules/.package-lock.json
# Commands and tests start many interpreters: compile each module once, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
# For a recipe: the merge base as $$base, or what to do where git finds none.
MERGE_BASE = base=$$(git merge-base HEAD '$(BASE)') || { \
	echo "make $@: no merge base of HEAD and '$(BASE)'; name a branch by BASE=..., and fetch its history." >&2; exit 2; }

APPROVALS := $(addprefix --approvals ,$(wildcard spec/approvals.yaml))

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(READY): requirements-dev.txt pyproject.toml contract_diff/pyproject.toml
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; run: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e contract_diff
	@touch $@

.PHONY: venv
venv: $(READY) ## Create the pinned development environment

.PHONY: demo
demo: $(READY) ## Regenerate the client, then use it on the local server
	@$(BIN)/python -m scripts.regenerate
	@$(BIN)/python examples/quickstart.py

.PHONY: test
test: $(READY) ## Run the quick tests: ARGS="-k retries"
	@$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow' $(ARGS)

.PHONY: test-all
test-all: $(READY) ## Run every test, with all examples; a skipped test fails
	@PIVOTAL_TESTS_COMPLETE=1 $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: coverage
coverage: $(READY) ## Run every test, and fail if too little of the code is reached
	@$(BIN)/coverage erase
	@PIVOTAL_TESTS_COMPLETE=1 $(BIN)/coverage run -m pytest -n auto --dist worksteal $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

# How long `make conformance` looks; about four minutes in all.
conformance: export PIVOTAL_CONFORMANCE_EXAMPLES ?= 200
conformance: export PIVOTAL_CONFORMANCE_SECONDS ?= 60
conformance: export PIVOTAL_MODEL_EXAMPLES ?= 1000

.PHONY: conformance
conformance: $(PRISM) $(READY) ## Run the long conformance suite against the local server
	@$(BIN)/python -m pytest -v --timeout=0 \
		tests/conformance/test_schemathesis.py tests/conformance/proxied.py tests/pivotal/sandbox/test_model.py

$(PRISM): tests/conformance/prism/package-lock.json
	@command -v $(NPM) >/dev/null || { \
		echo "make conformance needs npm for its validating proxy; install Node.js 20.19 or newer." >&2; exit 2; }
	@$(NPM) ci --prefix $(@D)/.. --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: regenerate
regenerate: $(READY) ## Rewrite generated/ from spec/openapi.yaml
	@$(BIN)/python -m scripts.regenerate

.PHONY: check
check: $(READY) ## Check that generated/ is up to date with the contract, and list what the local server can't answer
	@$(BIN)/python -m scripts.regenerate --check
	@PYTHONPATH=overlays:generated $(BIN)/python -m pivotal.sandbox --check

.PHONY: import-spec
import-spec: $(READY) ## Bring documentation into spec/: SRC=page.md, folder, llms.txt or openapi.json (path or URL), ARGS=--accept
	@$(BIN)/python -m scripts.import_spec '$(SRC)' $(ARGS)

.PHONY: lint-spec
lint-spec: $(READY) ## Check spec/openapi.yaml against its rules and the vendored pages: ARGS=--fix
	@$(BIN)/python -m scripts.lint_spec $(ARGS)

.PHONY: contract-diff
contract-diff: $(READY) ## Compare the contract and the Python names with the merge base: BASE=main, ARGS=--format=markdown
	@$(MERGE_BASE); $(BIN)/python -m scripts.contract_diff git:$$base:spec/openapi.yaml \
		spec/openapi.yaml --symbols git:$$base:generated/symbols.json generated/symbols.json --surface $$base \
		$(APPROVALS) $(ARGS)

.PHONY: decisions
decisions: $(READY) ## List what a person must decide after a change of the contract: BASE=main
	@$(MERGE_BASE); $(BIN)/python -m scripts.decisions $$base

.PHONY: contract-live
contract-live: $(READY) ## Compare the contract and the client with the live document: URL=...
	@$(BIN)/python -m scripts.contract_live $(if $(URL),'$(URL)') $(ARGS)

.PHONY: surface
surface: $(READY) ## Compare the public Python names with the merge base: BASE=main
	@$(MERGE_BASE); $(BIN)/python -m scripts.surface $$base $(APPROVALS) $(ARGS)

.PHONY: lint
lint: $(READY) ## Check style, spelling and the arrows between packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/typos
	@$(BIN)/zizmor --offline --quiet --no-progress --color=never .github action.yml
	@report=$$($(BIN)/lint-imports --no-cache --no-logo 2>&1) || { echo "$$report"; exit 1; }

.PHONY: format
format: $(READY) ## Format the code and fix what ruff can fix
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: audit
audit: $(READY) ## Look up known vulnerabilities of the pinned packages (needs the network)
	@$(PYTHON) -m venv --clear $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@for file in requirements-dev.txt requirements-audit.txt requirements-docs.txt contract_diff/requirements.txt; do \
		$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r $$file || exit; done

DOCS_BIN := $(VENV)/docs/bin
DOCS_READY := $(VENV)/docs/.ready

$(DOCS_READY): requirements-docs.txt
	@echo "Setting up $(VENV)/docs ..."
	@$(PYTHON) -m venv --clear $(VENV)/docs
	@$(DOCS_BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.txt
	@touch $@

# The folder of the pages written by hand, and where the site goes.
DOCS ?= docs
SITE ?= build/docs

.PHONY: docs
docs: $(READY) $(DOCS_READY) ## Build the documentation into build/docs/html; a warning or a dead link fails
	@$(BIN)/python -m docs.generate '$(SITE)/source' '$(DOCS)'
	@rm -rf '$(SITE)/html'
	@$(DOCS_BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky \
		-b html -d '$(SITE)/doctrees' '$(SITE)/source' '$(SITE)/html'

.PHONY: docs-test
docs-test: $(READY) $(DOCS_READY) ## Run every snippet and command of the documentation, and check that a dead link fails the build
	@$(BIN)/python -m pytest -v --timeout=600 tests/docs/*.py $(ARGS)

.PHONY: types
types: $(READY) ## Check types: mypy --strict and pyright, side by side
	@$(BIN)/pyright --pythonpath $(BIN)/python & pyright=$$!; \
	$(BIN)/mypy overlays/pivotal overlays/pivotal_runtime generated/pivotal_api contract_diff scripts docs/generate \
		hatch_build.py; mypy=$$?; wait $$pyright && exit $$mypy

.PHONY: bench
bench: $(READY) ## Measure the SDK against bare httpx
	@$(BIN)/python -m benchmarks

.PHONY: rehearsal
rehearsal: $(READY) ## Follow CONTRIBUTING.md on a copy whose documentation has changed, up to make ci: TESTS=test-all
	@$(BIN)/python -m pytest -v tests/rehearsal/rehearsal.py $(ARGS)

# Of the newest release within the bounds, or of the oldest: highest, lowest-direct.
RESOLUTION ?= lowest-direct
DEPS := $(VENV)/$(RESOLUTION)
# Tests of what runs with the pinned tools only: import-linter needs a rich of its own, the benchmarks their peers.
PINNED := $(addprefix --ignore=tests/,test_architecture.py benchmarks)

.PHONY: test-deps
test-deps: $(READY) ## Run the quick tests with other versions of the dependencies: RESOLUTION=highest (needs uv)
	@$(PYTHON) -m venv --clear $(DEPS)
	@uv pip compile --quiet --python $(DEPS)/bin/python --resolution $(RESOLUTION) --all-extras --no-header --group peers \
		pyproject.toml contract_diff/pyproject.toml -o $(DEPS)/requirements.txt
	@for file in requirements-dev.txt $(DEPS)/requirements.txt; do \
		uv pip install --quiet --python $(DEPS)/bin/python -r $$file || exit; done
	@uv pip install --quiet --python $(DEPS)/bin/python --no-deps --no-build-isolation -e . -e contract_diff
	@touch $(DEPS)/.ready
	@$(DEPS)/bin/python -m pytest -n auto --dist worksteal -m 'not slow' $(PINNED) $(ARGS)

.PHONY: release
release: $(READY) ## Commit and tag the next release on main: STEP=major, ARGS=--preview
	@$(BIN)/python -m scripts.release $(if $(STEP),--step='$(STEP)') $(ARGS)

.PHONY: dist
dist: $(READY) ## Build both distributions of HEAD into dist/, twice, and compare the bytes: TAG=v1.2.3
	@$(BIN)/python -m scripts.distributions dist $(if $(TAG),--tag='$(TAG)')

# The tests of `make ci`.
TESTS ?= test-all

.PHONY: ci
ci: ## Run what CI runs, except coverage and the rehearsal, up to the first failure
	@for target in lint types check lint-spec contract-diff decisions $(TESTS); do \
		echo "== make $$target"; $(MAKE) --no-print-directory $$target || exit; done

PIN = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: lock
lock: $(READY) ## Pin the development environment and the action's anew, with hashes (needs uv)
	@$(PIN) --all-extras --group dev pyproject.toml contract_diff/pyproject.toml -o requirements-dev.txt
	@$(PIN) --constraint requirements-dev.txt --group contract_diff/pyproject.toml:build contract_diff/pyproject.toml \
		-o contract_diff/requirements.txt
	@$(PIN) --constraint requirements-dev.txt --group audit -o requirements-audit.txt
	@$(PIN) --constraint requirements-dev.txt --group docs -o requirements-docs.txt
