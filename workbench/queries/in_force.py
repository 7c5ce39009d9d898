"""The definitions of the catalogue as they may be asked: one that no engine can ask is refused before."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from workbench.indicators.catalogue import DefinitionError, Indicator, catalogue, indicator
from workbench.indicators.trial import try_out
from workbench.snapshots.schema import TABLES


def in_force(name: str) -> Indicator:
    """Return a definition of the catalogue; ``DefinitionError`` says what of it is missing or wrong."""
    return tried(indicator(name))


@cache
def tried(definition: Indicator) -> Indicator:
    """Return a definition that the tables of a snapshot answer; ``DefinitionError`` names its fault."""
    try_out(definition, TABLES)
    return definition


def try_all() -> None:
    """Try every definition once, so that no screen has to: a faulty one says so where it is asked."""
    for one in catalogue().values():
        with suppress(DefinitionError):
            tried(one)
