# Two commands for the office: make run, make test. Everything is installed into .venv beside this file,
# in the versions (and with the hashes) of requirements.lock; uv does it quickly, plain Python also can.

PYTHON ?= python3
PORT ?= 8866
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/installed.stamp
# WHEELHOUSE=wheelhouse installs from that folder and asks no registry.
WHEELHOUSE ?=
OFFLINE := $(if $(WHEELHOUSE),--no-index --find-links "$(WHEELHOUSE)")
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install run lab test check suite style types pictures demo wheelhouse lock soak clean
.DELETE_ON_ERROR:

help:
	@echo '信访工作台'
	@echo
	@echo '  make run         安装（首次）、生成演示县（首次）、启动网站，地址显示在屏幕上'
	@echo '  make test        检查代码与约定，运行测试；LONG=1 连同 tests/long_tests.txt 里较长的'
	@echo '  make lab         打开中文 JupyterLab'
	@echo '  make pictures    给每个页面拍图片（两种屏幕和投影），放在 pictures/，供人查看'
	@echo '  make wheelhouse  把全部安装包收集到 wheelhouse/，供不能上网的机器安装'
	@echo '  make lock        按 pyproject.toml 重新锁定版本（需要 uv）'
	@echo '  make soak        长时间的故障试验（杀进程、写满磁盘、断连接、多人争抢、坏文件），做到各项目标为止，MINUTES=10 只做十分钟，报告写在 build/；KEEP=1 另记入 benchmarks/SOAK.md；SHARE=1 另跑全部的防篡改、双世界长试验'
	@echo '  make clean       删除 .venv 和缓存；数据库和台账不受影响'
	@echo
	@echo '可加的设置：PORT=8866（网站端口） PYTHON=python3.12（所用 Python） WHEELHOUSE=wheelhouse（离线安装）'

run: $(STAMP)
	@"$(BIN)/workbench" serve --demo --port $(PORT)

lab: $(STAMP)
	@"$(BIN)/workbench" lab

# Types are checked beside the tests: one thing more to do for a core that would wait.
test: style
	@"$(MAKE)" --no-print-directory -j2 suite types

check: style types

suite: $(STAMP)
	@echo '—— 测试 ——'
	@"$(BIN)/python" -m pytest -n auto --dist loadfile -p no:nbval

style: $(STAMP)
	@echo '—— 代码格式与常见错误 ——'
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .

types: $(STAMP)
	@echo '—— 类型 ——'
	@"$(BIN)/mypy"
	@echo '—— 层次约定 ——'
	@"$(BIN)/lint-imports"

# To be looked at, not compared: Chromium draws letters a little differently on each machine.
pictures: $(STAMP)
	@"$(BIN)/python" tools/pictures.py

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo '找不到 $(PYTHON)。请先安装 Python 3.11 或更高版本，或用 make PYTHON=… 指明。' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更高版本，而 $(PYTHON) 是 $$($(PYTHON) --version)。请用 make PYTHON=python3.11 指明。" >&2; exit 1; }
	@rm -f "$(STAMP)"
ifneq ($(UV),)
	@echo '正在安装（uv，空闲的机器不到一分钟）……'
	@uv venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" "$(VENV)"
	@VIRTUAL_ENV="$(VENV)" uv pip install --quiet --compile-bytecode --require-hashes $(OFFLINE) -r requirements.lock
	@VIRTUAL_ENV="$(VENV)" uv pip install --quiet --no-deps --no-build-isolation $(OFFLINE) --editable .
else
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo '这台机器的 Python 缺少 venv 组件。Debian、Ubuntu、统信、麒麟请先执行：apt install python3-venv' >&2; exit 1; }
	@echo '正在安装（空闲的机器一两分钟，慢的或很忙的机器十几分钟，中途没有输出）……'
	@$(PYTHON) -m venv --clear "$(VENV)"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes $(OFFLINE) -r requirements.lock
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(OFFLINE) --editable .
endif
	@touch "$(STAMP)"

# Every locked package as a wheel for this kind of machine, and the project itself. Collected beside the earlier
# ones, in whose place they come when all are there: half a wheelhouse installs nothing.
wheelhouse: $(STAMP)
	@"$(BIN)/python" -m pip --version >/dev/null 2>&1 || "$(BIN)/python" -m ensurepip >/dev/null 2>&1 || { \
	  echo '这台机器的 Python 缺少 pip 组件。Debian、Ubuntu、统信、麒麟请先执行：apt install python3-venv' >&2; exit 1; }
	@rm -rf wheelhouse.new && mkdir wheelhouse.new
	@"$(BIN)/python" -m pip wheel --quiet --disable-pip-version-check --require-hashes --wheel-dir wheelhouse.new -r requirements.lock
	@"$(BIN)/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir wheelhouse.new .
	@"$(BIN)/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --require-hashes --wheel-dir wheelhouse.new -r data/service/hub.lock
	@cp requirements.lock data/service/hub.lock wheelhouse.new/
	@rm -rf wheelhouse && mv wheelhouse.new wheelhouse
	@echo "已收集 $$(ls wheelhouse/*.whl | wc -l) 个安装包，共 $$(du -sh wheelhouse | cut -f1)。把 wheelhouse 文件夹拷到目标机器，按 README“离线安装”一节安装。"

# Fewest forks: one version of a library for every Python, so that a wheelhouse fits all patch releases.
lock:
	@command -v uv >/dev/null 2>&1 || { echo '需要 uv（pip install uv）。' >&2; exit 1; }
	@uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra test --extra build \
	  --fork-strategy fewest --generate-hashes --no-header --no-emit-index-url --upgrade --output-file requirements.lock
	@uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra hub --no-annotate \
	  --fork-strategy fewest --generate-hashes --no-header --no-emit-index-url --upgrade \
	  --constraints requirements.lock --output-file data/service/hub.lock \
	  $$(sed -nE '/ ; /d; s/^([a-z0-9][^=[]*)(\[[^]]*\])?==.*/--no-emit-package \1/p' requirements.lock)
	@echo '已更新 requirements.lock 和 data/service/hub.lock（分析人员的 Hub 另要的）。'

# Until every goal is reached, some hours (TALLY=folder goes on with what an earlier run left there); MINUTES=10
# shares ten minutes among all attacks. CI runs the short versions among the tests.
# KEEP=1 puts the report of a long run before those of benchmarks/SOAK.md; a short one stays in build/.
# SHARE=1 alters 98 ways × 20 histories, lives 10,000 lawful ones, forges 100,000 proofs, and so on.
MINUTES ?=
TALLY ?=
SHARE ?= 0.01
KEEP ?=
soak: $(STAMP)
	@"$(BIN)/python" tools/soak.py $(if $(MINUTES),--minutes $(MINUTES)) $(if $(TALLY),--tally "$(TALLY)") $(if $(KEEP),--keep)
	@"$(BIN)/python" tools/long_proofs.py --share $(SHARE)

clean:
	@rm -rf "$(VENV)" build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
