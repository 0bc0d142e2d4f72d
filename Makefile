# Each target sets up what it needs, may be run any number of times, and needs no network once
# that is done. Arguments for build.py go into ARGS: make site ARGS="--full --jobs 4".

PYTHON ?= python3
ARGS ?=
OWN_PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site serve check test lint format lock bare bench bench-full bench-search fuzz
.PHONY: eyes lighthouse
.PHONY: clean distclean runtime development
MAKEFLAGS += --no-print-directory

help:
	@echo "make site       建站到 public/             build the site into public/"
	@echo "make serve      预览，改动即时可见         preview with drafts and live reload"
	@echo "make check      检查内容，不改动 public/   check the content, change nothing"
	@echo "make clean      删除建成的站点和缓存       delete what was built, and caches"
	@echo "make distclean  同上，并删除已安装的工具   and what was installed, too"
	@echo "make test       format, lint, types and tests, with all that they need"
	@echo "make lint       the first three of these"
	@echo "make format     format the code"
	@echo "make lock       lock the newest versions of all dependencies"
	@echo "make bench      time the builds beside Hugo + Pagefind (bench-full, bench-search: more)"
	@echo "make fuzz       try the laws of the engine for a long time"
	@echo "make eyes       draw every kind of page in eyes/, and try every look with axe-core"
	@echo "make lighthouse measure four pages with Lighthouse"
	@echo "make bare       try make site and make test on a bare Debian (root, debootstrap; long)"

site: runtime
	@$(OWN_PYTHON) build.py build $(ARGS)

serve: runtime
	@$(OWN_PYTHON) build.py serve $(ARGS)

check: runtime
	@$(OWN_PYTHON) build.py check $(ARGS)

# A process for each core, up to eight; one that has nothing left to do takes over half of what
# waits at another.  In one process, as a debugger needs it: make test ARGS="-n 0 tests/test_urls.py".
# pytest's closing line stays the last one printed.
test: lint
	@$(OWN_PYTHON) -m tools.provide
	@$(OWN_PYTHON) -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

lint: development
	@$(OWN_PYTHON) -m ruff format --check
	@$(OWN_PYTHON) -m ruff check
	@$(OWN_PYTHON) -m mypy

format: development
	@$(OWN_PYTHON) -m ruff format
	@$(OWN_PYTHON) -m ruff check --fix

lock: development
	@$(OWN_PYTHON) -m tools.lock

bench: development
	@$(OWN_PYTHON) -m bench.build_times --count 1000 --peers hugo --successive 16 $(ARGS)
	@$(OWN_PYTHON) -m bench.stages --count 1000
	@$(OWN_PYTHON) -m bench.preview --count 1000

bench-full: development
	@$(OWN_PYTHON) -m bench.build_times --count 10000 --cold-only pelican eleventy --successive 64
	@$(OWN_PYTHON) -m bench.build_times --count 100000 --peers --successive 16

bench-search: development
	@$(OWN_PYTHON) -m tools.provide
	@$(OWN_PYTHON) -m bench.search --count 1000 $(ARGS)

fuzz: development
	@HYPOTHESIS_PROFILE=long $(OWN_PYTHON) -m pytest tests/engine/test_law.py $(ARGS)

eyes: development
	@$(OWN_PYTHON) -m tools.provide
	@$(OWN_PYTHON) -m tests.site.eyes $(ARGS)

lighthouse: development
	@$(OWN_PYTHON) -m tools.provide
	@$(OWN_PYTHON) -m bench.lighthouse $(ARGS)

bare:
	@$(PYTHON) -m tools.bare_debian $(ARGS)

clean:
	@rm -rf public eyes .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

distclean: clean
	@rm -rf .venv .tools node_modules

runtime:
	@$(PYTHON) -m tools.environment requirements.txt

development:
	@$(PYTHON) -m tools.environment requirements-dev.txt
