"""The replied messages of the real file: figures of frozen snapshots beside a computation of their own."""

from __future__ import annotations

from collections.abc import Iterator
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

pytestmark = pytest.mark.real_files
NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)  # after the newest message
MIDSUMMER = date(2019, 6, 30)  # a Sunday
FORWARD_WITHIN = pd.Timedelta(days=15)  # art. 22: the petition office forwards, hands over or replies


@pytest.fixture(scope="module")
def workbook(shared_data: Path) -> Path:
    return shared_data / "messages" / "附件4_全量_2816.xlsx"


@pytest.fixture(scope="module")
def bench(
    workbook: Path, prepared_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workbench]:
    import shutil

    home = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("real") / "home"))
    opened = Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home), clock=lambda: NOW)
    load(opened, inspect(workbook, bench=opened), CLERK, confirmed=True)
    yield opened
    opened.close()


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
