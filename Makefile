# make demo             analyze the sample video
# make test             run the tests; make check: all that CI runs
# make accuracy         judge the sample clips against their truth
# make samples          render the wide set (an hour on two cores; goes on where it stopped)
# make accuracy-wide    judge the wide set
# make agree            the same clips judged live, as a file, in pieces, from records; bodies
# make hard             clips made worse step by step (two hours); make long: a video of two hours
# make speed            analysis speed, as ratios (an hour, on an idle machine)
# make live-speed       a live session (needs a screen, or xvfb-run before it)
# make live-session     a whole programme, heard and seen (the same)
# make web-speed        a session in the browser (needs Chromium)
# make crash            kill programs that keep a session, two hundred times, and forty analyses
# make fuzz             damaged files by the thousand through the real commands
# make fuzz-loaders     the loaders, led by coverage, two minutes each
# make audit            known faults of the packages installed (asks the internet; nothing else does)
#
# Everything is installed into .venv on first use; only Python 3.11 or later and make are needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types check samples accuracy accuracy-wide agree hard long speed live-speed live-session web-speed crash fuzz fuzz-loaders audit clean

demo: $(READY)
	$(BIN)/stabiel demo

# A file's tests stay together: they share what is slow to make, such as an analyzed clip.
test: $(READY)
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell

types: $(READY)
	$(BIN)/mypy

check: lint types test

samples: $(READY)
	$(BIN)/python -m samples.studio render --wide

accuracy: $(READY)
	$(BIN)/python -m benchmarks.accuracy

accuracy-wide: samples
	$(BIN)/python -m benchmarks.accuracy samples/wide --out out/accuracy-wide

agree: $(READY)
	$(BIN)/python -m benchmarks.ways
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.shape

hard: $(READY)
	$(BIN)/python -m benchmarks.hard --figure out/hard.png

long: $(READY)
	$(BIN)/python -m benchmarks.long

speed: $(READY)
	$(BIN)/python -m benchmarks.speed --figure out/speed.png

crash: $(READY)
	$(BIN)/python -m tests.store.crash 200
	$(BIN)/python -m tests.analysis.crash 40

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz.run 2400

LOADERS := yaml programme session recording rows jpeg message picture

fuzz-loaders: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	for loader in $(LOADERS); do $(BIN)/python -m tests.fuzz.coverage $$loader -max_total_time=120 || exit 1; done

audit: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit

live-speed: $(READY)
	$(BIN)/python -m benchmarks.live

web-speed: $(READY)
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.web --flood

live-session: $(READY)
	$(BIN)/python -m benchmarks.live_session

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "stabiel needs Python 3.11 or later; name it with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
