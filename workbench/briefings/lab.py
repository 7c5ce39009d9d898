"""Briefings for analysts in JupyterLab: made in one line, read there, every figure opened to its cases."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.briefings.briefing import Briefing
from workbench.briefings.files import FORMATS, file_of
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.sentences import difference
from workbench.briefings.spans import BriefingError, last_over, read_span
from workbench.queries.listing import listing
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    import pandas as pd

    from workbench.app import Workbench

STYLE = "max-width: 820px; font-family: 'Noto Sans SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True, repr=False)
class LabBriefing:
    """A briefing in a notebook, shown as it will be printed; from it one goes on to figures and cases."""

    briefing: Briefing
    bench: Workbench

    def figures(self) -> pd.DataFrame:
        """Return one row for each figure: value, parts, both earlier periods, version of the definition."""
        import pandas as pd

        last, ago = self.briefing.span.words_before
        rows = [
            {
                "编号": one.indicator.id,
                "指标": one.indicator.name,
                "本期": one.value,
                "分子": one.now.numerator,
                "分母": one.now.denominator,
                last: difference(one.last, last),
                ago: difference(one.ago, ago),
                "法律要求": one.law,
                "定义版本": one.indicator.version,
            }
            for one in self.briefing.figures
        ]
        return pd.DataFrame(rows).astype({"分子": "Int64"})

    def cases(self, name: str, part: str = "all") -> pd.DataFrame:
        """Return the cases behind a figure: all, passed or failed, as of the briefing's day, as known now.

        Who asks sees what he may see. ``BriefingError`` for a figure that the briefing has not.
        """
        import pandas as pd

        wanted = self.briefing.figure(name).cases(part)
        headings, rows = listing(self.bench.snapshot(self.briefing.as_of), wanted)
        return pd.DataFrame(rows, columns=headings)

    def save(self, folder: str | Path = ".", forms: str = ",".join(FORMATS)) -> list[str]:
        """Write the briefing into a folder, one file for each format; return the names of the files."""
        from workbench.briefings.files import read_formats

        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        names = []
        for form in read_formats(forms):
            name = f"{self.briefing.name}.{form}"
            (place / name).write_bytes(file_of(self.briefing, form))
            _say(f"已生成 {name}")
            names.append(name)
        return names

    def __repr__(self) -> str:
        told = self.briefing.provenance
        return f"<{self.briefing.title}，截至 {told.as_of}，快照 {self.briefing.snapshot[:12]}>"

    def _repr_html_(self) -> str:
        from workbench.documents.page import to_html

        # The page is made in one place; a notebook needs what is within its body.
        page_of_paper = to_html(self.briefing.document())
        inside = page_of_paper.partition("<main>")[2].partition("</main>")[0]
        return f'<div style="{escape(STYLE)}">{inside}</div>'


def monthly(
    period: str = "", *, as_of: str = "", snapshot: str = "", bench: Workbench | None = None
) -> LabBriefing:
    """Return the monthly briefing of a month (2026-10, else the last whole one).

    Without a snapshot one is frozen; ``BriefingError`` for what cannot be made.
    """
    return _made(IssuedKind.MONTHLY_BRIEFING, period, as_of, snapshot, bench)


def quarterly(
    period: str = "", *, as_of: str = "", snapshot: str = "", bench: Workbench | None = None
) -> LabBriefing:
    """Return the quarterly briefing of a quarter (2026-3, else the last whole one)."""
    return _made(IssuedKind.QUARTERLY_BRIEFING, period, as_of, snapshot, bench)


def yearly(
    period: str = "", *, as_of: str = "", snapshot: str = "", bench: Workbench | None = None
) -> LabBriefing:
    """Return the report of a year (2026, else the last whole one)."""
    return _made(IssuedKind.YEARLY_REPORT, period, as_of, snapshot, bench)


def _made(kind: IssuedKind, period: str, as_of: str, snapshot: str, given: Workbench | None) -> LabBriefing:
    from workbench.app import open_workbench

    bench = given or open_workbench()
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise BriefingError(f"截至日“{as_of}”不是日期，请写成 2026-10-31 的样子，或留空") from None

    def tell(done: int, of: int) -> None:
        sys.stdout.write(f"\r正在固定快照：{done:,} / {of:,} 件" + ("\n" if done >= of else ""))
        sys.stdout.flush()

    span = read_span(kind, period) if period else last_over(kind, bench.today())
    asked = Asked(span, snapshot, day)
    return LabBriefing(make_briefing(bench, asked, progress=tell), bench)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
