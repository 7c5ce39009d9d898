"""Impact assessments of handling personal information as of a day: found what, kept where, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.access.gate import require
from workbench.access.masking import scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.impact_assessments import IMPACT
from workbench.law.impact_assessment import BASIS, RULE, ImpactAssessment, number_of
from workbench.law.limits import limit_on
from workbench.records.impact_assessments import ImpactAssessmentRow
from workbench.records.tables import table_of
from workbench.terms import ImpactGround, ImpactState
from workbench.workbook import Heading, Proof, write_table

TEXTS: Final = (
    "activity", "purpose", "impact", "measures", "paper", "place", "struck_why", "destroyed_paper"
)  # fmt: skip
STANDING: Final = frozenset({ImpactState.KEPT, ImpactState.ENDED})
HEADINGS: Final = (
    Heading("编号", 14),
    Heading("应当评估的情形", 26),
    Heading("所评估的处理活动", 34),
    Heading("完成日期", 13),
    Heading("目的和方式", 34),
    Heading("影响和风险", 34),
    Heading("保护措施", 34),
    Heading("报告文号", 20),
    Heading("保存地点", 20),
    Heading("应保存到", 13),
    Heading("状态", 26),
)


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """One assessment as it stood on the day."""

    assessment: ImpactAssessment
    state: ImpactState


def impact_lines(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[ImpactLine, ...]:
    """Return the assessments done by the end of a day, the latest first."""
    require(viewer, "read:impacts")
    head = table_of(ImpactAssessmentRow)
    found = read_dossiers(connection, IMPACT, select(head).where(head.c.done_on <= as_of))
    lines = [ImpactLine(_masked(one.until(as_of)), one.state(as_of)) for one in found]
    return tuple(sorted(lines, key=lambda one: (one.assessment.done_on, one.assessment.id), reverse=True))


def lacks(lines: Sequence[ImpactLine], ground: ImpactGround) -> bool:
    """Return whether no assessment of this ground stands."""
    return not any(one.assessment.ground is ground and one.state in STANDING for one in lines)


def next_impact_no(connection: Connection, year: int) -> str:
    """Return the number that the next assessment entered in a year gets."""
    head = table_of(ImpactAssessmentRow)
    taken = select(head.c.id).where(head.c.impact_no.startswith(f"{number_of(year, 0)[:-1]}"))
    return number_of(year, 1 + len(connection.execute(taken).all()))


def impact_workbook(
    lines: Sequence[ImpactLine], as_of: date, code: str, *, proof: Proof | None = None
) -> bytes:
    """Return the list (.xlsx); ``code`` says by what it is made again."""
    notes = [f"截至 {as_of} · {code}", keep_words(as_of)]
    rows = [_row(one) for one in lines]
    return write_table(HEADINGS, rows, title="个人信息保护影响评估", notes=notes, proof=proof)


def keep_words(as_of: date) -> str:
    """Return what asks for the assessments, and how long their reports are kept."""
    return f"依据{BASIS}；评估报告和处理情况记录{limit_on(RULE, as_of).length_text}"


def state_words(line: ImpactLine) -> str:
    """Return the state with its day and reason."""
    one = line.assessment
    if one.struck_on is not None:
        return f"{line.state.label}（{one.struck_on}，{one.struck_why}）"
    if one.destroyed_on is not None:
        return f"{line.state.label}（{one.destroyed_on}，{one.destroyed_paper}）"
    return line.state.label


def _row(line: ImpactLine) -> list[Any]:
    one = line.assessment
    texts = (one.purpose, one.impact, one.measures, one.paper, one.place)
    kept = (one.kept_until, state_words(line))
    return [one.impact_no, one.ground.label, one.activity, one.done_on, *texts, *kept]


def _masked(one: ImpactAssessment) -> ImpactAssessment:
    told: dict[str, Any] = {name: scrub(text) for name in TEXTS if (text := getattr(one, name)) is not None}
    return replace(one, **told)
