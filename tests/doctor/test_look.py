"""The doctor finds what is wrong, says what to do, and tells a monitor nothing of what is kept."""

import itertools
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, TOWN, make_register
from workbench import fonts
from workbench.access.accounts import AccountBook
from workbench.access.tokens import TokenBook
from workbench.acts.amending import NameAccused
from workbench.acts.holding import DecideHold, HoldMatter, Struck
from workbench.app import Workbench
from workbench.backup.kept import GoodBackup, note
from workbench.backup.sealed import new_pair
from workbench.cli import main
from workbench.config import Config
from workbench.doctor import backups, machine
from workbench.doctor.accusations import look_at_accusations
from workbench.doctor.finding import worst
from workbench.doctor.holdings import look_at_holdings
from workbench.doctor.look import Monitor, examine
from workbench.doctor.machine import look_at_machine
from workbench.doctor.private_key import look_at_private_key
from workbench.doctor.tokens import look_at_tokens
from workbench.ledger.outcomes import Reach, note_look
from workbench.records.failures import known_failure
from workbench.records.naming import name_within
from workbench.records.store import Store
from workbench.terms import Health, HoldFinding, PetitionClass, Role


def codes(bench, **options):
    return {one.code for one in examine(bench, **options) if one.health is not Health.FINE}


def well(bench):
    """What a kept workbench has: a checkpoint, a replay and a backup."""
    bench.anchors.checkpoint()
    (bench.config.home / "backup.pub").write_text("age1")
    (bench.config.home / "backup.pub").chmod(0o600)
    note(bench.config.home, "good", bench.now(), folder=str(bench.config.home), ledger_size=1, code="A")
    name = name_within(bench.config.database, bench.config.home)
    note_look(bench.config.home, name, bench.now(), Reach.REPLAY, 1, [])


def test_a_workbench_that_is_kept_well_has_no_complaint(either_bench):
    well(either_bench)
    is_sqlite = either_bench.engine.name == "sqlite"

    # The server of the tests is made to be quick: neither checksums nor a word to the disk.
    assert codes(either_bench, deeply=True) == (set() if is_sqlite else {"checksums_off", "not_durable"})
    assert codes(either_bench) == set()


def test_a_new_workbench_is_told_what_is_missing(either_bench):
    assert codes(either_bench) == {"backup_key_missing", "backup_missing", "checkpoint_missing"}
    assert all(one.todo for one in examine(either_bench) if one.health is not Health.FINE)


def test_a_demo_county_needs_no_backup_until_a_real_matter_comes(bench):
    by_demo = replace(CLERK, id="demo-clerk")
    bench.perform(make_register(case_no="D1"), actor=by_demo)

    assert {"demo_only"} <= codes(bench)
    assert not {"backup_missing", "backup_key_missing"} & codes(bench)
    assert all(one.health is not Health.FAULT for one in examine(bench) if one.code == "demo_only")

    bench.perform(make_register(case_no="R1"), actor=CLERK)
    assert {"backup_missing", "backup_key_missing"} <= codes(bench)


@pytest.mark.parametrize(
    ("hours", "found"), [(0, set()), (35, set()), (37, {"backup_late"})], ids=["now", "young", "late"]
)
def test_a_backup_grows_old(either_bench, hours, found):
    well(either_bench)
    (either_bench.config.home / "backups.jsonl").unlink()
    note(
        either_bench.config.home,
        "good",
        NOW - timedelta(hours=hours),
        folder="/disk",
        ledger_size=1,
        code="A",
    )

    assert codes(either_bench) == found


def test_a_failed_backup_is_told_until_one_is_good(either_bench):
    well(either_bench)
    note(either_bench.config.home, "failed", NOW, folder="/disk", why="磁盘已满")

    assert codes(either_bench) == {"backup_failed"}


def test_a_clock_set_back_is_found_by_the_ledger(either_bench):
    well(either_bench)
    early = Workbench(either_bench.config, clock=lambda: NOW - timedelta(days=2))

    assert "clock_behind_ledger" in codes(early)
    early.close()


def test_a_clock_before_what_the_software_knows_is_found(either_bench):
    early = Workbench(either_bench.config, clock=lambda: datetime(1999, 1, 1, tzinfo=UTC))

    assert "clock_back" in codes(early)
    early.close()


@pytest.mark.parametrize(("month", "found"), [(11, set()), (12, {"holidays_missing"})])
def test_holidays_of_the_next_year_are_asked_for_when_they_should_be_known(bench, month, found):
    with bench.reading() as session:
        last = max(bench.calendars(session.connection()).latest.years)
    late = Workbench(bench.config, clock=lambda: datetime(last, month, 15, tzinfo=UTC))
    well(late)

    assert codes(late) == found
    late.close()


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(1, "{0}年的"), (2, "{0}年、{1}年的"), (9, "{0}年至{8}年的")],
    ids=lambda value: str(value),
)
def test_every_year_without_holidays_up_to_this_one_is_named(bench, ahead, told):
    with bench.reading() as session:
        last = max(bench.calendars(session.connection()).latest.years)
    late = Workbench(bench.config, clock=lambda: datetime(last + ahead, 6, 15, tzinfo=UTC))

    (found,) = [one for one in examine(late) if one.code == "holidays_missing"]
    assert told.format(*range(last + 1, last + 10)) in found.told
    assert dict(found.measure) == {"year": last + 1}
    late.close()


def test_a_clock_years_ahead_of_ledger_and_checkpoints_is_doubted(either_bench):
    well(either_bench)
    at = [NOW + timedelta(days=360)]
    late = Workbench(either_bench.config, clock=lambda: at[0])
    assert "clock_ahead" not in codes(late)

    at[0] = NOW + timedelta(days=3660)
    (found,) = [one for one in examine(late) if one.code == "clock_ahead"]
    assert "晚 10 年" in found.told and found.health is Health.WATCH
    late.close()


def test_entries_that_no_checkpoint_covers_for_a_week_are_told(either_bench):
    early = Workbench(either_bench.config, clock=lambda: NOW - timedelta(days=8))
    early.anchors.checkpoint()
    early.close()
    late = Workbench(either_bench.config, clock=lambda: NOW)
    note(late.config.home, "good", NOW, folder="/disk", ledger_size=1, code="A")
    assert "checkpoint_old" not in codes(late)

    late.perform(make_register(), actor=CLERK)

    assert "checkpoint_old" in codes(late)
    late.close()


def test_accusations_that_name_nobody_yet_are_counted_and_nobody_is_named(either_bench, monkeypatch):
    """As an earlier version took them in: whom the text names sees them until somebody enters who it is."""
    bench, told = either_bench, {"petition_class": PetitionClass.ACCUSATION, "path": None}
    words = {"title": "反映忠防镇干部", "narrative": "忠防镇的干部收受好处费"}
    monkeypatch.setattr("workbench.acts.watching.Watch.holds", lambda _: iter(()))
    bench.perform(
        *(make_register(case_no=f"J{at}", **told, **words) for at in range(3)),
        make_register(case_no="N", **told, title="反映有人收钱", narrative="不知道是谁收受好处费"),
        make_register(case_no="C", **words),
        actor=CLERK,
    )
    monkeypatch.undo()
    well(bench)

    (found,) = look_at_accusations(bench)
    assert (found.code, dict(found.measure)) == ("accused_unnamed", {"matters": 3})
    assert "3 件" in found.told and not any(one in found.told + found.todo for one in ("忠防", "J0", TOWN))
    assert "accused_unnamed" in codes(bench)

    bench.perform(NameAccused("J0", TOWN), actor=CLERK)  # one is named
    struck = (Struck(TOWN, "只是来信地址"),)
    hold = HoldMatter("J1", why="核对提到的是谁")
    bench.perform(hold, DecideHold("J1", HoldFinding.ACCUSATION, None, "已核对", struck), actor=CLERK)
    assert [dict(one.measure) for one in look_at_accusations(bench)] == [{"matters": 1}]
    bench.perform(HoldMatter("J2", why="核对提到的是谁"), actor=CLERK)  # held: they do not see it now
    assert list(look_at_accusations(bench)) == [] and codes(bench) == set()


def test_a_missing_database_is_a_finding_and_no_error(tmp_path):
    bench = Workbench(Config(f"sqlite:///{tmp_path / 'w.sqlite'}", tmp_path), clock=lambda: NOW)

    assert "database_missing" in codes(bench)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_down_or_a_wrong_address_is_never_answered_by_a_restore(tmp_path):
    tmp_path.chmod(0o700)
    for address, code in (
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "database_unreachable"),
        ("postgresql+psycopg://a:b:c/x", "database_address"),
        ("foo://x", "database_address"),
    ):
        found = examine(Workbench(Config(address, tmp_path), clock=lambda: NOW))
        told = [one for one in found if one.health is Health.FAULT and one.code.startswith("database")]
        assert [one.code for one in told] == [code]
        assert "restore" not in told[0].todo
        assert "unexpected" not in {one.code for one in found}


def test_a_damaged_database_is_restored(tmp_path):
    (tmp_path / "w.sqlite").write_bytes(b"")
    found = examine(Workbench(Config(f"sqlite:///{tmp_path / 'w.sqlite'}", tmp_path), clock=lambda: NOW))

    (told,) = [one for one in found if one.code == "database"]
    assert "workbench restore" in told.todo


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


def test_a_page_that_rots_is_found_by_the_deep_look(bench):
    bench.perform(make_register(), actor=CLERK)
    bench.close()
    path = bench.config.home / "workbench.sqlite"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 4096 * 3)
        file.write(os.urandom(4096 * 2))

    assert "database_damaged" in codes(bench, deeply=True)


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


def test_a_copy_left_by_a_killed_backup_is_told(bench):
    (bench.config.home / "backup-work").mkdir()

    assert "backup_work_left" in codes(bench)


def test_a_look_that_fails_is_a_finding(bench, monkeypatch):
    def broken(_):
        raise OSError("王小二")

    monkeypatch.setattr("workbench.doctor.look.look_at_holdings", broken)

    found = [one for one in examine(bench) if one.code == "unexpected"]
    assert len(found) == 1 and "王小二" not in found[0].told
    log = (bench.config.logs / "workbench.log").read_text("utf-8")
    (line,) = log.splitlines()
    assert f"编号 {json.loads(line)['id']}）" in found[0].told and str(bench.config.logs) in found[0].todo
    assert [one for one in examine(bench) if one.code == "unexpected"] == found  # nor a line every minute
    assert (bench.config.logs / "workbench.log").read_text("utf-8") == log


def told_by(monitor):
    return {code for code in monitor.answer()["findings"] if code.startswith(("database", "unexpected"))}


def test_a_monitor_hears_what_became_of_the_database_of_a_site_that_runs(bench, monkeypatch):
    well(bench)
    monitor = Monitor(bench, clock=itertools.count(step=100).__next__)
    assert told_by(monitor) == set()
    path = bench.config.home / "workbench.sqlite"

    path.rename(path.with_name("gone"))
    assert told_by(monitor) == {"database_missing"}
    path.write_bytes(b"")
    assert told_by(monitor) == {"database"}
    path.with_name("gone").replace(path)
    assert told_by(monitor) == set()


def test_a_full_disk_of_a_site_that_runs_is_told_as_such_and_nobody_is_sent_to_a_backup(bench, monkeypatch):
    well(bench)
    examine(bench)  # it has been opened

    @contextmanager
    def failing(*_, **__):
        raise known_failure("disk I/O error")
        yield

    monkeypatch.setattr(Store, "reading", failing)
    (told,) = [one for one in examine(bench) if one.health is Health.FAULT]
    assert (told.code, told.told) == ("database_unreachable", "磁盘读写出错")
    assert "必要时" not in told.todo and "不要恢复备份" in told.todo

    usage = shutil.disk_usage(bench.config.home)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=0))
    told = {one.code: one for one in examine(bench) if one.health is Health.FAULT}
    assert told.keys() == {"disk_full", "database_unreachable"}
    assert "磁盘已满" in told["database_unreachable"].told


def test_a_monitor_hears_codes_and_nothing_else(either_bench):
    either_bench.perform(make_register(case_no="XF-1", title="路灯"), actor=CLERK)
    moments = iter([0.0, 30.0, 100.0])
    monitor = Monitor(either_bench, clock=lambda: next(moments))

    told = monitor.answer()

    assert told.keys() == {"status", "findings"} and told["status"] == "fault"
    assert all(code.isascii() and code.replace("_", "").isalpha() for code in told["findings"])
    well(either_bench)
    assert monitor.answer() is told  # remembered for a minute
    assert "backup_missing" not in monitor.answer()["findings"]


def test_backups_from_before_a_deletion_are_told(bench, monkeypatch):
    old = GoodBackup("a", NOW.isoformat(), "0.1.0", "0012", 5, "A", 3, "", 0, (), 1.0, "age1")
    monkeypatch.setattr(backups, "good_backups", lambda folder: [old])
    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A")
    assert "backups_before_erasure" not in codes(bench)
    with bench.engine.begin() as link:
        values = f"(999, '2026-01-01', 'a', 'auditor', 'erase_values', 'S', '{{}}', x'{'00' * 32}')"
        link.execute(text(f"INSERT INTO ledger_entry VALUES {values}"))

    assert "backups_before_erasure" in codes(bench)


def test_a_backup_that_lies_in_the_future_is_told_and_one_of_another_workbench_is_not(bench, monkeypatch):
    late = GoodBackup(
        "a", (NOW + timedelta(hours=8)).isoformat(), "0.1.0", "0012", 5, "A", 3, "", 0, (), 1.0, "age1", "O"
    )
    monkeypatch.setattr(backups, "good_backups", lambda folder: [late])
    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A", origin="another")
    assert "backup_in_future" not in codes(bench)

    note(bench.config.home, "good", NOW, folder="/disk", ledger_size=5, code="A", origin="O")

    assert "backup_in_future" in codes(bench)


def kept_in(bench, folder, *, apart=False):
    """A good backup in a folder, as the diary notes it."""
    well(bench)
    folder.mkdir(exist_ok=True)
    (folder / "a.tar.gz.age").write_bytes(b"sealed")
    told = {"folder": str(folder), "file": "a.tar.gz.age", "ledger_size": 1, "code": "A", "apart": apart}
    note(bench.config.home, "good", NOW, **told)


def test_backups_kept_on_the_same_disk_for_a_reason_are_a_note_with_it_and_no_warning(
    bench, tmp_path, monkeypatch, capsys
):
    kept_in(bench, tmp_path / "disk")
    assert codes(bench) == {"backup_same_disk"}
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_SAME_DISK", "每晚由机房的磁带机取走")
    given = Workbench(replace(bench.config, same_disk="每晚由机房的磁带机取走"), clock=lambda: NOW)

    assert codes(given) == set()
    (note_,) = [one for one in examine(given) if one.code == "backup_same_disk_known"]
    assert "每晚由机房的磁带机取走" in note_.told and "同一块磁盘" in note_.told
    main(["doctor"])
    assert "〔说明〕备份与数据在同一块磁盘" in capsys.readouterr().out
    given.close()


def test_a_backup_that_is_where_it_was_made_is_told_with_the_room_that_is_left(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")

    (place,) = [one for one in examine(bench) if one.code == "backup_place"]
    assert dict(place.measure)["bytes"] == 6 and dict(place.measure)["free"] > 0

    monkeypatch.setattr(backups, "SPARE", 10**18)
    assert codes(bench) == {"backup_disk_low", "backup_same_disk"}


def test_backups_on_the_disk_of_the_data_are_told_and_on_another_one_not(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")
    assert codes(bench) == {"backup_same_disk"}

    monkeypatch.setattr(backups, "is_apart", lambda folder, home: True)
    assert codes(bench) == set()


def test_a_backup_that_is_gone_is_a_fault_whatever_the_diary_says(bench, tmp_path):
    kept_in(bench, tmp_path / "disk")
    shutil.rmtree(tmp_path / "disk")

    assert codes(bench) == {"backup_gone"}


def test_a_disk_of_backups_that_is_not_there_is_told_as_such(bench, tmp_path):
    kept_in(bench, tmp_path / "disk", apart=True)
    (tmp_path / "disk" / "a.tar.gz.age").unlink()  # its folder is one of the system's disk now

    assert codes(bench) == {"backup_away"}


def test_a_place_that_cannot_be_looked_into_is_told(bench, tmp_path, monkeypatch):
    kept_in(bench, tmp_path / "disk")
    (tmp_path / "disk" / "a.tar.gz.age").unlink()
    (tmp_path / "disk").rmdir()
    (tmp_path / "disk").write_bytes(b"a file in the place of a folder")

    assert codes(bench) == {"backup_unseen"}


@pytest.mark.parametrize("name", ["备份私钥.txt", "backups/key", "templates/readme.md"])
def test_a_private_key_in_the_folder_of_the_data_is_told_and_never_shown(bench, name):
    private = new_pair()[1]
    path = bench.config.home / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# 备份私钥\n{private.lower()}\n")
    (path.parent / "large").write_bytes(bytes(10**6) + private.encode())

    (told,) = look_at_private_key(bench)
    assert (told.code, told.health) == ("private_key_here", Health.WATCH)
    assert str(path) in told.told and "large" not in told.told
    assert private.lower() not in (told.told + told.todo).lower() and "--replace" in told.todo
    path.write_text(new_pair()[0])
    assert list(look_at_private_key(bench)) == []


def test_the_worst_finding_is_the_state_of_the_whole(either_bench):
    assert worst(examine(either_bench)) is Health.FAULT
    well(either_bench)
    assert worst(examine(either_bench)) is Health.FINE


def test_a_token_that_ends_soon_and_one_that_nobody_uses_are_told_and_others_not(either_bench):
    well(either_bench)
    AccountBook(either_bench).add("town", "钱某", Role.HANDLER, TOWN, by="root")
    day = [0]
    later = Clocked(either_bench, lambda: NOW + timedelta(days=day[0]))
    book = TokenBook(later)
    short, _ = book.create(TOWN, by="root", days=20)
    _, used = book.create(TOWN, by="root", days=366)

    assert list(look_at_tokens(later)) == []
    day[0] = 7
    (ending,) = look_at_tokens(later)
    assert (
        ending.code == "token_ending" and short.id in ending.told and "workbench token create" in ending.todo
    )
    day[0] = 61  # the short one is over, the long one was never used
    assert [one.code for one in look_at_tokens(later)] == ["token_idle"]
    book.admit(used)
    assert list(look_at_tokens(later)) == []


class Clocked:
    """A workbench whose clock is moved by hand."""

    def __init__(self, bench, clock):
        self.engine, self.now = bench.engine, clock
