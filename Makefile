# One target a job. CI runs the same targets.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: venv
venv: $(READY) ## Create the pinned development environment

.PHONY: regenerate
regenerate: $(READY) ## Rewrite generated/ from spec/openapi.yaml
	@$(BIN)/python -m scripts.regenerate

.PHONY: check
check: $(READY) ## Check that generated/ is what the spec gives
	@$(BIN)/python -m scripts.regenerate --check

.PHONY: types
types: $(READY) ## Check types: mypy --strict and pyright
	@$(BIN)/mypy overlays/pivotal generated/pivotal_api scripts
	@$(BIN)/pyright --pythonpath $(BIN)/python

.PHONY: lint
lint: $(READY) ## Check style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
