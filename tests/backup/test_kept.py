"""Which backups count, which may go, and what is kept of it in the user's folder."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.backup.kept import (
    GoodBackup,
    diary,
    file_name,
    good_backups,
    mark_good,
    note,
    remove,
)
from workbench.backup.manifest import BackupError
from workbench.backup.retention import Retention, later_than, retention, to_go
from workbench.backup.whereabouts import require_place

NOW = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
RULE = Retention(daily=7, weekly=5, monthly=12, always=3, late_after=timedelta(hours=36))


def made(moment):
    return GoodBackup(
        file_name(moment), moment.isoformat(), "0.1.0", "0012", 7, "A", 3, "0" * 64, 0, (), 1.0, "age1"
    )


def test_a_year_of_nights_leaves_a_week_of_days_some_weeks_and_the_months():
    nights = [made(NOW - timedelta(days=number)) for number in range(400)]

    stay = [one.moment for one in nights if one not in to_go(nights, RULE)]

    assert stay[:7] == [NOW - timedelta(days=number) for number in range(7)]
    assert len({moment.isocalendar()[:2] for moment in stay if NOW - moment < timedelta(days=28)}) == 5
    assert len({(moment.year, moment.month) for moment in stay}) == 12
    assert len(stay) < 25


def test_a_clock_two_years_ahead_for_one_night_drops_no_more_than_that_night_would():
    nights = [made(NOW - timedelta(days=number)) for number in range(1, 61)]
    honest = to_go([made(NOW), *nights], RULE)

    wrong = to_go([made(NOW + timedelta(days=730)), *nights], RULE)

    assert len(set(wrong) - set(honest)) <= 2
    assert later_than([made(NOW + timedelta(days=730)), *nights], NOW) == [made(NOW + timedelta(days=730))]


def test_the_newest_stay_however_old_they_are_and_of_one_day():
    old = [made(NOW - timedelta(days=3_000, hours=number)) for number in range(4)]

    assert to_go(old, RULE) == old[3:]


@settings(deadline=None)
@given(st.lists(st.integers(0, 3_000), unique=True, min_size=1, max_size=40))
def test_dropping_twice_drops_no_more(hours):
    backups = [made(NOW - timedelta(hours=number)) for number in hours]

    gone = to_go(backups, RULE)
    rest = [one for one in backups if one not in gone]

    assert rest and to_go(rest, RULE) == []


def test_a_backup_counts_with_its_paper_and_its_whole_file_only(tmp_path):
    one = made(NOW)
    (tmp_path / one.file).write_bytes(b"abc")
    assert good_backups(tmp_path) == []

    mark_good(tmp_path, one)
    assert good_backups(tmp_path) == [one]

    (tmp_path / one.file).write_bytes(b"ab")
    assert good_backups(tmp_path) == []
    (tmp_path / one.file).write_bytes(b"abc")
    (tmp_path / f"{one.file}.json").write_text(json.dumps({"file": one.file}))
    assert good_backups(tmp_path) == []


def test_a_removed_backup_leaves_nothing(tmp_path):
    one = made(NOW)
    (tmp_path / one.file).write_bytes(b"abc")
    mark_good(tmp_path, one)

    remove(tmp_path, one)

    assert list(tmp_path.iterdir()) == []


def test_the_diary_is_read_newest_first_and_passes_over_a_torn_line(tmp_path):
    assert diary(tmp_path) == []
    note(tmp_path, "failed", NOW, why="磁盘已满")
    with (tmp_path / "backups.jsonl").open("a") as file:
        file.write('{"at": "20\n')
    note(tmp_path, "good", NOW + timedelta(hours=1), ledger_size=7)

    assert [line["event"] for line in diary(tmp_path)] == ["good", "failed"]


def test_a_diary_of_many_years_is_set_aside_and_read_on(tmp_path):
    (tmp_path / "backups.jsonl").write_text('{"event": "good", "n": 1}\n' * 20_000, "utf-8")
    note(tmp_path, "failed", NOW, why="磁盘已满")

    assert (tmp_path / "backups.jsonl").stat().st_size < 200
    assert [line["event"] for line in diary(tmp_path)[:2]] == ["failed", "good"]
    assert len(diary(tmp_path)) == 20_001


def test_a_line_of_the_diary_in_the_letters_of_a_chinese_windows_is_passed_over(tmp_path):
    (tmp_path / "backups.jsonl").write_bytes('{"event": "good", "folder": "E:\\\\备份"}\n'.encode("gbk"))
    note(tmp_path, "failed", NOW, folder="E:\\备份")

    (line,) = diary(tmp_path)
    assert (line["event"], line["folder"]) == ("failed", "E:\\备份")


def test_a_paper_of_an_older_version_says_no_ledger_and_counts(tmp_path):
    one = made(NOW)
    (tmp_path / one.file).write_bytes(b"abc")
    mark_good(tmp_path, one)
    paper = tmp_path / f"{one.file}.json"
    told = json.loads(paper.read_text())
    del told["origin"]
    paper.write_text(json.dumps(told))

    assert good_backups(tmp_path) == [one]


def test_the_shipped_setting_keeps_none_for_ever():
    assert retention().daily >= 7 and retention().monthly <= 24 and retention().always >= 2
    assert retention().late_after > timedelta(days=1)


def test_a_place_is_known_by_whatever_way_it_is_spelt(tmp_path):
    stick, link = tmp_path / "stick", tmp_path / "sticklink"
    link.symlink_to(stick)
    note(tmp_path, "good", NOW, folder=str(stick / "b"), file="a.tar.gz.age")

    for spelt in (stick / "b", link / "b", tmp_path / "x" / ".." / "stick" / "b"):
        with pytest.raises(BackupError, match="没有接上"):
            require_place(tmp_path, spelt)
    require_place(tmp_path, stick / "c")
    note(tmp_path, "dropped", NOW, folder=str(link / "b"), file="a.tar.gz.age")
    require_place(tmp_path, stick / "b")
