"""The words that the office types: make alone explains itself, and a bad machine is told what it lacks."""

import os
import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="没有 make")


def make(*words, folder=ROOT, path=None):
    environment = {**os.environ, "PATH": path or os.environ["PATH"], "MAKEFLAGS": "", "MAKELEVEL": ""}
    return subprocess.run(["make", *words], cwd=folder, capture_output=True, text=True, env=environment)


@pytest.fixture
def copy(tmp_path):
    """A folder with a name of the kind that offices use, holding what an installation starts from."""
    folder = tmp_path / "信访 工作台（新）"
    folder.mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_make_alone_prints_help_in_chinese():
    done = make()

    assert done.returncode == 0
    for word in ("make run", "make test", "make lab", "make wheelhouse", "make lock", "安装"):
        assert word in done.stdout


def test_a_missing_python_is_named(copy):
    done = make("install", "PYTHON=python-that-is-not-there", folder=copy)

    assert done.returncode != 0
    assert "找不到 python-that-is-not-there" in done.stderr and "3.11" in done.stderr


def test_an_old_python_is_refused_before_anything_is_made(copy, tmp_path):
    old = script(tmp_path / "python-old", '[ "$1" = --version ] && echo Python 3.9.2 && exit; exit 1')

    done = make("install", f"PYTHON={old}", folder=copy)

    assert done.returncode != 0 and "Python 3.9.2" in done.stderr
    assert not (copy / ".venv").exists()


def test_a_python_without_venv_is_told_the_package(copy, tmp_path):
    bare = script(tmp_path / "python-bare", 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')

    done = make("install", f"PYTHON={bare}", folder=copy, path="/usr/bin:/bin")

    assert done.returncode != 0 and "apt install python3-venv" in done.stderr


def test_an_installation_is_made_only_once(copy):
    stamp = copy / ".venv" / "installed.stamp"
    stamp.parent.mkdir()
    stamp.touch()

    assert "Nothing to be done" in make("install", folder=copy).stdout


@pytest.fixture
def collecting(copy):
    """The same folder with an earlier wheelhouse, and a Python that makes one wheel each time it is asked."""
    (copy / "data" / "service").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "service" / "hub.lock", copy / "data" / "service")
    (copy / ".venv" / "bin").mkdir(parents=True)
    (copy / ".venv" / "installed.stamp").touch()
    (copy / "wheelhouse").mkdir()
    (copy / "wheelhouse" / "earlier.whl").touch()
    path = copy / ".venv" / "bin" / "python"
    one = 'while [ "$1" != --wheel-dir ]; do shift; done; touch "$2/${last##*/}.whl"'

    def prepared(failing=""):
        script(path, f'[ "$3" = --version ] && exit 0; for last; do :; done; {failing}\n{one}')
        return copy

    return prepared


def test_a_wheelhouse_that_could_not_be_collected_leaves_the_earlier_one(collecting):
    folder = collecting('case "$last" in *hub.lock) echo 连接不上 >&2; exit 1;; esac')

    done = make("wheelhouse", folder=folder)

    assert done.returncode != 0
    assert [path.name for path in (folder / "wheelhouse").iterdir()] == ["earlier.whl"]


def test_a_wheelhouse_holds_what_was_collected_this_time_and_nothing_older(collecting):
    folder = collecting()
    (folder / "wheelhouse.new").mkdir()
    (folder / "wheelhouse.new" / "half.whl").touch()

    done = make("wheelhouse", folder=folder)

    assert done.returncode == 0, done.stderr
    found = {path.name for path in (folder / "wheelhouse").iterdir()}
    assert {"requirements.lock", "hub.lock", "requirements.lock.whl", "hub.lock.whl"} <= found
    assert not found & {"earlier.whl", "half.whl"}
    assert not (folder / "wheelhouse.new").exists()
