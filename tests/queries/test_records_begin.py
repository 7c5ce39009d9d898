"""A period in which no records were kept is compared with nothing, and its zero is no zero."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.comparison import compared, year_earlier, year_on_year_words
from workbench.queries.figures import figure
from workbench.queries.records_begin import missing_words, no_base, records_begin
from workbench.queries.source_topics import topic_trends, unit_trends
from workbench.queries.told_figures import remarks_on, told_figures

if TYPE_CHECKING:
    from tests.snapshot_maker import SnapshotMaker
    from workbench.snapshots.read import Snapshot

RECEIVED = indicator("received")
BEGUN = date(2023, 11, 21)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


@pytest.fixture
def begun(maker: SnapshotMaker) -> Snapshot:
    """Records that begin on the 21st of November 2023, and 80 matters of the year after."""
    for number in range(10):
        maker.case(registered_on=BEGUN.isoformat() if not number else "2023-12-04")
    for _ in range(80):
        maker.case(registered_on="2024-06-03", topic_group="民政", topic="民政 / 优抚")
    return maker.write()


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (year(2022), "记录自 2023-11-21 起，上期没有记录，不作比较"),
        (year(2023), "记录自 2023-11-21 起，上期不完整，不作比较"),
        (Period(date(2023, 11, 1), date(2023, 11, 30)), "记录自 2023-11-21 起，上期不完整，不作比较"),
        (Period(date(2023, 12, 1), date(2023, 12, 31)), ""),
        (year(2024), ""),
    ],
)
def test_a_period_before_the_records_or_with_records_of_a_part_is_no_base(
    begun: Snapshot, period: Period, words: str
) -> None:
    found = no_base(begun, RECEIVED, period)

    assert (found.words() if found else "") == words


def test_a_year_that_begins_with_a_holiday_is_whole(maker: SnapshotMaker) -> None:
    maker.case(registered_on="2024-01-04")
    snapshot = maker.write()

    assert no_base(snapshot, RECEIVED, year(2024)) is None
    assert no_base(snapshot, RECEIVED, Period(date(2024, 1, 1), date(2024, 1, 31))) is not None


def test_a_period_before_the_definition_is_no_base(maker: SnapshotMaker) -> None:
    maker.case(registered_on="2015-01-05")
    snapshot = maker.write()

    told = [
        found and found.words()
        for found in (no_base(snapshot, RECEIVED, year(n)) for n in (2021, 2022, 2023))
    ]

    assert told == [
        "本指标的口径自 2022-05-01 起，上期早于口径，不作比较",
        "本指标的口径自 2022-05-01 起，上期不完整，不作比较",
        None,
    ]


def test_no_change_is_told_from_a_year_without_records(begun: Snapshot) -> None:
    now = figure(begun, "received", period=year(2024))

    found = compared(begun, now, year_earlier(now.period))

    assert (found.before and found.before.count, found.change) == (10, None)
    assert compared(begun, now, year(2022)).before is None
    assert found.words == "记录自 2023-11-21 起，上期不完整，不作比较"
    assert year_on_year_words(found) == f"同比 {found.words}"


def test_single_old_matters_that_somebody_typed_in_are_no_beginning(maker: SnapshotMaker) -> None:
    """One of 2009, one of 2019: else 2023 would be a year in which hardly anybody came."""
    for day, often in (("2009-05-04", 1), ("2019-03-01", 1), ("2023-11-21", 10), ("2024-06-03", 80)):
        for _ in range(often):
            maker.case(registered_on=day)
    snapshot = maker.write()
    why = "（更早的只有零星 2 件，其后 183 日以上没有登记，不算）"

    assert [
        found and found.words() for found in (no_base(snapshot, RECEIVED, year(n)) for n in (2022, 2023))
    ] == [
        f"记录自 2023-11-21 起{why}，上期没有记录，不作比较",
        f"记录自 2023-11-21 起{why}，上期不完整，不作比较",
    ]
    assert compared(snapshot, figure(snapshot, "received", period=year(2023)), year(2009)).before is None
    assert missing_words(snapshot, RECEIVED, year(2009)) == (
        f"记录自 2023-11-21 起{why}，统计期内没有连续的记录：这里的数不能说明当时有多少来信来访"
    )


def test_where_much_lies_before_a_pause_the_records_begin_with_it(maker: SnapshotMaker) -> None:
    """An office that nobody came to for half a year had records; so had one with few matters at all."""
    for day, often in (("2022-06-01", 5), ("2023-06-01", 50)):
        for _ in range(often):
            maker.case(registered_on=day)

    assert records_begin(maker.write()) == date(2022, 6, 1)


def test_topics_and_units_are_not_compared_with_a_year_without_records(begun: Snapshot) -> None:
    for one in (*topic_trends(begun, year(2024)), *unit_trends(begun, year(2024))):
        assert one.words == "记录自 2023-11-21 起，上期不完整，不作比较"
        assert one.interval is None and one.change.amount is None


def test_the_zero_of_a_time_without_records_is_no_zero(begun: Snapshot, maker: SnapshotMaker) -> None:
    def remarks(period: Period) -> str:
        told = told_figures(begun, RECEIVED, period=period)
        return "；".join(remarks_on(begun, RECEIVED, CaseFilter(), told, (), period=period))

    assert "记录自 2023-11-21 起，统计期内没有记录" in remarks(year(2016))
    assert "记录自 2023-11-21 起：统计期在此以前的部分没有记录" in remarks(year(2023))
    assert remarks(year(2024)) == ""


def test_without_any_record_nothing_is_told_of_when_they_begin(maker: SnapshotMaker) -> None:
    empty = maker.write()
    said = missing_words(empty, RECEIVED, year(2016))
    found = no_base(empty, RECEIVED, year(2015))

    assert found is not None and found.words() == "还没有记录，不作比较"
    assert said.startswith("截至 2026-11-20 还没有任何记录")
