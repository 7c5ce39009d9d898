"""Which backups count, which may go, and what is kept of it in the user's folder."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.backup.kept import (
    GoodBackup,
    Retention,
    diary,
    file_name,
    good_backups,
    mark_good,
    note,
    remove,
    retention,
    to_go,
)

NOW = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
RULE = Retention(daily=7, weekly=5, monthly=12, late_after=timedelta(hours=36))


def made(moment):
    return GoodBackup(
        file_name(moment), moment.isoformat(), "0.1.0", "0012", 7, "A", 3, "0" * 64, 0, (), 1.0, "age1"
    )


def test_a_year_of_nights_leaves_a_week_of_days_some_weeks_and_the_months():
    nights = [made(NOW - timedelta(days=number)) for number in range(400)]

    stay = [one.moment for one in nights if one not in to_go(nights, NOW, RULE)]

    assert stay[:7] == [NOW - timedelta(days=number) for number in range(7)]
    assert len({moment.isocalendar()[:2] for moment in stay if NOW - moment < timedelta(days=35)}) == 6
    assert len({(moment.year, moment.month) for moment in stay}) == 13
    assert len(stay) < 25


def test_the_newest_stays_however_old_it_is():
    old = made(NOW - timedelta(days=3_000))

    assert to_go([old], NOW, RULE) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 3_000), unique=True, min_size=1, max_size=40))
def test_dropping_twice_drops_no_more(hours):
    backups = [made(NOW - timedelta(hours=number)) for number in hours]

    gone = to_go(backups, NOW, RULE)
    rest = [one for one in backups if one not in gone]

    assert rest and to_go(rest, NOW, RULE) == []


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


def test_the_shipped_setting_keeps_none_for_ever():
    assert retention().daily >= 7 and retention().monthly <= 24
    assert retention().late_after > timedelta(days=1)
