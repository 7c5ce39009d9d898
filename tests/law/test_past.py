"""The past can be asked again: what is said of a day never depends on what came after it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.histories import CALENDARS, OFFICE, files
from workbench.law.deadlines import obligations
from workbench.law.explain import explain
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import standings

GAPS = st.integers(-3, 3)


def told(file: CaseFile, as_of: date) -> list[tuple[object, ...]]:
    """Everything that can be said of the deadlines on a day."""
    return [
        (owed.rule_id, owed.round, owed.unit, owed.started_by, owed.arises_on, owed.state(as_of),
         owed.days_late(as_of), explain(owed, as_of))
        for owed in obligations(file, CALENDARS, office=OFFICE)
        if owed.at(as_of) is not None
    ]  # fmt: skip


def interesting_days(file: CaseFile) -> list[date]:
    """Days on which an answer may change, and their neighbours."""
    days = {step.on for step in file.steps} | set(CALENDARS.since[-3:])
    for owed in obligations(file, CALENDARS, office=OFFICE):
        days |= {owed.arises_on, *(version.since for version in owed.versions)}
        days |= {version.due_rolled for version in owed.versions if version.due_rolled}
        days |= {day for day in (owed.met_on, owed.ended_on) if day}
    return sorted(days)


@settings(max_examples=100, deadline=None)
@given(files(), st.data())
def test_a_day_in_the_past_looks_as_it_did_then(file: CaseFile, data: st.DataObject) -> None:
    days = interesting_days(file)
    for _ in range(6):
        as_of = data.draw(st.sampled_from(days)) + timedelta(data.draw(GAPS)) if days else date(2026, 1, 1)

        assert told(file, as_of) == told(file.until(as_of), as_of)


@settings(max_examples=60, deadline=None)
@given(files(), st.integers(0, 900))
def test_the_state_of_a_past_day_is_that_of_the_file_as_it_was_then(file: CaseFile, gap: int) -> None:
    as_of = date(2024, 10, 1) + timedelta(gap)

    known = [standing for standing in standings(file) if standing.since <= as_of]

    assert tuple(known) == standings(file.until(as_of))


@settings(max_examples=100, deadline=None)
@given(files())
def test_versions_rise_and_a_due_date_is_never_rolled_backwards(file: CaseFile) -> None:
    for owed in obligations(file, CALENDARS, office=OFFICE):
        since = [version.since for version in owed.versions]
        assert since == sorted(set(since))
        assert since[0] == owed.arises_on
        assert owed.met_on is None or owed.ended_on is None
        for version in owed.versions:
            if version.due_strict and version.due_rolled:
                assert version.due_strict <= version.due_rolled
