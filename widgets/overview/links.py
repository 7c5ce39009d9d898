"""Where a number of the overview leads: the address of case review that lists just the cases it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from widgets.address import link
from widgets.case_review.address import query_text, to_address
from widgets.case_review.list_heads import ListHeads, heads_to_address
from widgets.overview.filters import within
from workbench.indicators.evaluate import Figure, Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.duties import SOON_DAYS
from workbench.queries.situation import Age

REVIEW = "case_review"
OpenPart = Literal["all", "late", "rest", "soon"]
_PARTS: Final = {"all": "all", "late": "passed", "rest": "failed", "soon": "all"}
_EVERYTHING = CaseFilter()


class Links:
    """Addresses as of one day; ``as_of`` is ``None`` for today, which stands in none.

    ``wanted`` is the filter of the overview, which every list keeps. ``can_open`` says whether the viewer's
    role may see cases: else there is no address, and a number is just a number.
    """

    def __init__(
        self, as_of: date | None, wanted: CaseFilter = _EVERYTHING, *, can_open: bool = True
    ) -> None:
        self._as_of = as_of
        self._wanted = wanted
        self._can_open = can_open

    def on(self, day: date) -> Links:
        """Return the addresses of the same as of another day."""
        return Links(day, self._wanted, can_open=self._can_open)

    def cases(self, wanted: CaseFilter, heads: ListHeads | None = None) -> str:
        """Return the address of the cases of a filter, "" for a viewer who may not see them."""
        if not self._can_open:
            return ""
        asked = to_address(within(wanted, self._wanted)) | heads_to_address(heads or ListHeads())
        asked["as_of"] = self._as_of.isoformat() if self._as_of else ""
        query = query_text(asked)
        return f"{link(REVIEW)}{'?' if query else ''}{query}"

    def figure(
        self,
        found: Figure,
        part: str = "all",
        *,
        by: str | None = None,
        group: str | None = None,
        period: Period | None = None,
    ) -> str:
        """Return the address of the cases behind a figure or one of its groups; "" where there are none.

        Whether anybody was ``silent`` the figure does not know: who asks for that part has counted them.

        ``group`` and ``period`` name a cell: a group of the figure within a part of its period.
        """
        if not found.denominator and part != "silent":
            return ""
        named = group if period else found.group
        return self.figure_cases(found.indicator.id, period or found.period, part, by=by, group=named)

    def figure_cases(
        self, name: str, period: Period, part: str = "all", *, by: str | None = None, group: str | None = None
    ) -> str:
        """Return the address of the cases that a figure of this name counts in a period."""
        return self.cases(CaseFilter(figure=FigureCases(name, period, part, by, group)))

    def open_in(
        self,
        period: Period,
        part: OpenPart,
        *,
        by: str | None = None,
        group: str | None = None,
        besides: Sequence[str | None] = (),
        age: Age | None = None,
    ) -> str:
        """Return the address of a part of the open cases of a group, of all others, or of a class of age."""
        figure = FigureCases(
            "open_late", period, _PARTS[part], by, None if besides else group, besides=tuple(besides)
        )
        tests = []
        if age is not None:
            last = "" if age.last is None else str(age.last)
            tests.append(ColumnTest("elapsed_days", low=str(age.first), high=last))
        due = SOON_DAYS if part == "soon" else None
        return self.cases(CaseFilter(figure=figure, due_within=due), ListHeads(tests=tuple(tests)))
