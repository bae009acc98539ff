# Everything works on a machine with Python 3.11 or newer, venv and make.
#   make demo    try it with the demo workspace on http://127.0.0.1:8000/ (PORT=8001 for another port)
#   make run     the same, empty, reloading nothing: for work on it
#   make test    all tests, the browser's too (ARGS="tests/journeys -x" for some)
#   make lint    linters, types, migrations;  make format  puts the code in order
#   make bench   the benchmarks; ARGS="chaos soak numbers" for the long ones
PYTHON ?= python3
export PORT ARGS WORKERS

.PHONY: demo run test lint format bench requirements

demo:
	@exec $(PYTHON) scripts/start.py demo

run:
	@exec $(PYTHON) scripts/start.py development

test lint format bench:
	@exec $(PYTHON) scripts/check.py $@

# Pin anew what pyproject.toml asks for, with hashes.
requirements:
	@exec $(PYTHON) scripts/check.py $@
