"""One thing that was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workbench.terms import Health

_ORDER: Final = (Health.FINE, Health.WATCH, Health.FAULT)


@dataclass(frozen=True, slots=True)
class Finding:
    """体检结论: ``code`` is for monitors and holds no content, ``told`` and ``todo`` are for people.

    ``measure`` are figures (bytes, days, entries) by name; never a name or a text of a matter.
    """

    code: str
    health: Health
    told: str
    todo: str = ""
    measure: tuple[tuple[str, int | str], ...] = ()
    is_note: bool = False  # all is well, and said all the same


def fine(code: str, told: str, **measure: int | str) -> Finding:
    """Return that all is well."""
    return Finding(code, Health.FINE, told, measure=tuple(measure.items()))


def noted(code: str, told: str) -> Finding:
    """Return what somebody has decided with a reason: repeated at every examination, nothing to do."""
    return Finding(code, Health.FINE, told, is_note=True)


def watch(code: str, told: str, todo: str, **measure: int | str) -> Finding:
    """Return something to be done soon."""
    return Finding(code, Health.WATCH, told, todo, tuple(measure.items()))


def fault(code: str, told: str, todo: str, **measure: int | str) -> Finding:
    """Return something to be done now."""
    return Finding(code, Health.FAULT, told, todo, tuple(measure.items()))


def worst(findings: Iterable[Finding]) -> Health:
    """Return the most urgent of them."""
    return max((finding.health for finding in findings), key=_ORDER.index, default=Health.FINE)
