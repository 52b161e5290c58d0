# make demo     the shipped study, from nothing to an answer
# make test     everything that must hold: format, lint, types, tests, kernels without the JIT
# make quick    the developer's loop, about a minute
# make format   what ruff can mend by itself
# make clean    away with the environment and all caches; run folders stay
#
# VENV=folder puts the environment elsewhere, PYTHON=/path names the Python to make it with.

VENV ?= .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --constraint constraints.txt --editable

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test quick format clean

demo: $(VENV)/.demo
	$(VENV)/bin/qvgraph demo

test: $(VENV)/.dev
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy
	$(RUN) -m pytest -n 2
	NUMBA_DISABLE_JIT=1 $(RUN) -m pytest -n 2 -m kernel

quick: $(VENV)/.dev
	$(RUN) -m ruff check
	$(RUN) -m pytest -n 2 -x -m "not slow"

format: $(VENV)/.dev
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

clean:
	@if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi
	rm -rf dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find qvgraph tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps lie in the environment, so that a new one starts without them.
$(VENV)/.demo: $(RUN) pyproject.toml constraints.txt
	$(PIP) .
	@touch $@

$(VENV)/.dev: $(RUN) pyproject.toml constraints.txt
	$(PIP) '.[dev]'
	@touch $@ $(VENV)/.demo

# An environment whose Python no longer runs counts as absent.
ifneq ($(shell $(RUN) -c 'import pip; print("runs")' 2>/dev/null),runs)
.PHONY: $(RUN)
endif

$(RUN):
	@if [ -e $(VENV) ] && [ ! -e $(VENV)/pyvenv.cfg ]; then \
	    echo "VENV=$(VENV) exists and is no Python environment: name another folder." >&2; exit 1; fi
	@python=$$(.ci/find-python) && echo "$$python -m venv $(VENV)" && "$$python" -m venv --clear $(VENV)
