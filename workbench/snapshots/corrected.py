"""Whether a correction can change a figure, and which value it set right, in words."""

from __future__ import annotations

import re
from typing import Final

from workbench.indicators.catalogue import Indicator
from workbench.ledger.entries import Entry
from workbench.records.correctable import CORRECTED
from workbench.terms import ActKind

# No fact of a snapshot that a figure reads follows from these.
_SILENT: Final = frozenset({"title", "narrative", "document_no", "external_no", "cause_unit"})
# What is told of these values stands in columns of their own; any other may move days, units and states.
_COLUMNS: Final = {
    "people": re.compile(r"person_times|largest_group|petition_people"),
    "channel": re.compile(r"channel"),
    "topic": re.compile(r"topic"),
    "purpose": re.compile(r"purpose"),
    "level": re.compile(r"level"),
    "satisfaction": re.compile(r"satisfaction|asked_by|rated_on"),
    "asked_by": re.compile(r"asked_by"),
    "at": re.compile(r"answer_minutes"),
    "received_at": re.compile(r"answer_minutes"),
}


def columns_of(figure: Indicator) -> str:
    """Return what a figure reads, as text."""
    people = "person_times" if figure.counts == "people" else ""
    told = (figure.of, figure.that, figure.silent, *(figure.days or ()), people)
    return " ".join(text for text in told if text)


def corrects(entry: Entry, columns: str = "") -> bool:
    """Return whether an entry, if it is a correction, can change what reads these columns ("": any)."""
    if entry.kind != ActKind.CORRECT.value:
        return True
    field = str(entry.public.get("field"))
    if field in _SILENT or "person" in entry.public or "document" in entry.public:
        return False
    return not columns or field not in _COLUMNS or bool(_COLUMNS[field].search(columns))


def corrected_words(entry: Entry) -> str:
    """Return which value was set right: 第1步的信访渠道."""
    number = entry.public.get("step_number")
    field = str(entry.public.get("field"))
    return f"{f'第{number}步的' if number is not None else ''}{CORRECTED.get(field, '内容')}"
