"""Two snapshots in a line for each group that matters moved to, and in the object that scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.cli.changed_figures import SHOWN, waits_told

if TYPE_CHECKING:
    from workbench.snapshots.asked import Asked
    from workbench.snapshots.compare import Comparison
    from workbench.snapshots.figure_change import CaseChange
    from workbench.snapshots.regrouped import MovedCase, Regrouped


def moved_line(found: Regrouped, facts: Asked) -> str:
    """Return which matters stand in another group of one dimension, how many and why."""
    from workbench.queries.named import DIMENSION_NAMES
    from workbench.queries.situation import group_label

    tally = "，".join(f"{kind.label} {count:,} 件" for kind, count in found.tally)
    told = []
    for one in found.cases[:SHOWN]:
        groups = " → ".join(group_label(facts, found.by, code) for code in (one.before, one.after))
        # A line that may be passed on says of no matter that it has become an accusation.
        told.append(one.case_no if found.by == "petition_class" else f"{one.case_no}（{groups}）")
    more = "……用 --json 查看" if len(found.cases) > SHOWN else ""
    return f"  {DIMENSION_NAMES[found.by]}不同的 {len(found.cases):,} 件（{tally}）：{'、'.join(told)}{more}"


def compared_data(found: Comparison) -> dict[str, Any]:
    """Return what scripts read: figures before and after, their matters, who moved between groups."""
    return {
        "before": found.before.hash,
        "after": found.after.hash,
        "start": found.period.start,
        "end": found.period.end,
        "figures": [
            {
                "indicator": figure.indicator,
                "name": figure.name,
                "before": figure.before,
                "after": figure.after,
                "silent": figure.silent,
                **waits_told(figure),
                "redefined": figure.is_redefined,
                "cases": [_case(case) for case in figure.cases],
            }
            for figure in found.changed
        ],
        "refused": [{"name": one.name, "why": one.why} for one in found.refused],
        "regrouped": [
            {"by": moved.by, "cases": [_regrouped(moved.by, case) for case in moved.cases]}
            for moved in found.regrouped
        ],
    }


def _regrouped(by: str, case: MovedCase) -> dict[str, Any]:
    told = _case(case)
    if by == "petition_class":  # as in the text: of no matter that it has become an accusation
        del told["before"], told["after"]
    return told


def _case(case: CaseChange | MovedCase) -> dict[str, Any]:
    reasons = [{"reason": one.reason.value, "words": one.words} for one in case.reasons]
    kind = getattr(case, "kind", None)  # of a promise
    told = {} if kind is None else {"kind": kind.value}
    return {"case_no": case.case_no, **told, "before": case.before, "after": case.after, "reasons": reasons}
