"""An altered ledger is found by the deep look and by what others found, and a monitor hears of it."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.doctor.looking import codes, well
from tests.factories import CLERK, make_register
from tests.tampering import release_brakes
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.backup.manifest import BackupError
from workbench.backup.sealed import new_pair
from workbench.cli import main
from workbench.doctor.look import Monitor, examine
from workbench.ledger.outcomes import (
    Look,
    Reach,
    is_replay_due,
    last_replay,
    looks,
    note_look,
    still_differing,
)
from workbench.ledger.tree import leaf_hash


def alter(bench, *, leaf=False, head=False):
    """Change the body of the last entry, and with the rights of an owner also what is derived from it."""
    seq = bench.ledger_size()
    with bench.engine.begin() as link:
        release_brakes(link)
        body = link.scalar(text("SELECT body FROM ledger_entry WHERE seq = :seq"), {"seq": seq})
        forged = body.replace("2026-03-31T", "2026-03-30T")
        assert forged != body
        link.execute(
            text("UPDATE ledger_entry SET body = :body WHERE seq = :seq"), {"body": forged, "seq": seq}
        )
        if leaf:
            made = leaf_hash(forged.encode())
            link.execute(
                text("UPDATE ledger_entry SET leaf = :leaf WHERE seq = :seq"), {"leaf": made, "seq": seq}
            )
        if head:
            from workbench.acts.leaves import edges_at

            edge = edges_at(link, [seq])[seq].pack()
            link.execute(text("UPDATE ledger_head SET frontier = :edge"), {"edge": edge})


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({}, "正文与叶散列不符"),
        ({"leaf": True}, "与台账首部不符"),
        ({"leaf": True, "head": True}, "校验点"),
    ],
    ids=["body", "body and leaf", "body, leaf and head"],
)
def test_an_altered_entry_is_found_by_the_deep_look_and_heard_by_a_monitor(either_bench, how, told):
    either_bench.perform(make_register(), actor=CLERK)
    well(either_bench)
    assert "ledger_differs" not in codes(either_bench, deeply=True)

    alter(either_bench, **how)

    (found,) = [one for one in examine(either_bench, deeply=True) if one.code == "ledger_differs"]
    assert told in found.told and "workbench ledger verify" in found.todo
    assert "ledger_differs" in Monitor(either_bench).answer()["findings"]


@pytest.mark.parametrize(("column", "named"), [("utc", "记录时刻（世界时）"), ("actor", "记录人账号")])
def test_an_altered_column_of_an_entry_is_found_by_the_deep_look_although_its_body_is_whole(
    bench, column, named
):
    bench.perform(make_register(), actor=CLERK)
    seq = bench.ledger_size()
    with bench.engine.begin() as link:
        release_brakes(link)
        link.execute(text(f"UPDATE ledger_entry SET {column} = '2020-01-01' WHERE seq = {seq}"))

    (found,) = [one for one in examine(bench, deeply=True) if one.code == "ledger_differs"]

    assert f"台账第{seq}条的“{named}”栏与正文不符" in found.told


def test_what_a_backup_finds_in_the_ledger_is_a_finding_of_the_doctor(bench, tmp_path):
    bench.perform(make_register(), actor=CLERK)
    well(bench)
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    alter(bench)

    with pytest.raises(BackupError, match="workbench doctor"):
        make_backup(bench, tmp_path / "disk")

    (found,) = [one for one in examine(bench) if one.code == "ledger_differs"]
    assert "2026年3月31日" in found.told and "台账根散列：条目与首部不符" in found.told


def test_altered_records_are_told_until_a_replay_finds_them_whole(bench, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    bench.perform(make_register(case_no="A"), actor=CLERK)
    well(bench)
    with bench.engine.begin() as link:
        link.execute(text("UPDATE petition_case SET registered_on = '2026-03-30' WHERE case_no = 'A'"))

    assert main(["ledger", "verify"]) == 1
    assert "ledger_differs" in codes(bench)
    assert "ledger_differs" in codes(bench, deeply=True)  # that look does not go so far
    (found,) = [one for one in examine(bench) if one.code == "ledger_differs"]
    assert "petition_case" in found.told or "信访件" in found.told

    with bench.engine.begin() as link:
        link.execute(text("UPDATE petition_case SET registered_on = '2026-01-05' WHERE case_no = 'A'"))
    assert main(["ledger", "verify"]) == 0
    assert "ledger_differs" not in codes(bench)


def test_a_replay_is_asked_for_when_the_last_one_is_old_or_there_was_none(bench, monkeypatch, tmp_path):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    at = [NOW]
    later = Workbench(bench.config, clock=lambda: at[0])
    later.perform(make_register(), actor=CLERK)
    assert "replay_late" not in codes(later)
    at[0] = NOW + timedelta(days=11)
    (found,) = [one for one in examine(later) if one.code == "replay_late"]
    assert "还没有重放过" in found.told and "--replay" in found.todo

    make_backup(later, tmp_path / "disk", replay=True)
    assert "replay_late" not in codes(later)
    at[0] += timedelta(days=11)
    (found,) = [one for one in examine(later) if one.code == "replay_late"]
    assert "11 天" in found.told
    later.close()


def test_outcomes_that_this_user_cannot_keep_are_told(bench, monkeypatch):
    """As root leaves the file, who ran the doctor for the user of the site."""
    well(bench)
    kept, is_allowed = bench.config.home / "verified.jsonl", os.access
    monkeypatch.setattr(os, "access", lambda path, *how: path != kept and is_allowed(path, *how))

    assert codes(bench) == {"looks_unwritable"}


def test_looks_of_many_years_are_set_aside_and_what_they_found_still_stands(tmp_path):
    note_look(tmp_path, "x", NOW, Reach.REPLAY, 5, ["differs"])
    with (tmp_path / "verified.jsonl").open("ab") as file:
        file.write(b'{"of": "another"}\n' * 30_000)
    note_look(tmp_path, "x", NOW, Reach.ROOT, 5, [])

    assert (tmp_path / "verified.jsonl").stat().st_size < 200
    found = still_differing(looks(tmp_path, "x"))
    assert found is not None and found.first == "differs"


def look(reach, count):
    return Look(NOW, reach, 5, count, "")


def test_only_a_look_that_goes_as_far_refutes_an_earlier_one():
    found = look(Reach.REPLAY, 1)

    assert still_differing([]) is None and last_replay([], NOW) is None
    assert still_differing([found, look(Reach.LEAVES, 0), look(Reach.ROOT, 0)]) is found
    assert still_differing([found, look(Reach.REPLAY, 0)]) is None
    assert still_differing([look(Reach.ROOT, 1), look(Reach.LEAVES, 0)]) is None


def test_a_replay_is_due_after_so_many_days_and_one_of_a_wrong_clock_is_none():
    looked = [look(Reach.REPLAY, 1), look(Reach.ROOT, 0)]

    assert last_replay(looked, NOW) == NOW and last_replay(looked, NOW - timedelta(days=1)) is None
    assert is_replay_due([], NOW, 7) and is_replay_due(looked, NOW - timedelta(days=1), 7)
    assert not is_replay_due(looked, NOW + timedelta(days=6), 7)
    assert is_replay_due(looked, NOW + timedelta(days=7, minutes=-9), 7)  # the timer came a little earlier


def test_a_checkpoint_that_cannot_be_read_is_told(bench):
    well(bench)
    (written,) = bench.anchors.notes.path.glob("*.txt")
    written.write_text("rubbish", "utf-8")

    assert "checkpoint_damaged" in codes(bench)
