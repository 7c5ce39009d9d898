"""Two snapshots that define or fold a figure otherwise."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import duckdb

from tests.factories import CLERK, OFFICE, TOWN, make_take
from tests.snapshots.compared import DAY, YEAR, changes, told
from workbench.acts.handling import RegisterRepeat
from workbench.indicators import catalogue as definitions
from workbench.law.facts import StepTaken
from workbench.terms import (
    ChangeReason,
    Channel,
    Outcome,
    Satisfaction,
    Step,
)

AGAIN = StepTaken(
    Step.REPEAT,
    date(2026, 3, 2),
    received_on=date(2026, 3, 2),
    channel=Channel.LETTER,
    people=1,
    unit=OFFICE,
)
LATE, CORRECTED = ChangeReason.RECORDED_LATE, ChangeReason.CORRECTED


def of_older_layout(frozen, folder, **columns):
    """Return the snapshot as software of the layout before would have folded it: other values in columns."""
    shutil.copytree(frozen.folder, folder)
    older = replace(
        frozen, folder=folder, manifest=replace(frozen.manifest, layout=frozen.manifest.layout - 1)
    )
    with duckdb.connect() as link:
        for table, told in columns.items():
            path = older.path(table)
            link.execute(f"create or replace table older as select * replace ({told}) from '{path}'")
            link.execute(f"copy older to '{path}' (format parquet)")
    return older


def test_a_changed_definition_is_named(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    changed = dict(definitions.catalogue())
    early = f"{changed['open_late'].of} and registered_on < '2026-02-01'"
    changed["open_late"] = replace(changed["open_late"], of=early)
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "open_late")

    assert figure.is_redefined
    assert told(figure) == [("N2", "超期", "未计入", [ChangeReason.DEFINITION])]


def test_a_figure_that_only_one_snapshot_defines_is_shown(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    fewer = {name: one for name, one in definitions.catalogue().items() if name != "received"}
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: fewer)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "received")
    newly = changes(opened.shelf.compare(after, before, YEAR), "received")

    assert (figure.before, figure.after) == ((None, 2), None)
    defined = [ChangeReason.DEFINITION]
    assert told(figure) == [("N1", "计入", "未计入", defined), ("N2", "计入", "未计入", defined)]
    assert told(newly) == [("N1", "未计入", "计入", defined), ("N2", "未计入", "计入", defined)]
    assert "只在一个快照中有定义" in figure.cases[0].reasons[0].words


def test_days_counted_between_other_columns_are_another_definition(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    changed = dict(definitions.catalogue())
    changed["notice_days"] = replace(changed["notice_days"], days=("registered_on", "notice_due"))
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "notice_days")

    assert figure.is_redefined
    assert figure.cases
    assert {reason for *_, reasons in told(figure) for reason in reasons} == {ChangeReason.DEFINITION}


def test_who_was_asked_and_said_nothing_is_compared_too(opened, monkeypatch):
    """The ends of a share move with the silent, while the share stays what it was."""
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("N1", Step.SERVE, date(2026, 3, 11), unit=TOWN),
        make_take("N1", Step.RATE, date(2026, 3, 15), satisfaction=Satisfaction.SATISFIED),
        actor=CLERK,
    )
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N2", Step.TRANSFER, date(2026, 2, 5), unit=OFFICE, to_unit=TOWN),
        make_take("N2", Step.ACCEPT, date(2026, 2, 6), unit=TOWN),
        make_take("N2", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "satisfied")

    assert (figure.before, figure.after, figure.silent) == ((1, 1), (1, 1), (0, 1))
    assert figure.is_changed and figure.beside_words == "（未评价 0 → 1）"
    assert [one[:3] for one in told(figure)] == [("N2", "未计入", "未评价")]
    assert {reason for *_, reasons in told(figure) for reason in reasons} == {LATE}

    never = "registered_on between :start and :end and registered_on > '2099-01-01'"
    quiet = replace(definitions.catalogue()["satisfied"], silent=never)
    changed = {**definitions.catalogue(), "satisfied": quiet}
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    redefined = changes(opened.shelf.compare(after, opened.shelf.create(DAY), YEAR), "satisfied")

    assert redefined.is_redefined
    assert told(redefined) == [("N2", "未评价", "未计入", [ChangeReason.DEFINITION])]


def test_what_another_layout_folds_otherwise_is_no_suspicion_of_the_ledger(opened, tmp_path):
    frozen = opened.shelf.create(DAY)
    older = of_older_layout(frozen, tmp_path / "older", case_fact="0 as is_open")

    figure = changes(opened.shelf.compare(older, frozen, YEAR), "open_late")

    assert [one[3] for one in told(figure)] == [[ChangeReason.FOLD]] * 2
    was, now = older.manifest.layout, frozen.manifest.layout
    assert figure.cases[0].reasons[0].words == f"汇总办法随软件版本改变（{was} → {now}）"

    told_older = replace(older.manifest, layout=now, software="0.0.1")
    figure = changes(opened.shelf.compare(replace(older, manifest=told_older), frozen, YEAR), "open_late")
    (reason,) = figure.cases[0].reasons
    assert reason.reason is ChangeReason.FOLD and reason.words.startswith("软件版本不同（0.0.1 → ")


def test_with_another_day_and_another_layout_both_are_named(opened, tmp_path):
    older = of_older_layout(opened.shelf.create(date(2026, 3, 10)), tmp_path / "older")

    figure = changes(opened.shelf.compare(older, opened.shelf.create(DAY), YEAR), "concluded_on_time")

    assert [one[3] for one in told(figure)] == [[ChangeReason.AS_OF, ChangeReason.FOLD]]


def test_petitions_that_are_only_numbered_otherwise_change_no_figure(opened, tmp_path):
    """The number joins the rows of a matter; another fold may count it on from another one."""
    opened.perform(RegisterRepeat("N1", "又来反映", AGAIN), actor=CLERK)
    frozen = opened.shelf.create(DAY)
    renumbered = "if(petition_number > 1, petition_number + 1, 1)::int as petition_number"
    older = of_older_layout(frozen, tmp_path / "older", petition_fact=renumbered)

    assert opened.shelf.compare(older, frozen, YEAR).changed == ()
