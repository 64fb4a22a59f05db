# Everything a developer or a new user needs; the same steps as plain pip lines are in README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One thread a process: the tests run two processes side by side, and small arrays gain nothing from more.
TEST_ENV := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen

.PHONY: screenshots model run test test-slow fuzz soak check format translations bench bench-check docs bundle bundle-full installer clean

$(VENV)/.base: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[training,dev]'
	touch $(VENV)/.base $(VENV)/.docs $@

$(VENV)/.docs: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	touch $(VENV)/.base $@

# Opens the window on the synthetic chest; without a display it draws the same window offscreen.
run: $(VENV)/.base
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	    $(BIN)/noduscope demo; \
	else \
	    mkdir -p out && QT_QPA_PLATFORM=offscreen $(BIN)/noduscope demo --screenshot out/demo.png; \
	fi

# A test process that dies ends the run at once, with the test's name: a replaced one may leave the run waiting for ever.
test: $(VENV)/.dev
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 --dist loadgroup --max-worker-restart 0

test-slow: $(VENV)/.dev
	$(TEST_ENV) $(BIN)/python -m pytest -m slow --timeout 3600

# Damaged inputs to every parser, each within limits of time and memory (docs/hostile-input.md).
FUZZ ?= --cases 100000
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz $(FUZZ)

# Five hundred rounds of open, scroll, classify, close in one window, and whether anything grows (docs/faults.md).
soak: $(VENV)/.dev
	$(TEST_ENV) $(BIN)/python -m tests.faults.soak --rounds 500

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# The default model from its source data (hours); an interrupted run goes on. The same stages are in dvc.yaml.
DATA ?= ../shared/data
MODEL ?= out/model
model: $(VENV)/.dev
	mkdir -p $(MODEL)
	$(BIN)/noduscope train import lidc-crops $(DATA) --out $(MODEL)/dataset
	$(BIN)/noduscope train split --dataset $(MODEL)/dataset --json > $(MODEL)/split.json
	$(BIN)/noduscope train fit --dataset $(MODEL)/dataset --recipe default --out $(MODEL)/run
	$(BIN)/noduscope train evaluate --dataset $(MODEL)/dataset --run $(MODEL)/run --json > $(MODEL)/figures.json
	$(BIN)/noduscope train export --dataset $(MODEL)/dataset --run $(MODEL)/run --out $(MODEL)/package

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Texts of the source into the catalogues of every language (docs/translating.md).
translations: $(VENV)/.dev
	$(BIN)/python -m app.i18n_extract

# Everything on the synthetic chest: docs/benchmarks.md. `bench` adds the run to the history; `bench-check` fails where
# a ratio has grown beyond what the history varies by.
BENCH_HISTORY := docs/bench-history.jsonl
bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/noduscope bench --history $(BENCH_HISTORY)

bench-check: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/noduscope bench --check $(BENCH_HISTORY)

# The pictures of docs/, on the synthetic chest.
# What the documentation shows; the other views are for looking at.
SHOWN = start viewer planes oblique slab card risk report measure brush prior compare worklist hanging tags analyze \
	queue finetune models drift network-settings network-query network-send keys

screenshots: $(VENV)/.dev
	$(BIN)/noduscope screenshots docs/images $(SHOWN)
	$(BIN)/noduscope screenshots docs/images/light viewer --theme light
	$(BIN)/noduscope screenshots docs/images/zh_CN viewer compare --language zh_CN

# All pages and the interface of `engine` as one site in out/site/html; a warning or a dead link fails it.
docs: $(VENV)/.docs
	$(BIN)/python -m resources.site

bundle: $(VENV)/.dev
	$(BIN)/pyinstaller --noconfirm --log-level WARN app.spec
	$(BIN)/python -m resources.packaging.inventory dist/noduscope

# The same with training, in an environment of its own: torch for the CPU, pinned in resources/packaging/full.txt. On
# Linux such a torch is not where pip looks by itself; TORCH says where (docs/bundle.md).
FULL := .venv-full
TORCH ?=
$(FULL)/.full: pyproject.toml resources/packaging/full.txt
	test -x $(FULL)/bin/python || $(PYTHON) -m venv $(FULL)
	$(FULL)/bin/python -m pip install --quiet --constraint resources/packaging/full.txt $(TORCH) \
	    --editable '.[finetune]' 'pyinstaller>=6.11'
	touch $@

bundle-full: $(FULL)/.full
	$(FULL)/bin/pyinstaller --noconfirm --log-level WARN --workpath build/full app.spec -- --full
	$(FULL)/bin/python -m resources.packaging.inventory dist/noduscope-full

# The bundle that was built last as a Debian package; minutes, for the compression.
installer: $(VENV)/.dev
	test -d dist/noduscope || $(MAKE) bundle
	$(BIN)/python -m resources.packaging.deb dist/noduscope dist

clean:
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
