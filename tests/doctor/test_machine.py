"""The machine: fonts, keys, logs, space, clock, and who can read what."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.doctor.looking import codes, well
from workbench import fonts
from workbench.app import Workbench
from workbench.cli import main
from workbench.doctor import machine
from workbench.doctor.holdings import look_at_holdings
from workbench.doctor.look import examine
from workbench.doctor.machine import look_at_machine
from workbench.terms import Health


def test_a_clock_before_what_the_software_knows_is_found(either_bench):
    early = Workbench(either_bench.config, clock=lambda: datetime(1999, 1, 1, tzinfo=UTC))

    assert "clock_back" in codes(early)
    early.close()


def test_a_folder_or_database_that_cannot_be_written_is_told(bench, monkeypatch):
    is_allowed = os.access
    for name in ("", "workbench.sqlite"):
        closed = bench.config.home / name
        with monkeypatch.context() as patched:
            patched.setattr(
                os, "access", lambda path, *how, closed=closed: path != closed and is_allowed(path, *how)
            )
            (told,) = [one for one in examine(bench) if one.code == "home_unwritable"]
        assert str(closed) in told.told and told.health is Health.FAULT


@pytest.mark.skipif(os.name != "posix", reason="权限位")
def test_files_that_others_can_read_are_told(bench):
    (bench.config.home / "identity.key").chmod(0o644)

    assert "open_to_others" in codes(bench)


def test_a_carried_font_that_is_cut_altered_or_gone_is_told(bench, tmp_path, monkeypatch):
    kept = shutil.copytree(fonts.ttf_path().parent, tmp_path / "fonts", ignore=lambda *_: ["__pycache__"])
    monkeypatch.setattr(fonts, "_FOLDER", kept)
    assert fonts.broken() == []
    ttf, web = fonts.ttf_path(), fonts.woff2_path("Bold")
    whole = ttf.read_bytes()

    for content in (whole[:2_000_000], whole[:-40_000] + b"\1" + whole[-39_999:], b""):
        ttf.write_bytes(content)
        assert fonts.broken() == [ttf.name]
    ttf.write_bytes(whole)
    web.write_bytes(web.read_bytes()[:1_500_000])
    fonts.common_woff2_path().unlink()
    assert fonts.broken() == [web.name, fonts.common_woff2_path().name]
    (told,) = [one for one in look_at_machine(bench) if one.health is Health.FAULT]
    assert told.code == "font_missing" and web.name in told.told


def test_a_folder_of_fonts_that_is_not_there_is_told(bench, tmp_path):
    given = Workbench(replace(bench.config, fonts=tmp_path / "none"), clock=lambda: NOW)

    (told,) = [one for one in look_at_machine(given) if one.health is Health.FAULT]
    assert told.code == "font_folder_missing" and "WORKBENCH_FONTS" in told.todo


def test_a_missing_key_is_told(bench):
    (bench.config.home / "identity.key").unlink()

    assert "identity_key_missing" in codes(bench)


def test_a_key_that_is_cut_short_foreign_or_unreadable_is_told(bench):
    path = bench.config.home / "identity.key"
    well(bench)
    for content in (b"", b"k" * 31, b"k" * 32):
        path.write_bytes(content)
        (told,) = [one for one in examine(bench) if one.health is not Health.FINE]
        assert (told.code, told.health) == ("identity_key_wrong", Health.FAULT)
        assert str(path) in told.told and "不要新建" in told.todo
    path.unlink()
    path.mkdir(mode=0o700)
    assert codes(bench) == {"identity_key_unreadable"}


def test_a_log_folder_that_takes_no_log_is_named_by_the_doctor_and_by_the_site(bench, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    well(bench)
    logs, is_allowed = bench.config.logs, os.access
    logs.mkdir(exist_ok=True)

    def site_says():
        assert main(["serve"]) == 1
        return capsys.readouterr().err

    for closed in (logs, logs / "site.log"):
        (logs / "site.log").touch()
        with monkeypatch.context() as patched:
            patched.setattr(
                os, "access", lambda path, *how, closed=closed: path != closed and is_allowed(path, *how)
            )
            (told,) = [one for one in examine(bench) if one.health is Health.FAULT]
            assert told.code == "logs_unwritable" and str(closed) in told.told
            assert str(closed) in site_says()
    shutil.rmtree(logs)
    logs.write_text("a file in its place")
    assert codes(bench) == {"logs_unwritable"} and str(logs) in site_says()


def test_the_size_of_the_logs_counts_what_was_set_aside_and_what_lies_beside_the_database(bench, monkeypatch):
    bench.config.logs.mkdir(exist_ok=True)
    names = ("logs/site.log", "logs/kernels.log.1", "logs/firewall.jsonl.5", "backups.jsonl")
    for name in (*names, "verified.jsonl.1", "backup-task.log"):
        (bench.config.home / name).write_bytes(b"x" * 1_000)

    def told():
        return next(dict(one.measure) for one in look_at_holdings(bench) if one.told.startswith("日志"))

    assert (told()["files"], told()["bytes"]) == (6, 6_000)
    gone, stat = bench.config.logs / "kernels.log.1", Path.stat  # another process sets it aside meanwhile

    def vanish(path, **how):
        if path == gone and how == {}:
            raise FileNotFoundError(path)
        return stat(path, **how)

    monkeypatch.setattr(Path, "is_file", lambda _: True)
    monkeypatch.setattr(Path, "stat", vanish)
    assert told()["bytes"] == 5_000


@pytest.mark.parametrize(("free", "found"), [(10**11, None), (10**9, "disk_low"), (10**8, "disk_full")])
def test_little_space_is_told_before_there_is_none(bench, monkeypatch, free, found):
    usage = shutil.disk_usage(bench.config.home)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=free))

    assert {"disk_low", "disk_full"} & codes(bench) == ({found} if found else set())
