"""The real files come in whole; the counts are those of their description."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import func, select

from tests.factories import CLERK
from workbench.acts.handling import Register, Take
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.load import Result, load
from workbench.intake.preview import Preview, inspect
from workbench.records.petitions import PetitionCase
from workbench.terms import Step

pytestmark = pytest.mark.real_files
LATER = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)  # after the newest of the files


@pytest.fixture
def bench_of_july(home: Path) -> Iterator[Workbench]:
    opened = Workbench(
        Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home), clock=lambda: LATER
    )
    yield opened
    opened.close()


@pytest.fixture
def messages(shared_data: Path) -> Path:
    return shared_data / "messages"


def taken_in(bench: Workbench, path: Path) -> tuple[Preview, Result]:
    preview = inspect(path, bench=bench)
    assert preview.blockers == ()
    return preview, load(bench, preview, CLERK, confirmed=True)


def elapsed(preview: Preview) -> list[timedelta]:
    """From receipt to reply, with the times of day."""
    found = []
    for draft in preview.drafts:
        first, *later = draft.acts
        assert isinstance(first, Register)
        for act in later:
            if isinstance(act, Take) and act.step.kind is Step.REPLY_DIRECTLY:
                begun = datetime.combine(
                    first.step.received_on, first.step.received_at or datetime.min.time()
                )  # type: ignore[arg-type]
                ended = datetime.combine(act.step.on, act.step.at or datetime.min.time())
                found.append(ended - begun)
    return found


def test_the_replied_messages_come_in_whole_with_the_counts_of_their_description(
    bench_of_july: Workbench, messages: Path
):
    preview, result = taken_in(bench_of_july, messages / "附件4_全量_2816.xlsx")

    assert (result.read, result.imported, result.faults) == (2816, 2816, 0)
    spans = elapsed(preview)
    assert len(spans) == 2816
    assert sum(span > timedelta(days=60) for span in spans) == 159
    assert sum(span > timedelta(days=90) for span in spans) == 83
    assert round(median(span / timedelta(days=1) for span in spans), 1) == 11.2
    assert max(span.days for span in spans) == 1160
    assert bench_of_july.verify_ledger().is_sound


def test_what_the_mapping_assumes_is_listed_for_every_row(messages: Path):
    preview = inspect(messages / "附件4_全量_2816.xlsx")

    assumed = {one.fact: one.rows for one in preview.assumptions}
    assert assumed["path"] == assumed["petition_class"] == assumed["channel"] == 2816
    assert all("未经人工甄别" in one.sentence for one in preview.assumptions)


def test_the_messages_come_in_whole_and_their_sample_is_known_again(bench_of_july: Workbench, messages: Path):
    _, whole = taken_in(bench_of_july, messages / "附件3_全量_4326.xlsx")
    preview, sample = taken_in(bench_of_july, messages / "附件3_示例_30.xlsx")

    assert whole.imported == 4326
    assert (sample.read, sample.imported, sample.existing) == (30, 0, 30)
    assert {one.heading for one in preview.headings if one.field is None} == {"留言用户", "点赞数", "反对数"}


def test_the_sample_with_swapped_columns_comes_in_alone(bench_of_july: Workbench, messages: Path):
    assert taken_in(bench_of_july, messages / "附件3_示例_30.xlsx")[1].imported == 30


def test_a_doubled_number_is_reported_and_ghost_rows_take_no_time(bench_of_july: Workbench, messages: Path):
    begun = time.monotonic()
    preview, result = taken_in(bench_of_july, messages / "附件2_示例_495.xlsx")

    assert time.monotonic() - begun < 10
    assert (result.read, result.imported) == (495, 494)
    doubled = [one for one in preview.corrections if "编号重复" in one.reason]
    assert [(one.row, one.after) for one in doubled] == [(312, "（不导入）")]


def test_the_message_board_comes_in_with_its_states_and_nothing_counts_as_late_without_a_date(
    bench_of_july: Workbench, messages: Path
):
    preview, result = taken_in(bench_of_july, messages / "messages_1234.csv")

    assert (result.read, result.imported) == (1234, 1234)
    with bench_of_july.reading() as session:
        states = dict(
            session.execute(select(PetitionCase.state, func.count()).group_by(PetitionCase.state)).all()  # type: ignore[arg-type]
        )
        undated = select(func.count()).where(PetitionCase.state == "served", PetitionCase.path.is_not(None))
        assert session.scalar(undated) == 0
    assert states == {"served": 1057, "registered": 173, "direct": 4}
    ratings = [act for draft in preview.drafts for act in draft.acts if act.step.kind is Step.RATE]  # type: ignore[attr-defined]
    assert len(ratings) == 915


def test_the_service_requests_come_in_whole_and_two_impossible_conclusions_are_reported(
    bench_of_july: Workbench, shared_data: Path
):
    preview, result = taken_in(bench_of_july, shared_data / "service-requests" / "nyc311_dohmh_5895.csv")

    assert (result.read, result.imported) == (5895, 5895)
    *impossible, texts = preview.corrections
    assert [one.column for one in impossible] == ["C Closed Date", "C Closed Date"]
    assert texts.reason == "没有“答复日期”，答复内容不登记"  # what is not answered yet has a status text
    assert len(elapsed(preview)) == 2462


def test_a_file_that_is_no_list_of_petitions_is_refused(messages: Path):
    preview = inspect(messages / "附件1_三级标签.xlsx")

    assert preview.blockers
    assert not preview.drafts
