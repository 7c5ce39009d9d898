"""What is missing of the installed software is a finding with what to do, even where nothing else works."""

import json
import sys
from importlib.metadata import PathDistribution

import pytest

from workbench.cli import main
from workbench.doctor import libraries, look
from workbench.doctor.libraries import look_at_libraries
from workbench.doctor.look import examine


@pytest.fixture
def without(monkeypatch):
    """Make the import of a library fail, as where it is not installed."""

    def missing(name, *ours):
        for module in [one for one in sys.modules if one.split(".")[0] == name or one in ours]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setitem(sys.modules, name, None)

    return missing


def test_the_doctor_says_what_is_missing_where_the_database_cannot_even_be_loaded(without, capsys):
    without("platformdirs", "workbench.config", "workbench.app")

    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (found,) = [one for one in told["findings"] if one["health"] == "fault"]
    assert (found["code"], told["status"]) == ("libraries", "fault")
    assert "platformdirs" in found["told"] and "离线安装" in found["todo"]


def test_any_command_says_so_in_a_sentence_and_the_traceback_stays_away(without, capsys):
    without("platformdirs", "workbench.config", "workbench.app")

    assert main(["cases"]) == 1
    assert "缺少组件 platformdirs" in capsys.readouterr().err


def test_a_look_that_cannot_load_its_library_is_one_finding_and_the_others_go_on(bench, without):
    without("packaging")

    found = examine(bench)
    assert [one.told for one in found if one.code == "libraries"] == [
        "组件 packaging 缺少，或没有装完整：网站和命令可能不能用"
    ]
    assert {"versions", "database", "clock"} <= {one.code for one in found}
    assert "unexpected" not in {one.code for one in found}


def test_a_fault_of_our_own_import_is_an_unexpected_error(bench, monkeypatch):
    def look_at(_bench):
        raise ImportError("no such part", name="workbench.none")

    monkeypatch.setattr(look, "look_at_tokens", look_at)

    assert "unexpected" in {one.code for one in examine(bench)}


def test_files_that_are_gone_or_cut_short_and_two_versions_are_told(tmp_path, monkeypatch):
    def installed(name, version, record=""):
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")
        (folder / "RECORD").write_text(record, "utf-8")
        return PathDistribution(folder)

    (tmp_path / "cut.py").write_text("12", "utf-8")
    lacking = installed("DocxTpl", "1.0", "cut.py,,3\n../../bin/x,,9\n__pycache__/x.pyc,,7\n")
    monkeypatch.setattr(libraries, "distributions", lambda: [lacking])
    libraries._whole.cache_clear()
    assert libraries._whole().code == "libraries_cut" and "docxtpl" in libraries._whole().told

    (tmp_path / "cut.py").write_text("123", "utf-8")
    libraries._whole.cache_clear()
    assert libraries._whole().code == "libraries_whole"

    twice = [installed("x", "1.0"), installed("x", "2.0")]
    monkeypatch.setattr(libraries, "distributions", lambda: twice)
    libraries._whole.cache_clear()
    assert libraries._whole().code == "libraries_twice"
    libraries._whole.cache_clear()


def test_what_is_installed_here_is_whole():
    assert [one.code for one in look_at_libraries()] == ["libraries"]
