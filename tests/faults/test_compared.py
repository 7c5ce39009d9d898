"""What compares an import with its file notices any one value that is another, and any row that is gone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

import pytest

from tests.faults.compared import difference, facts_of, is_moment
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.preview import inspect
from workbench.intake.unit_names import shipped_units

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "台账示例.xlsx"
UNITS = shipped_units()
# Told as assumed, or not from the file: a change there is nothing that the file could show.
BESIDE = {"number", "recorded", "kind", "batch", "assumed", "contact_known", "id_kind"}
ASSUMED = {"step.petition_class", "approved_by_head"}


@pytest.fixture(scope="module")
def preview():
    return inspect(EXAMPLE.read_bytes(), EXAMPLE.name, today=date(2026, 3, 31))


def told(preview):
    return difference(preview, EXAMPLE.read_bytes(), UNITS.name)


def another(value):
    """A value of the same kind that is not this one, or ``None`` where there is nothing to change."""
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value.startswith("4306"):
        return "430682101" if value != "430682101" else "430682102"
    return f"{value}改" if isinstance(value, str) else None


def changed(thing):
    """Yield a name with each way to have one value within changed, and each to have it lost."""
    if isinstance(thing, tuple):
        for at, one in enumerate(thing):
            for name, made in changed(one):
                yield name, (*thing[:at], made, *thing[at + 1 :])
    elif is_dataclass(thing):
        for field in fields(thing):
            value = getattr(thing, field.name)
            if field.name in BESIDE or value in (None, ()):
                continue
            if is_dataclass(value) or isinstance(value, tuple):
                for name, made in changed(value):
                    yield f"{field.name}.{name}", replace(thing, **{field.name: made})
            elif (other := another(value)) is not None:
                yield field.name, replace(thing, **{field.name: other})


def test_the_example_is_as_it_stands_in_the_file(preview):
    assert told(preview) == "" and len(preview.drafts) == 4


def test_any_one_value_that_is_another_is_noticed(preview):
    for draft in preview.drafts:
        ways = list(changed(tuple(draft.acts)))
        assert len(ways) > 8
        for name, acts in ways:
            if name in ASSUMED:
                continue
            wrong = replace(preview, drafts=(replace(draft, acts=acts),))
            others = tuple(one for one in preview.drafts if one is not draft)
            assert told(replace(wrong, drafts=(*others, *wrong.drafts))), f"row {draft.row}: {name}"


def test_a_row_that_vanished_is_noticed(preview):
    for draft in preview.drafts:
        left = tuple(one for one in preview.drafts if one is not draft)
        assert "neither taken in nor told" in told(replace(preview, drafts=left)), draft.row


def test_a_step_that_is_not_taken_is_noticed(preview):
    draft = max(preview.drafts, key=lambda one: len(one.acts))
    for at in range(1, len(draft.acts)):
        acts = draft.acts[:at] + draft.acts[at + 1 :]
        others = tuple(one for one in preview.drafts if one is not draft)
        assert told(replace(preview, drafts=(*others, replace(draft, acts=acts)))), draft.acts[at]


def test_every_column_that_can_be_taken_in_is_looked_at(preview):
    known = set(facts_of(preview.drafts[0])) | {"locality", "status", "status_seen", "id_kind", "id_number"}
    known |= {"person_name", "phone", "address"}  # where a row names somebody
    known |= {"transferred", "assigned", "accepted", "declined", "declined_further", "extended", "replied"}
    known |= {"opinion", "served", "reported_back", "reexamination_requested", "reexamined", "concluded"}
    known |= {"final_review_requested", "finally_reviewed", "rated"}

    assert set(shipped_vocabulary().fields) <= known


def test_a_day_in_chinese_numerals_is_told_from_its_neighbours():
    for text, day in (
        ("二〇二三年五月四日", date(2023, 5, 4)),
        ("二零二〇年十月三十一日", date(2020, 10, 31)),
    ):
        assert is_moment((day, None), text)
        assert not is_moment((day - timedelta(days=1), None), text)
