# thidua: `make demo` needs Python 3.11 or later, make and a package index; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/ready.stamp
DEMO ?= don-duong-2024
TEST_ARGS ?= -n auto --dist loadfile
LOCK_ARGS ?=
WINDOWS_ARGS ?=

# packaging/windows is no package: its name is that of a library. Its scripts are checked in place.
TYPES = $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml --cache-dir $(CURDIR)/.mypy_cache

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench lock windows-bundle windows-lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    chạy thử trọn một đợt ($(DEMO)) vào thư mục demo/ (a whole campaign on made-up data)"
	@echo "make test    run the tests (those with LibreOffice are skipped where it is missing)"
	@echo "make check   lint, format, types and known vulnerabilities of the locked libraries"
	@echo "make format  put the code into the house format"
	@echo "make bench   measure merging, issuing, rules, sums, summaries, a cluster, forms, buttons (about an hour)"
	@echo "make lock    renew requirements.lock (LOCK_ARGS=--upgrade for newer versions)"
	@echo "make windows-bundle  make the zip with cai-dat.cmd (WINDOWS_ARGS=\"--python-version 3.13\", ...)"
	@echo "make windows-lock    renew packaging/windows/requirements.lock"
	@echo "make clean   remove what these commands made, with the environment"

demo: $(READY)
	@rm -rf demo
	@$(BIN)/thidua demo $(DEMO) demo

test: $(READY)
	$(BIN)/python -m pytest $(TEST_ARGS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd packaging/windows && $(TYPES)/windows *.py
	cd packaging/windows/bundle/bo-cai && $(TYPES)/bo-cai *.py
	cd packaging/audit && $(TYPES)/audit *.py
	$(BIN)/python packaging/audit/audit.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m bench.merge 200 2000 10000
	$(BIN)/python -m bench.remerge 2000 10000
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.issue
	$(BIN)/python -m bench.validation
	$(BIN)/python -m bench.scoring
	$(BIN)/python -m bench.summary
	$(BIN)/python -m bench.cluster
	$(BIN)/python -m bench.capacity
	$(BIN)/python -m bench.verdicts
	$(BIN)/python -m bench.buttons

lock: $(READY)
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --extra=dev --extra=cluster --extra=server \
	  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host $(LOCK_ARGS) --output-file=requirements.lock pyproject.toml

windows-bundle: $(READY)
	$(BIN)/python packaging/windows/collect.py --target dist/windows $(WINDOWS_ARGS)

windows-lock: $(READY)
	$(BIN)/python packaging/windows/collect.py --renew-lock

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The environment is set up anew only when the project file or the lock file has changed.
$(READY): pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Không tìm thấy $(PYTHON): cần Python 3.11 trở lên ($(PYTHON) not found: install Python 3.11 or later)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Cần Python 3.11 trở lên, máy này đang dùng `$(PYTHON) --version 2>&1` (Python 3.11 or later is needed; choose one with: make PYTHON=python3.12 ...)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Thiếu gói tạo môi trường Python: cài bằng lệnh «apt install python3-venv» rồi chạy lại (venv or ensurepip is missing: apt install python3-venv)." >&2; exit 1; }
	@echo "Đang chuẩn bị môi trường, lần đầu mất vài phút (setting up $(VENV)) ..."
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
