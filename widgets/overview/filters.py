"""The filter of the overview: which matters all its tiles, pictures and tables tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from widgets.case_review import filters as of_list
from widgets.case_review.address import from_address, query_text, to_address
from widgets.parts.filter_values import Field, FilterValue
from workbench.queries.case_filter import CaseFilter
from workbench.queries.situation import unit_names
from workbench.snapshots.read import Snapshot

FIELDS = ("channels", "units", "topics", "paths")
_PARAMETERS = ("channel", "unit", "topic", "path")


def fields(snapshot: Snapshot) -> tuple[Field, ...]:
    """Return the questions, as the list of cases asks them."""
    asked = {field.key: field for field in of_list.fields(snapshot)}
    return tuple(asked[key] for key in FIELDS)


def to_filter(value: FilterValue) -> CaseFilter:
    """Return the filter that the answers make."""
    return of_list.to_filter(value, CaseFilter())


def to_value(wanted: CaseFilter, asked: tuple[Field, ...]) -> FilterValue:
    """Return the answers that show a filter."""
    return of_list.to_value(wanted, asked)


def read_filter(given: Mapping[str, str], snapshot: Snapshot, problems: list[str]) -> CaseFilter:
    """Return the filter of an address; what cannot be read does not narrow and joins ``problems``."""
    told = {key: given[key] for key in _PARAMETERS if key in given}
    wanted, found = from_address(told, snapshot.as_of, is_unit=unit_names(snapshot).__contains__)
    problems.extend(found)
    return wanted


def address_of(wanted: CaseFilter, as_of: str) -> str:
    """Return the query of the address that shows a filter on a day; "" as the day is today."""
    return query_text({"as_of": as_of, **to_address(wanted)})


def within(wanted: CaseFilter, base: CaseFilter) -> CaseFilter:
    """Return ``wanted`` narrowed to the matters of the overview's filter."""
    return replace(wanted, channels=base.channels, units=base.units, topics=base.topics, paths=base.paths)
