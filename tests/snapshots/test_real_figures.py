"""Figures of real files: of frozen snapshots beside a computation of their own, and beside control totals.

Without the folder of real records these tests are skipped, and say so (``shared_data``).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.factories import CLERK
from workbench.app import Workbench
from workbench.config import Config
from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period, evaluate
from workbench.intake.load import load
from workbench.intake.preview import inspect
from workbench.queries.case_filter import CaseFilter, condition
from workbench.queries.figures import breakdown, figure
from workbench.queries.satisfaction import satisfaction

pytestmark = pytest.mark.real_files
NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)  # after the newest message
MIDSUMMER = date(2019, 6, 30)  # a Sunday
FORWARD_WITHIN = pd.Timedelta(days=15)  # art. 22: the petition office forwards, hands over or replies


@pytest.fixture(scope="module")
def workbook(shared_data: Path) -> Path:
    return shared_data / "messages" / "附件4_全量_2816.xlsx"


@contextmanager
def taken_in(file: Path, prepared_home: Path, folder: Path) -> Iterator[Workbench]:
    home = Path(shutil.copytree(prepared_home, folder / "home"))
    opened = Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home), clock=lambda: NOW)
    load(opened, inspect(file, bench=opened), CLERK, confirmed=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def bench(
    workbook: Path, prepared_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workbench]:
    with taken_in(workbook, prepared_home, tmp_path_factory.mktemp("real")) as opened:
        yield opened


@pytest.fixture(scope="module")
def messages(workbook: Path) -> pd.DataFrame:
    """Receipt and reply of every message, read without any of our own code."""
    frame = pd.read_excel(workbook, engine="calamine", dtype=object)
    return pd.DataFrame(
        {
            "received": pd.to_datetime(frame["留言时间"], format="mixed"),
            "replied": pd.to_datetime(frame["答复时间"], format="mixed"),
        }
    )


def ask(facts, name: str, as_of: date, wanted: CaseFilter | None = None):
    where, values = condition(wanted or CaseFilter(), as_of)
    period = Period(date(2000, 1, 1), as_of)
    (found,) = evaluate(facts, indicator(name), period=period, as_of=as_of, where=where, parameters=values)
    return found


def test_every_message_counts_and_late_replies_are_those_of_the_clock(bench, messages):
    spans = messages["replied"] - messages["received"]
    today = NOW.date()

    with bench.shelf.facts(bench.shelf.create(today)) as facts:
        assert ask(facts, "received", today).denominator == len(messages) == 2_816
        for days, expected in ((60, 159), (90, 83)):
            found = ask(facts, "received", today, CaseFilter(answered_after=days)).denominator
            assert found == expected == (spans > pd.Timedelta(days=days)).sum()


def test_open_and_late_ones_of_a_past_day_are_those_of_pandas(bench, messages):
    received, replied = messages["received"].dt.normalize(), messages["replied"].dt.normalize()
    day = pd.Timestamp(MIDSUMMER)
    known = received <= day
    is_open = known & (replied > day)
    due = received + FORWARD_WITHIN
    # Over a weekend to the Monday; the holidays of that June end long before the day.
    rolled = due + pd.to_timedelta((7 - due.dt.day_of_week).where(due.dt.day_of_week >= 5, 0), unit="D")
    is_late = is_open & (rolled < day)

    with bench.shelf.facts(bench.shelf.create(MIDSUMMER)) as facts:
        figure = ask(facts, "open_late", MIDSUMMER)
        assert facts.value("select count(*) from case_fact") == known.sum()

    assert (figure.denominator, figure.numerator) == (is_open.sum(), is_late.sum()) == (60, 32)


def test_the_past_day_is_made_again_from_the_ledger_to_the_byte(bench):
    frozen = bench.shelf.create(MIDSUMMER)

    assert bench.shelf.rebuild(frozen).is_same


BOARD_PERIOD = Period(date(2024, 1, 1), NOW.date())
# Months of which file and control totals hold the same messages. The file begins on 9 September 2024 and
# lacks one of that October; of April to June 2026 the control totals know fewer than the file.
WHOLE_MONTHS = ("2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2026-02", "2026-03")


def test_the_message_board_is_counted_as_its_control_totals_and_silence_stays_open(
    shared_data: Path, prepared_home: Path, tmp_path: Path
):
    folder = shared_data / "messages"
    totals = json.loads((folder / "aggregates_2026-06-15.json").read_text("utf-8"))["byMonth"]

    with taken_in(folder / "messages_1234.csv", prepared_home, tmp_path) as board:
        snapshot = board.snapshot()
        received = figure(snapshot, "received", period=BOARD_PERIOD)
        rated = figure(snapshot, "rated", period=BOARD_PERIOD)
        found = satisfaction(snapshot, "satisfied", period=BOARD_PERIOD)
        months = breakdown(snapshot, "received", period=BOARD_PERIOD, by="month")

    # Of 1,234 messages 1,057 are answered; nobody can rate an answer that 177 are still waiting for, and to
    # count these as silent would blame (or praise) answers that were never given.
    assert (received.denominator, rated.denominator, rated.numerator) == (1_234, 1_057, 915)
    assert (found.official.numerator, found.official.denominator) == (847, 915)
    assert found.ends is not None
    assert found.ends.silent == 142
    assert (f"{found.ends.low:.1%}", f"{found.ends.high:.1%}") == ("80.1%", "93.6%")

    counted = {one.group: one.denominator for one in months}
    assert {month: counted[month] for month in WHOLE_MONTHS} == {
        month: totals[month] for month in WHOLE_MONTHS
    }
    assert [counted[month] for month in WHOLE_MONTHS] == [129, 106, 45, 57, 68, 3, 13]
