# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test bench lint types layers clean

# A stamp per set of extras: the venv is made again only when pyproject.toml changes.
$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

demo: $(VENV)/.base
	$(BIN)/dateline demo

# How long times and places take per report of 400 words, and pages a second; `make bench DATA=FOLDER` for others.
DATA ?= examples
bench: $(VENV)/.base
	$(BIN)/dateline evaluate bench --data $(DATA)

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

test: lint types layers
	$(BIN)/pytest -n 2

clean:
	rm -rf $(VENV) build dist
