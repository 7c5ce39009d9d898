"""One figure in two frozen snapshots, and the matters or promises that made the difference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

import duckdb

from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Period
from workbench.indicators.waiting import Durations
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.member_rows import Difference, differences, word, word_by_row
from workbench.snapshots.members import write_members
from workbench.snapshots.moved_days import passes_with_days
from workbench.snapshots.reasons import Explainer
from workbench.snapshots.recorded import CaseReason
from workbench.terms import ChangeReason, CommitmentKind

_ONE_SIDED: Final = CaseReason(ChangeReason.DEFINITION, "指标只在一个快照中有定义")
Both = tuple[FrozenSnapshot, FrozenSnapshot]


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One matter that changed a figure: what it was there, what it is here, and why.

    A promise stands by its own number, of an order, a proposal, a reception, and has its ``kind``.
    """

    case_no: str
    before: str
    after: str
    reasons: tuple[CaseReason, ...]
    kind: CommitmentKind | None = None

    @property
    def why(self) -> str:
        """Return the reasons in words, each kind of them named once."""
        kinds = groupby(self.reasons, key=lambda one: one.reason)
        return "；".join(f"{kind.label}：{'、'.join(one.words for one in ones)}" for kind, ones in kinds)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure in two snapshots: numerators and denominators, and the matters that changed it.

    A plain count has no numerator; ``None`` for both where a snapshot does not define the figure. ``silent``
    tells how many said nothing before and after, where the definition asks that: between them lie the ends of
    the share. ``waits`` are the waiting times before and after, where days are counted.
    """

    indicator: str
    name: str
    before: tuple[int | None, int] | None
    after: tuple[int | None, int] | None
    is_redefined: bool
    cases: tuple[CaseChange, ...]
    silent: tuple[int | None, int | None] = (None, None)
    silent_name: str = ""
    waits: tuple[Durations | None, Durations | None] = (None, None)

    @property
    def is_changed(self) -> bool:
        """Return whether the figure or a matter behind it is another."""
        return self.before != self.after or bool(self.cases)

    @property
    def beside_words(self) -> str:
        """Return what the numbers do not say: other cases behind the same, how many are silent; or ""."""
        was, now = self.silent
        if was is not None and now is not None and was != now:
            return f"（{self.silent_name} {was:,} → {now:,}）"
        is_same = (self.before, self.waits) == (self.after, self.waits[::-1])
        return "（数字未变，所计的案件有变化）" if is_same and self.cases else ""


def figure_change(
    link: duckdb.DuckDBPyConnection,
    snapshots: Both,
    definitions: tuple[Indicator | None, Indicator | None],
    period: Period,
    explainer: Explainer,
) -> FigureChange:
    """Return a figure by the definition of each snapshot (of one at least), with what changed it.

    ``link`` has the facts in the schemas ``before`` and ``after``.
    """
    was, now = definitions
    shown = now or was
    assert shown is not None
    first, last = (
        write_members(link, schema, snapshot, definition, period, f"members_{schema}")
        for schema, snapshot, definition in zip(("before", "after"), snapshots, definitions, strict=True)
    )
    is_redefined = was is not None and now is not None and was.version != now.version
    found = differences(
        link,
        "members_before",
        "members_after",
        by_number=shown.grain == "commitment",
        is_same_fold=_is_same_fold(snapshots),
    )
    told = [(one, *_words(definitions, one)) for one in found]
    # Two and three people are five, and so are four and one: nothing of the figure changed.
    told = [one for one in told if one[1] != one[2]]
    reasons: dict[Key, tuple[CaseReason, ...]] = {_key(one): (_ONE_SIDED,) for one, *_ in told}
    if told and was is not None and now is not None:
        reasons = _reasons(link, snapshots, (was, now), period, explainer, [one for one, *_ in told])
    return FigureChange(
        shown.id,
        shown.name,
        first.parts,
        last.parts,
        is_redefined,
        tuple(_case(one, before, after, reasons[_key(one)]) for one, before, after in told),
        (first.silent, last.silent),
        shown.silent_name,
        (first.waits, last.waits),
    )


def _is_same_fold(snapshots: Both) -> bool:
    """Return whether petitions and duties of a matter are numbered alike in both."""
    before, after = (one.manifest for one in snapshots)
    return (before.layout, before.software) == (after.layout, after.software)


Key = tuple[int, str]


def _key(one: Difference) -> Key:
    return one.case_id, one.number


def _words(definitions: tuple[Indicator | None, Indicator | None], one: Difference) -> tuple[str, str]:
    was, now = definitions
    words = word(was, one.before, is_many=one.is_many), word(now, one.after, is_many=one.is_many)
    # One came and another went: the figure stands as it was, and yet on other petitions or duties.
    if words[0] == words[1] and was is not None and now is not None and now.counts != "people":
        return word_by_row(was, one.before), word_by_row(now, one.after)
    return words


def _case(one: Difference, before: str, after: str, reasons: tuple[CaseReason, ...]) -> CaseChange:
    if not one.number:
        return CaseChange(str(one.case_no), before, after, reasons)
    kind, _, number = one.number.partition(":")
    return CaseChange(number, before, after, reasons, CommitmentKind.coded(kind))


def _reasons(
    link: duckdb.DuckDBPyConnection,
    snapshots: Both,
    definitions: tuple[Indicator, Indicator],
    period: Period,
    explainer: Explainer,
    changed: list[Difference],
) -> dict[Key, tuple[CaseReason, ...]]:
    was, now = definitions
    # What the old definition would say of the new facts: who differs from that, differs by definition.
    redefined = _otherwise(link, snapshots[1], was, now, period) if was.version != now.version else set()
    moved = _by_day(link, snapshots, now, period, changed)
    if now.grain == "commitment":
        return {
            key: explainer.of_promise(link, key[1], is_redefined=key in redefined, is_moved=key in moved)
            for key in map(_key, changed)
        }
    ids = [one.case_id for one in changed]
    told = explainer.reasons(
        link, ids, {case for case, _ in redefined}, now, by_day={case for case, _ in moved}
    )
    return {key: told[key[0]] for key in map(_key, changed)}


def _by_day(
    link: duckdb.DuckDBPyConnection,
    snapshots: Both,
    now: Indicator,
    period: Period,
    changed: list[Difference],
) -> set[Key]:
    """Return who of those that changed counts otherwise as days pass, whatever is recorded meanwhile."""
    before, after = snapshots
    if before.manifest.as_of == after.manifest.as_of:
        return set()
    if passes_with_days(now):  # folded as of the day: what it was on the other one cannot be asked
        return {_key(one) for one in changed}
    return _otherwise(link, after, now, now, period, on=before)


def _otherwise(
    link: duckdb.DuckDBPyConnection,
    snapshot: FrozenSnapshot,
    other: Indicator,
    now: Indicator,
    period: Period,
    *,
    on: FrozenSnapshot | None = None,
) -> set[Key]:
    """Return who of the facts after counts otherwise by another definition, or ``on`` the other day."""
    day = None if on is None else on.manifest.as_of
    write_members(link, "after", snapshot, other, period, "members_still", as_of=day)
    is_promise = now.grain == "commitment"
    return {_key(one) for one in differences(link, "members_still", "members_after", by_number=is_promise)}
