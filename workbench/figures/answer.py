"""A figure that was asked: a table for reading, a frame for going on, and the cases behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbench.figures.questions import QuestionError
from workbench.figures.shown import printed, shown
from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Cell, Period
from workbench.indicators.statistics import count_interval, wilson
from workbench.indicators.waiting import SHARES, Durations
from workbench.queries.case_filter import CaseFilter, FigureCases
from workbench.queries.comparison import Compared, year_earlier, year_on_year
from workbench.queries.figures import figure
from workbench.queries.filter_words import figure_filter_words
from workbench.queries.listing import export_listing, listing
from workbench.queries.named import DIMENSION_NAMES, NotThereError, dimension_named, group_named
from workbench.queries.of_then import must_be_of_then
from workbench.queries.part_months import PART, part_months
from workbench.queries.situation import group_label
from workbench.queries.told_figures import ToldFigure, cells_of, remarks_on
from workbench.snapshots.asked import Asked, FrozenFacts

if TYPE_CHECKING:
    import pandas as pd

    from workbench.workbook import Proof


@dataclass(frozen=True, repr=False)
class Answer:
    """A figure, whole or broken down. Shown as table and chart; ``frame``, ``cases`` go on from here."""

    indicator: Indicator
    period: Period
    by: tuple[str, ...]
    told: tuple[ToldFigure, ...]
    snapshot: Asked
    wanted: CaseFilter
    ledger_code: str = ""
    proof: Callable[[Asked], Proof] | None = field(default=None, compare=False, repr=False)
    period_remark: str = ""  # where fewer days are counted than were asked for
    period_name: str = ""  # what the period is, where nobody asked for one
    earlier: Callable[[date], Asked | None] = field(default=lambda day: None, compare=False, repr=False)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the figures alone, with the codes of their groups."""
        return cells_of(self.told)

    @property
    def hash(self) -> str | None:
        """Return the hash of the frozen snapshot that was asked; ``None`` for the live one."""
        return self.snapshot.snapshot.hash if isinstance(self.snapshot, FrozenFacts) else None

    def frame(self) -> pd.DataFrame:
        """Return one row per group: what was counted, what passed, the share with its 95 % interval.

        Where silence leaves a share open, its two ends and the number of the silent stand beside it.
        """
        import pandas as pd

        return pd.DataFrame([self._row(one) for one in self.told])

    def cases(self, part: str = "all", **groups: str | None) -> pd.DataFrame:
        """Return the cases that count, of all groups or of those named: ``cases(unit="430682104")``.

        A group may be called by its name. Cases of a figure of promises are promises. ``NotThereError`` names
        what there is where a dimension or a group does not exist.
        """
        import pandas as pd

        headings, rows = listing(self.snapshot, self._filter(part, groups))
        return pd.DataFrame(rows, columns=headings)

    def passed(self, **groups: str | None) -> pd.DataFrame:
        """Return the cases that pass."""
        return self.cases("passed", **groups)

    def failed(self, **groups: str | None) -> pd.DataFrame:
        """Return the cases that count and do not pass."""
        return self.cases("failed", **groups)

    def workbook(self, part: str = "all", **groups: str | None) -> bytes:
        """Return the cases as an .xlsx, to be written to a file; below the list stands what it is of.

        That is the part and the group of the figure, its numbers, its period, its definition and what
        narrowed it.
        """
        proof = self.proof and self.proof(self.snapshot)
        wanted = self._filter(part, groups)
        return export_listing(self.snapshot, wanted, filter_words=self.filter_words, proof=proof or None)

    @property
    def filter_words(self) -> str:
        """Return in words by what the cases were narrowed, "" where all were asked."""
        return figure_filter_words(self.snapshot, self.indicator, self.wanted)

    @property
    def definition(self) -> str:
        """Return in words who counts, who passes, by which day, and where that is from."""
        one = self.indicator
        parts = f"（{one.parts[0]}／{one.parts[1]}）" if one.is_share else ""
        return f"{one.name}{parts}：{one.words}。按{one.date_name}。依据：{one.source}。{one.caution}"

    @property
    def basis(self) -> str:
        """Return by what this figure can be made again: period, filter, snapshot, ledger and definition."""
        told = (
            f"统计期（{self.period_name}）{self.period.label}"
            if self.period_name
            else f"统计期 {self.period.label}",
            f"筛选条件 {self.filter_words}" if self.filter_words else "",
            self.snapshot.code,
            f"台账根码 {self.ledger_code}" if self.ledger_code else "",
            f"定义 {self.indicator.version}",
        )
        return " · ".join(filter(None, told))

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what a reader must know: days left out, silence, what of the filter is not followed."""
        told = remarks_on(self.snapshot, self.indicator, self.wanted, self.told, self.by, period=self.period)
        return (self.period_remark, *told) if self.period_remark else told

    @cached_property
    def year_on_year(self) -> Compared | None:
        """Return the figure over all groups beside the same days of the year before, ``None`` for times.

        ``.words`` tells the change in percent (of shares in percentage points), or that there are too few to
        say. A figure that ripens, or of cases chosen by their present state, is compared as of its earlier
        last day, if a snapshot of that day is there.
        """
        if self.indicator.days:
            return None
        now = figure(self.snapshot, self.indicator.id, period=self.period, wanted=self.wanted)
        is_of_then = must_be_of_then(self.indicator, self.wanted)
        as_it_was = self.earlier(year_earlier(self.period).end) if is_of_then else None
        return year_on_year(self.snapshot, now, as_it_was=as_it_was, wanted=self.wanted)

    @property
    def part_months(self) -> dict[str, str]:
        """Return the months of the answer that are not whole, with which days of them count."""
        return part_months(self.period, self.by)

    @property
    def shares(self) -> tuple[str, ...]:
        """Return the columns of the frame that hold shares between 0 and 1."""
        if not self.indicator.is_share:
            return ()
        return (self.indicator.name, "区间下限", "区间上限", *self._ends)

    @property
    def _ends(self) -> tuple[str, str]:
        yes, no = self.indicator.parts
        return f"全部{no}时", f"全部{yes}时"

    def _repr_html_(self) -> str:
        return shown(self)

    def __repr__(self) -> str:
        return printed(self)

    def _row(self, told: ToldFigure) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for by, code in zip(self.by, told.groups, strict=True):
            row[DIMENSION_NAMES[by]] = group_label(self.snapshot, by, code)
            if by == "unit":
                row["单位代码"] = code
        found = told.figure
        if self.indicator.is_share:
            low, high = wilson(found.numerator or 0, found.denominator) if found.denominator else (None, None)
            row |= {
                self.indicator.parts[0]: found.numerator,
                "共": found.denominator,
                self.indicator.name: found.value,
                "区间下限": low,
                "区间上限": high,
                "样本过小": found.is_small,
            }
            if told.ends is not None:
                ends = dict(zip(self._ends, (told.ends.low, told.ends.high), strict=True))
                row |= {self.indicator.silent_name: told.ends.silent, **ends}
        elif told.waits is not None:
            row |= _waiting(told.waits)
        else:
            low, high = count_interval(found.denominator)
            row |= {self.indicator.name: found.count, "人次": found.person_times}
            if self.indicator.counts == "people":  # whose batches the interval is of
                row["批次"] = found.denominator
            row |= {"批次区间下限": round(low, 1), "批次区间上限": round(high, 1)}
        if part := self.part_months:
            row[PART] = told.groups[self.by.index("month")] in part
        return row

    def _filter(self, part: str, groups: dict[str, str | None]) -> CaseFilter:
        within = tuple(self._group(name, given) for name, given in groups.items())
        part = self._part(part)
        if part != "all" and not self.indicator.is_share:
            raise QuestionError(f"“{self.indicator.name}”是数量，没有达到和未达到之分，请用 cases()")
        figure = FigureCases(self.indicator.id, self.period, part, within=within)
        return replace(self.wanted, figure=figure, registered_from=None, registered_until=None)

    def _part(self, given: str) -> str:
        """Return a part by its code, given as code or in the words of the figure: 按期, 未按期."""
        named = dict(zip(self.indicator.parts, ("passed", "failed"), strict=True))
        named |= {one: one for one in ("all", "passed", "failed")}
        if given not in named:
            yes, no = self.indicator.parts
            raise QuestionError(f"没有“{given}”这一部分：请写 'all'、'passed'（{yes}）或 'failed'（{no}）")
        return named[given]

    def _group(self, name: str, given: str | None) -> tuple[str, str | None]:
        by = dimension_named(name, (self.indicator,))
        shown = {one.groups[self.by.index(by)] for one in self.told} if by in self.by else set()
        code = given if given in shown else group_named(self.snapshot, by, given)
        if code is not None and by in ("month", "day") and not self._is_within(code):
            raise NotThereError(
                f"{DIMENSION_NAMES[by]}“{code}”不在统计期 {self.period.short} 之内，没有计入的："
                "请换一个，或者按那段时间另问"
            )
        return by, code

    def _is_within(self, code: str) -> bool:
        """Return whether a month or a day, as its code, has a day in the period."""
        start, end = (day.isoformat()[: len(code)] for day in (self.period.start, self.period.end))
        return start <= code <= end


def _waiting(told: Durations) -> dict[str, Any]:
    days = {f"{share:.0%} 的天数": day for share, day in zip(SHARES, told.days, strict=True)}
    row = {"已有": told.done, "还在等": told.waiting, **days, "等得最久（日）": told.longest}
    return {**row, "样本过小": told.is_small}
