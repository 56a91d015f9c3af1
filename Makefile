# `make help` lists what there is.
SHELL := /bin/bash
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types bench soak evaluate calibrate trial lock clean

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## the virtual environment from the lock file, and the Debian packages when it may
	@bash .setup/debian.sh
	@bash .setup/environment.sh

demo: setup ## from examples/inbox to the consolidated report
	@$(BIN)/python examples/demo.py

test: setup ## the whole test suite: law, types, style, cases, real parts
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report= --durations=10
	@$(BIN)/coverage report --skip-covered --fail-under=90 | tail -n 15

lint: setup ## style, types and the law of the house, without the tests
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: setup ## what was promised, measured beside others on the same files in the same run: text, pages, scans, memory, speed
	@bash .setup/rivals.sh
	@missed=0; for part in legacy pages ocr memory run consolidation report intake visible cluster desk keys; do \
	  $(BIN)/python tests/bench/$$part.py || missed=1; done; exit $$missed

soak: setup ## ten thousand files while runs are killed, failed and doubled at random: nothing lost, nothing twice
	@$(BIN)/python tests/soak/run.py

evaluate: setup ## accuracy a field, on the project's corpus and on a shared one when it is there
	@$(BIN)/python tests/bench/accuracy.py

calibrate: setup ## confidence measured anew on the corpus and on damaged copies of it
	@$(BIN)/python -m tests.training.calibrate --write

trial: setup ## trained spaCy components against the rules: the lines of a page, who is awarded
	@$(BIN)/python -m tests.training.lines && $(BIN)/python -m tests.training.names

lock: ## rewrite both lock files from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url -q -o requirements.lock
	@$(BIN)/uv pip compile --group rivals --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url -q -o requirements-rivals.lock

clean: ## drop the virtual environment and everything the demo wrote
	@rm -rf .venv .venv-rivals var build *.egg-info
