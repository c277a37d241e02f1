# What people and CI type here; `make` alone lists it. Plain POSIX sh and GNU make 3.81 (macOS) are enough.
# Everything is installed into .venv and .tools; PYTHON=… chooses the Python that .venv is made from.

.DEFAULT_GOAL := help
.PHONY: help demo test test-full check fix proofs clean again

PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3)
# One more than there are cores, for some tests wait for a browser, a timeout or a database.
WORKERS := $(shell cores=`getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1`; test $$cores -gt 7 && echo 8 || expr $$cores + 1)
PYTEST := .venv/bin/python -m pytest -q -n $(WORKERS) --dist worksteal
# Not $(MAKE) within a recipe: `make -n test` would run that recipe.
SELF := $(MAKE) --no-print-directory --silent

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# Tests run beside each other: two threads of torch on a core that others use do less than one.
export OMP_NUM_THREADS := 1

# A .venv that is missing, or broken, or made for another folder (its scripts name it) is made again.
WHOLE := grep -qsF "$(CURDIR)/.venv/bin" .venv/bin/pip && test -x .venv/bin/python
AGAIN := $(shell $(WHOLE) || echo again)

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: .venv/.core ## show what it does on a small repository (the first run installs)
	@.venv/bin/python demo/run.py

test: ## install what the tests need, check, test; ends with the time of each part
	@which="not gpu and not weights and not full"; $(RUN_TESTS)

test-full: ## every size and soak, then every benchmark at full size
	@which="not gpu and not weights"; $(RUN_TESTS)
	@for script in benchmarks/[a-z]*.py; do \
	  test -f "$$script" || continue; \
	  echo "$$script --full"; .venv/bin/python "$$script" --full || exit 1; \
	done

gpu-check: ## time training on this machine's GPU, with its own python3 and torch
	@$(if $(PYTHON),"$(PYTHON)",python3) benchmarks/gpu_check.py $(GPU_CHECK)

check: .venv/.test ## lint, format and types, changing nothing
	@.venv/bin/pyright > .venv/.types 2>&1 & types=$$!; \
	trap 'kill $$types 2>/dev/null; exit 130' INT TERM; bad=0; \
	.venv/bin/ruff check . || bad=1; \
	.venv/bin/ruff format --check . || bad=1; \
	wait $$types || bad=1; \
	cat .venv/.types; exit $$bad

fix: .venv/.test ## repair what ruff can: lint and format
	@.venv/bin/ruff check --fix .; bad=$$?; .venv/bin/ruff format . && exit $$bad

proofs: .venv/.test ## execute again whatever the 1,400 examples stand on; ship it, their digest and the samples
	@rm -rf .artefacts/proofs finetune/generate/proven
	@XDG_CACHE_HOME="$(CURDIR)/.artefacts/proofs/cache" .venv/bin/python -m finetune generate --num-examples 1400 \
	  --out .artefacts/proofs/many --proofs finetune/generate/proven
	@.venv/bin/python -m finetune generate --num-examples 70 --out .artefacts/proofs/few
	@.venv/bin/python -m finetune.generate.samples .artefacts/proofs/many .artefacts/proofs/few

clean: ## remove whatever these targets made
	rm -rf .venv .tools .pytest_cache .ruff_cache .hypothesis .artefacts build dist
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.core: pyproject.toml constraints.txt $(AGAIN)
	@$(MAKE_VENV)
	@echo "installing into .venv" >&2
	@.venv/bin/python -m pip install --quiet --editable . --constraint constraints.txt
	@touch .venv/.core

# torch comes first and by itself: whatever asks for it later finds it, and brings no gigabytes for a GPU.
.venv/.test: pyproject.toml constraints.txt $(AGAIN)
	@$(MAKE_VENV)
	@echo "installing into .venv, with what the tests need" >&2
	@.venv/bin/python -m pip install --quiet torch --constraint constraints.txt
	@.venv/bin/python -m pip install --quiet --editable '.[test,finetune]' --constraint constraints.txt
	@touch .venv/.core .venv/.test

.venv/.made: $(AGAIN)
	@$(MAKE_VENV)
	@touch .venv/.made

# The system's parts that tests need; as root on Debian they are installed, elsewhere it is said which tests are skipped.
define SYSTEM_PARTS
for part in bwrap:bubblewrap chromium:chromium postgres:postgresql sshd:openssh-server; do \
  case $$part in \
    chromium:*) .venv/bin/python -m tests.browser.browser && continue ;; \
    sshd:*) test -x /usr/sbin/sshd && continue ;; \
    postgres:*) ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 && continue; \
      command -v postgres >/dev/null && continue ;; \
    *) command -v "$${part%%:*}" >/dev/null && continue ;; \
  esac; \
  if [ "`id -u`" = 0 ] && command -v apt-get >/dev/null; then \
    echo "installing $${part##*:}" >&2; \
    { apt-get install -y -qq "$${part##*:}" || { apt-get update -qq && apt-get install -y -qq "$${part##*:}"; }; } \
      >/dev/null 2>&1 </dev/null || echo "$${part##*:} could not be installed" >&2; \
  else \
    echo "$${part##*:} is missing: install it, or its tests are skipped" >&2; \
  fi; \
done
endef

# .venv from the first Python that is new enough; the shims of pyenv exist without one, so each is tried.
define MAKE_VENV
$(WHOLE) || { \
  for python in $(PYTHONS); do \
    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
    "$$python" -m venv --clear .venv && exit 0; \
    rm -rf .venv; \
    echo "$$python cannot make a virtual environment: on Debian and Ubuntu, apt install python3-venv" >&2; \
    exit 1; \
  done; \
  echo "Python 3.11 or newer is needed; tried: $(subst ",,$(PYTHONS)). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
  exit 1; \
}
endef

# Tests start some thousand processes: what is compiled now is not compiled by each, also where Python may write nothing.
# llama-cpp-python is compiled from the first minute on while the other tests run; its own tests come last.
# The table of times comes before the line with all that was counted, which stays the last one for CI to read.
define RUN_TESTS
begun=`date +%s`; $(SELF) .venv/.made || exit 1; \
nice -n 5 .venv/bin/python -m tests.llama build & building=$$!; \
trap 'kill $$building 2>/dev/null; exit 130' INT TERM; \
$(SELF) .venv/.test || exit 1; $(SYSTEM_PARTS); \
.venv/bin/python -m compileall -q -x '/(data|matter)/' teaching mcp_server finetune; \
checking=`date +%s`; $(SELF) check || exit 1; \
colour=no; test -t 1 && colour=yes; bad=0; \
testing=`date +%s`; \
{ $(PYTEST) --color=$$colour -m "$$which and not local"; echo $$? > .venv/.status; } | tee .venv/.tested; \
test `cat .venv/.status` = 0 || bad=1; \
waiting=`date +%s`; wait $$building; .venv/bin/python -m tests.llama install || test -z "$$CI" || bad=1; \
modelling=`date +%s`; \
{ $(PYTEST) --color=$$colour -m "$$which and local"; echo $$? > .venv/.status; } | tee .venv/.tested-local; \
test `cat .venv/.status` = 0 || bad=1; \
ended=`date +%s`; \
printf '%s %s\n' install $$((checking - begun)) check $$((testing - checking)) tests $$((waiting - testing)) \
  compiling $$((modelling - waiting)) models $$((ended - modelling)) \
  | awk 'BEGIN { print "" } { printf "%-9s %5d s %6.1f min\n", $$1, $$2, $$2 / 60 }'; \
tail -q -n 1 .venv/.tested .venv/.tested-local | awk -f tests/counted.awk; \
exit $$bad
endef
