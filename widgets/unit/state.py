"""What the page of a unit knows: the unit, the day, what it owes, did, its notice. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from widgets.address import asked_day, link
from widgets.duties import reminder
from widgets.parts.values import Choice
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer, current_viewer
from workbench.indicators.evaluate import Figure
from workbench.law.screening import OWING
from workbench.queries.appraisals import appraisals
from workbench.queries.notices import Notice, notice
from workbench.queries.screening_owed import own_unit
from workbench.queries.staffing import UnitPosts, unit_posts
from workbench.queries.unit_duties import Owed, by_span, unit_duties, unit_viewer
from workbench.queries.unit_record import SHOWN, Objection, unit_cases, unit_objections, unit_record

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.app import Workbench
    from workbench.law.appraisal import Appraisal
    from workbench.law.appraisal_parts import ItemObjection
    from workbench.queries.behind import CaseBehind

OWED, DONE, OBJECTED, POSTS, NOTICE = "owed", "done", "objected", "posts", "notice"
TABS: Final = (OWED, DONE, OBJECTED, POSTS, NOTICE)


class UnitPage:
    """One unit on one day, read as the unit itself would see it; each part when it is first asked for."""

    def __init__(self, bench: Workbench, viewer: Viewer, unit: str, as_of: date) -> None:
        self.unit, self.as_of, self._viewer, self._bench = unit, as_of, viewer, bench
        self._theirs = bench.seen_by(unit_viewer(unit))
        self._snapshot = self._theirs.snapshot(as_of)

    @cached_property
    def duties(self) -> tuple[Owed, ...]:
        """Return what the unit owes."""
        with self._theirs.reading() as session:
            link = session.connection()
            return unit_duties(link, self._snapshot, self.unit, calendars=self._theirs.calendars(link))

    @cached_property
    def spans(self) -> dict[str, tuple[Owed, ...]]:
        """Return the same by when it is due."""
        return by_span(self.duties, self.as_of)

    @cached_property
    def record(self) -> tuple[Figure, ...]:
        """Return what the unit did in time over a year."""
        return unit_record(self._snapshot, self.unit)

    def cases(self, figure: str) -> tuple[CaseBehind, ...]:
        """Return the cases behind one of these figures."""
        return unit_cases(self._snapshot, self.unit, figure)

    @cached_property
    def objections(self) -> tuple[Objection, ...]:
        """Return what the unit objected to in a year."""
        return self._theirs.ask(unit_objections, self.unit, as_of=self.as_of)

    @cached_property
    def appraisal_objections(self) -> tuple[tuple[Appraisal, ItemObjection], ...]:
        """Return what the unit objected to in its monthly appraisals, the latest month first."""
        theirs = unit_viewer(self.unit)
        return tuple(
            (line.appraisal, one)
            for line in self._theirs.ask(appraisals, theirs, as_of=self.as_of)
            for one in line.appraisal.objections
        )

    @cached_property
    def posts(self) -> UnitPosts | None:
        """Return the posts of the unit, ``None`` for one that keeps none here."""
        found = self._bench.ask(unit_posts, self._viewer, as_of=self.as_of, unit=self.unit)
        return found[0] if found else None

    @cached_property
    def name(self) -> str:
        """Return what the unit is called on the day."""
        found = self._snapshot.rows("select name from unit_fact where code = :unit", {"unit": self.unit})
        return str(found[0][0]) if found else self.unit

    @cached_property
    def notice(self) -> Notice:
        """Return the notice of the day."""
        with self._theirs.reading() as session:
            link = session.connection()
            calendars = self._theirs.calendars(link)
            return notice(link, self._snapshot, self.unit, self.name, calendars=calendars, duties=self.duties)


class UnitState:
    """The page of a unit as of a day. A unit's official sees his own, the office any."""

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.viewer = viewer()
        self.bench = bench
        self.tab, self.unit, self.figure = OWED, "", ""
        self.complaint = self.go_to(address or {})

    def go_to(self, address: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        problems: list[str] = []
        day = asked_day(address, self.bench.today(), problems)
        self.tab = address.get("tab", OWED)
        if self.tab not in TABS:
            problems.append(f"页签“{self.tab[:20]}”不存在")
            self.tab = OWED
        self.figure = address.get("figure", "")
        if self.figure and self.figure not in SHOWN:
            problems.append(f"本页没有指标“{self.figure[:20]}”")
            self.figure = ""
        self.set_as_of(day)
        self.choose(address.get("unit", ""), problems)
        return f"{'；'.join(problems)}。其余内容已按地址显示。" if problems else ""

    def choose(self, unit: str, problems: list[str] | None = None) -> None:
        """Show another unit; ``NotPermittedError`` for an official who asks for another than his own."""
        own = own_unit(self.viewer)
        if own is not None and unit not in ("", own):
            raise NotPermittedError(self.viewer.role)
        known = {one.code for one in self.units}
        if unit and unit not in known and problems is not None:
            problems.append(f"没有代码为“{unit[:20]}”的单位")
        first = self.viewer.unit if self.viewer.unit in known else self.units[0].code
        self.unit = own or (unit if unit in known else first or "")
        self.page = UnitPage(self.bench, self.viewer, self.unit, self.as_of)

    def set_as_of(self, day: date | None) -> None:
        """Show what stood at the end of a day, ``None`` for today."""
        self.today = self.bench.today()
        self.snapshot = self.bench.snapshot(day)
        if self.unit:
            self.page = UnitPage(self.bench, self.viewer, self.unit, self.as_of)

    @property
    def as_of(self) -> date:
        """Return the day that is shown."""
        return self.snapshot.as_of

    @property
    def address(self) -> str:
        """Return the query of what is shown; today and the viewer's own unit need none."""
        told = {
            "tab": "" if self.tab == OWED else self.tab,
            "unit": self.unit if self.sees_all else "",
            "figure": self.figure if self.tab == DONE else "",
            "as_of": "" if self.as_of == self.today else self.as_of.isoformat(),
        }
        return urlencode({name: value for name, value in told.items() if value})

    def address_of_figure(self, figure: str) -> str:
        """Return the address of this page with the cases of a figure opened."""
        day = None if self.as_of == self.today else self.as_of
        return link("unit", tab=DONE, unit=self.unit if self.sees_all else None, figure=figure, as_of=day)

    @property
    def sees_all(self) -> bool:
        """Return whether the viewer may choose among the units."""
        return own_unit(self.viewer) is None

    @cached_property
    def units(self) -> tuple[Choice, ...]:
        """Return the units to choose from: those that report, and the viewer's own."""
        own, owing = own_unit(self.viewer), {kind.value for kind in OWING}
        return tuple(
            Choice(code, name)
            for code, name, kind in self.snapshot.rows("select code, name, kind from unit_fact order by code")
            if (kind in owing if own is None else code == own)
        )

    @property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the page comes from."""
        return self.bench.ledger_code(self.snapshot.ledger_size)
