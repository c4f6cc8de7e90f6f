# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test test-train test-ray faults fuzz memory nightly lint types layers bench accuracy clean

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

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

# With a minute of hostile input, for all parsers together.
test: lint types layers
	DATELINE_FUZZ_SECONDS=$${DATELINE_FUZZ_SECONDS:-60} $(BIN)/pytest -n 2

# A toy run of every stage of training. PyTorch is pinned to the release whose CPU build is tried.
$(VENV)/.train: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[train]"
	touch $@

test-train: $(VENV)/.train
	$(BIN)/pytest -m train tests/train

# A Ray cluster of two nodes on this machine, one of its workers killed.
$(VENV)/.scale: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[scale]"
	touch $@

test-ray: $(VENV)/.scale
	$(BIN)/pytest -n 0 -m long tests/scale -s

# The long forms of what `make test` does shortly: a thousand faults over 20,000 pages, and ten minutes of hostile input.
faults: $(VENV)/.dev
	$(BIN)/python tests/faults/injecting.py --pages 20000 --faults 1000

fuzz: $(VENV)/.dev
	DATELINE_FUZZ_SECONDS=600 $(BIN)/pytest -n 0 -s tests/fuzz

# Whether memory stays flat over 100,000 pages (DATELINE_EVALUATE_PAGES for more).
memory: $(VENV)/.bench
	$(BIN)/dateline evaluate memory --data examples/corpus

nightly: fuzz faults test-ray memory

# What times and places cost per report of 400 words and pages a second (`make bench DATA=FOLDER` for other
# pages); then reports a second: the filter, the network, the whole chain; then what one more report costs a
# ledger of 10,000 accounts (DATELINE_EVALUATE_JOIN=100000 for a larger one); then pages a second from an archive to
# the ledger, the time by stage and the memory, beside others; and on which machine. Last the desk on 100,000
# made-up incidents: what the server takes, and when Explore is painted (with Chromium).
DATA ?= examples
$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[archives,bench]"
	touch $@

bench: $(VENV)/.bench
	$(BIN)/dateline evaluate bench --data $(DATA)
	$(BIN)/dateline evaluate reader-speed --data examples/corpus
	$(BIN)/dateline evaluate joining --data examples
	$(BIN)/dateline evaluate throughput --data examples/corpus
	$(BIN)/dateline evaluate desk-speed --data examples

# The page of figures and the README's tables, from docs/figures.
accuracy: $(VENV)/.base
	$(BIN)/python -m dateline.evaluate.page docs/figures docs/accuracy.md README.md docs/performance.md docs/codebooks.md

clean:
	rm -rf $(VENV) build dist
