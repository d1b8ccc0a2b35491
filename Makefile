# make help             list these targets
# make demo             analyze the sample video; installs only what the program needs
# make test             run the tests; installs what developers need as well
# make check            everything that CI runs: lint, types, docs, tests (imports and doctests are tests)
# make lint             style and spelling; make types: mypy, strict
# make docs             build the documentation into out/docs, warnings are errors
# make frozen           compare what the program says of the sample clips with the last record
# make frozen-record    make that record
# make accuracy         judge the sample clips against their truth
# make samples          render the wide set (an hour on two cores; resumes where it stopped)
# make accuracy-wide    judge the wide set
# make accuracy-crowd   render random people (SET=tune, validate or test; an hour each; resumes) and judge them
# make accuracy-real    judge the recordings of real people, if they are here (../shared/real)
# make accuracy-frames  compare the right frames with every frame (SET=samples, tune, validate or real)
# make agree            judge the same clips live, as a file, in segments and from records; check bodies
# make hard             clips degraded step by step (two hours)
# make long             a video of two hours
# make growth           cost and memory by length, frame rate, size, exercises, records (an hour)
# make speed            analysis speed, as ratios (an hour, on an idle machine)
# make many             how busy a batch keeps the workers of a cluster (minutes; other work does not matter)
# make live-speed       speed of a live session (needs a screen, or xvfb-run before it)
# make live-session     a whole programme with every spoken line checked (needs a screen as well)
# make web-speed        speed of a session in the browser (needs Chromium)
# make crash            kill 200 programs that keep a session, and 40 analyses
# make fuzz             thousands of damaged files through the real commands
# make fuzz-loaders     coverage-guided fuzzing of the loaders, two minutes each
# make audit            known vulnerabilities of the installed packages (asks the internet; nothing else does)
# make bundle           a folder with stabiel and its own Python, in out/bundle (minutes)
# make install-matrix   install the wheel with pipx and uv on every Python that is here
# make clean            remove everything that make created
#
# Everything is installed into .venv on first use. Only Python 3.11 or later and make are needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What the program needs is installed, and what developers need as well.
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test lint types docs check frozen frozen-record samples accuracy accuracy-wide accuracy-crowd accuracy-real accuracy-frames agree hard long \
	growth speed many live-speed live-session web-speed crash fuzz fuzz-loaders audit bundle install-matrix clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: $(READY)
	$(BIN)/stabiel demo

# A file's tests stay together: they share what is slow to make, such as an analyzed clip. The files
# begin in the order of tests/order.py.
test: $(DEV)
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell

types: $(DEV)
	$(BIN)/mypy

# The variable silences an announcement of the theme's authors, no warning about these pages.
docs: $(DEV)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

check: lint types docs test

frozen: $(DEV)
	$(BIN)/python -m benchmarks.frozen compare

frozen-record: $(DEV)
	$(BIN)/python -m benchmarks.frozen record

samples: $(DEV)
	$(BIN)/python -m samples.studio render --wide

accuracy: $(DEV)
	$(BIN)/python -m benchmarks.accuracy

accuracy-wide: samples
	$(BIN)/python -m benchmarks.accuracy samples/wide --out out/accuracy-wide

SET ?= validate

accuracy-crowd: $(DEV)
	$(BIN)/python -m benchmarks.crowd $(SET)

accuracy-real: $(DEV)
	$(BIN)/python -m benchmarks.real

accuracy-frames: $(DEV)
	$(BIN)/python -m benchmarks.right_frames $(SET)

agree: $(DEV)
	$(BIN)/python -m benchmarks.ways
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.shape

hard: $(DEV)
	$(BIN)/python -m benchmarks.hard --figure out/hard.png

long: $(DEV)
	$(BIN)/python -m benchmarks.long

growth: $(DEV)
	$(BIN)/python -m benchmarks.growth --figure out/growth.png

speed: $(DEV)
	$(BIN)/python -m benchmarks.speed --figure out/speed.png

many: $(DEV)
	$(BIN)/python -m benchmarks.many

crash: $(DEV)
	$(BIN)/python -m tests.store.crash 200
	$(BIN)/python -m tests.analysis.crash 40

fuzz: $(DEV)
	$(BIN)/python -m tests.fuzz.run 2400

LOADERS := yaml programme session recording rows jpeg message picture

fuzz-loaders: $(DEV)
	$(PIP) --editable '.[dev,fuzz]'
	for loader in $(LOADERS); do $(BIN)/python -m tests.fuzz.coverage $$loader -max_total_time=120 || exit 1; done

audit: $(READY)
	$(PIP) pip-audit
	$(BIN)/pip-audit

bundle: $(DEV)
	$(PYTHON) packaging/bundle.py
	$(BIN)/python -m pytest tests/test_bundle.py

install-matrix: $(DEV)
	$(PIP) uv
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python packaging/install_matrix.py

live-speed: $(DEV)
	$(BIN)/python -m benchmarks.live

web-speed: $(DEV)
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.web --flood

live-session: $(DEV)
	$(BIN)/python -m benchmarks.live_session

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "stabiel needs Python 3.11 or later; name it with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $(READY)

$(DEV): $(READY)
	$(PIP) --editable '.[dev]'
	touch $(DEV)

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
