"""Where a number of the overview leads: the address of case review that lists just the cases it counts."""

from __future__ import annotations

from datetime import date

from widgets.address import link
from widgets.case_review.address import query_text, to_address
from widgets.case_review.list_heads import ListHeads, heads_to_address
from widgets.overview.filters import within
from workbench.indicators.evaluate import Figure, Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.situation import Age

REVIEW = "case_review"
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

        ``group`` and ``period`` name a cell: a group of the figure within a part of its period.
        """
        if not found.denominator:
            return ""
        cases = FigureCases(
            found.indicator.id, period or found.period, part, by, group if period else found.group
        )
        return self.cases(CaseFilter(figure=cases))

    def open_in(self, group: str | None, by: str, part: str, since: date, until: date) -> str:
        """Return the address of the open cases of a group: ``passed`` the late ones, ``failed`` the rest."""
        return self.cases(CaseFilter(figure=FigureCases("open_late", Period(since, until), part, by, group)))

    def open_of_age(self, age: Age) -> str:
        """Return the address of the open cases of a class of age."""
        test = ColumnTest("elapsed_days", low=str(age.first), high="" if age.last is None else str(age.last))
        return self.cases(CaseFilter(open_only=True), ListHeads(tests=(test,)))
