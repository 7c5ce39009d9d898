"""A dossier as it stood on an earlier day: what became of it later is taken out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

Dossier = TypeVar("Dossier")


def without_later(dossier: Dossier, as_of: date, day: str, *told: str) -> Dossier:
    """Return the dossier without its field ``day``, if that is later, and without what was ``told`` then."""
    on = getattr(dossier, day)
    if on is None or on <= as_of:
        return dossier
    return replace(dossier, **dict.fromkeys((day, *told)))  # type: ignore[type-var]
