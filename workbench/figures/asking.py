"""Ask a figure of the catalogue: of a period in words, broken down, of some of the cases."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workbench.access.masking import ACCUSATION_NOTICE, HELD_TITLE
from workbench.access.viewer import site_viewer
from workbench.acts.hidden import PLACE
from workbench.figures.answer import LABELS, Answer, QuestionError
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import defined
from workbench.queries.told_figures import told_figures
from workbench.snapshots.asked import FrozenFacts
from workbench.terms import ErasureState

if TYPE_CHECKING:
    import pandas as pd

    from workbench.app import Workbench
    from workbench.snapshots.engines import DuckFacts
    from workbench.snapshots.frozen import FrozenSnapshot

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
MOST_DIMENSIONS = 2


def ask(
    name: str,
    *,
    by: Sequence[str] | str = (),
    period: Period | str | None = None,
    as_of: date | None = None,
    snapshot: str | None = None,
    wanted: CaseFilter | None = None,
    bench: Workbench | None = None,
) -> Answer:
    """Return a figure of the catalogue for a period, broken down by at most two dimensions.

    ``period`` is "2026", "2026-03", "2026-01..2026-06" or a ``Period``; without it the twelve months up to
    the as-of day (default: today). ``snapshot`` is the beginning of the hash of a frozen snapshot: its day
    and its definitions hold, so that an old figure is made again. ``wanted`` narrows the cases. ``bench`` is
    the workbench, else that of this user. Raises ``DefinitionError`` for an unknown figure or dimension,
    ``FrozenSnapshotError`` for an unknown snapshot, ``QuestionError`` otherwise.
    """
    groups = (by,) if isinstance(by, str) else tuple(by)
    opened = bench or _own_bench()
    asked = _frozen(opened, snapshot, as_of) if snapshot is not None else opened.snapshot(as_of)
    definition = defined(asked, name)
    if len(groups) > MOST_DIMENSIONS or (definition.days and len(groups) > 1):
        raise QuestionError("分组太多：比率和数量最多按两项分组，用时最多按一项")
    span = read_period(period, asked.as_of)
    told = told_figures(asked, definition, period=span, by=groups, wanted=wanted)
    if definition.days:
        told = tuple(one for one in told if one.waits is not None)
    return Answer(
        definition,
        span,
        groups,
        told,
        asked,
        wanted or CaseFilter(),
        opened.ledger_code(asked.ledger_size, root=asked.ledger_root),
        opened.proof,
    )


def _frozen(bench: Workbench, name: str, as_of: date | None) -> FrozenFacts:
    """Return a frozen snapshot, open for as long as its answer is there."""
    if site_viewer() is not None:  # there everything is narrowed to what he may see, and this knows no viewer
        raise QuestionError("固定快照不按账号遮盖，登录后的页面不能用：请在 JupyterLab 中提问")
    found = bench.shelf.find(name)
    bench.shelf.require_past(found)
    if as_of not in (None, found.manifest.as_of):
        raise QuestionError(f"快照截至 {found.manifest.as_of}，与 as_of 不同：请去掉 as_of 或换一个快照")
    return FrozenFacts(found, covered_facts(bench, found))


def covered_facts(bench: Workbench, found: FrozenSnapshot) -> DuckFacts:
    """Return the facts of a frozen snapshot, less the titles told no more; the caller closes them."""
    facts = bench.shelf.facts(found)
    says_nothing = (ACCUSATION_NOTICE, HELD_TITLE, PLACE[ErasureState.RESTRICTED])
    asked = "select case_no, title from case_fact where title in (?, ?, ?)"
    facts.cover_titles(dict(bench.snapshot().rows(asked, says_nothing)))
    return facts


def names() -> pd.DataFrame:
    """Return the catalogue as a table: what can be asked, what it means, by what it may be broken down."""
    import pandas as pd

    rows = [
        {
            "编号": one.id,
            "名称": one.name,
            "用途": "核心" if one.kind == "core" else "背景",
            "定义": one.words,
            "可按": "、".join(f"{by}（{LABELS[by]}）" for by in one.dimensions),
            "依据": one.source,
        }
        for one in catalogue().values()
    ]
    return pd.DataFrame(rows)


def read_period(given: Period | str | None, as_of: date) -> Period:
    """Return the period of a question; ``QuestionError`` says how it is written."""
    if isinstance(given, Period):
        return given
    if given is None:
        year = as_of.year - 1
        last = calendar.monthrange(year, as_of.month)[1]
        return Period(date(year, as_of.month, min(as_of.day, last)) + timedelta(1), as_of)
    first, _, last_text = given.partition("..")
    start, end = _span(first.strip()), _span((last_text or first).strip())
    if start.start > end.end:
        raise QuestionError(f"统计期“{given}”的开头晚于结尾")
    return Period(start.start, end.end)


def _span(text: str) -> Period:
    told = _PERIOD.fullmatch(text)
    try:
        if told is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in told.groups())
        assert year is not None
        if day is not None and month is not None:
            return Period(date(year, month, day), date(year, month, day))
        first, last = (month, month) if month else (1, 12)
        return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise QuestionError(f"统计期“{text}”请写成 2026、2026-03 或 2026-01..2026-06") from None


def _own_bench() -> Workbench:
    from workbench.app import open_workbench

    return open_workbench()
