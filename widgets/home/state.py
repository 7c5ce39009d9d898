"""What the home page knows: the numbers of the day and the apps they lead to. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from widgets.address import link
from widgets.commitment_links import app_of
from widgets.duties import reminder
from widgets.home.cards import PURPOSES, WALL
from workbench.access.gate import allow, declared_apps
from workbench.access.masking import HELD_TITLE
from workbench.access.policy import policy
from workbench.access.viewer import site_viewer
from workbench.demo.plan import LAST_DAY
from workbench.demo.presence import begins_with_demo
from workbench.indicators.small_cells import is_small
from workbench.queries.lateness import late_parts
from workbench.queries.overview import Overview, overview
from workbench.queries.pledges import count_pledges
from workbench.terms import ActKind, Role

if TYPE_CHECKING:
    from workbench.app import Workbench

REVIEW = "case_review"
ROOM = "开会"
# What one does first, by the app where it is done: whoever may open several begins with the first of them.
BEGINNINGS: Final = {
    "intake": "点“数据导入”，选择从信访信息系统导出的工作簿，按提示确认。",
    "unit": "点“单位工作台”，看本单位逾期的和就要到期的，逐项点到办理的地方。",
    "ownership": "点“领导包案”，看名下的包案和该兑现的承诺。",
}
IN_REVIEW: Final = (
    "点“案件审查”，勾选“只看超期”，先看超期的事项。",
    "点开一件，看每个期限怎么算出来的、单位做了什么、还差什么。",
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the day; ``address`` opens the cases it counts. ``tone``: plain, late or soon.

    ``count`` is ``None`` where so few may not be told to the viewer.
    """

    label: str
    count: int | None
    note: str
    address: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class AppCard:
    """An app: what one does there, in one sentence."""

    name: str
    address: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AppGroup:
    """Apps that one opens for the same end."""

    name: str
    apps: tuple[AppCard, ...]


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """Promises of one kind that wait: how many are late, by how many days at most, how many are due soon."""

    label: str
    late: int
    longest: int
    soon: int
    address: str


class HomeState:
    """The home page of one day; the numbers are read when the day is set."""

    def __init__(self, bench: Workbench, as_of: date | None = None) -> None:
        self._bench = bench
        self.set_as_of(as_of)

    def set_as_of(self, as_of: date | None) -> None:
        """Read the numbers at the end of a day, ``None`` for today."""
        self.today = self._bench.today()
        self.snapshot = self._bench.snapshot(as_of)
        self.overview: Overview = overview(self.snapshot)
        self.reminder = reminder(self._bench)

    @property
    def bench(self) -> Workbench:
        return self._bench

    @property
    def as_of(self) -> date:
        """Return the day whose numbers are shown."""
        return self.overview.as_of

    @property
    def address(self) -> str:
        """Return the query of the address that shows this day; today needs none."""
        return "" if self.as_of == self.today else f"as_of={self.as_of}"

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the numbers come from."""
        return self._bench.ledger_code(self.snapshot.ledger_size)

    def review(self, **wanted: object) -> str:
        """Return the address of case review for these conditions, as of the day that is shown."""
        return link(REVIEW, **wanted, as_of=None if self.as_of == self.today else self.as_of)

    @property
    def demo_ended(self) -> date | None:
        """Return the last day of the demo, where one is shown as of a later day."""
        is_later = self.as_of > LAST_DAY
        return LAST_DAY if is_later and begins_with_demo(self._bench.config.database) else None

    @property
    def is_empty(self) -> bool:
        """True before the first matter has been registered or imported."""
        return self.overview.all_cases == 0

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the numbers, each in batches (件), each leading to its cases."""
        day = self.overview
        ended_late = day.late_cases - day.open_late
        # A sum less the one part tells the other: where one is hidden, so is the sum.
        hides_late = any(self.told(one) is None for one in (day.open_late, ended_late))
        hides = hides_late or self.told(day.open_cases - day.open_late) is None
        parts = "" if hides_late else late_parts(day.open_late, ended_late)
        return (
            Tile(
                "在办事项",
                None if hides else self.told(day.open_cases),
                "办理、复查复核或执行尚未完成",
                self.review(open=True),
            ),
            Tile(
                "超期未完成",
                None if hides_late else day.late_cases,
                parts or "至少一项期限已过",
                self.review(late=True),
                "late",
            ),
            Tile(
                f"{day.soon_days} 日内到期",
                self.told(day.due_soon),
                "含当日，按日历日计",
                self.review(due_within=day.soon_days),
                "soon",
            ),
            Tile("全部登记事项", None if hides else self.told(day.all_cases), "历年累计", self.review()),
            *self._held(),
        )

    def told(self, count: int) -> int | None:
        """Return a number of matters, ``None`` where the viewer only counts and it is too small (HR9)."""
        viewer = site_viewer()
        hides = viewer is not None and policy().only_counts(viewer.role)
        return None if hides and is_small(count) else count

    def _held(self) -> tuple[Tile, ...]:
        """Return how many wait for a person to say whether they accuse; none where he may not."""
        viewer = site_viewer()
        if not self.overview.held or (
            viewer is not None and not allow(viewer, f"act:{ActKind.DECIDE_HOLD.value}")
        ):
            return ()
        note = "认定以前不转送、不办理"
        return (Tile("可能是检举控告", self.overview.held, note, self.review(text=HELD_TITLE), "soon"),)

    @property
    def groups(self) -> tuple[AppGroup, ...]:
        """Return the apps that the viewer may open, by what one comes for; outside the site all of them."""
        day = None if self.as_of == self.today else self.as_of
        groups = (
            AppGroup(
                name,
                tuple(
                    AppCard(one.name, link(one.app, as_of=day if one.of_a_day else None), one.purpose)
                    for one in purposes
                    if one.app in declared_apps() and self.may_open(one.app)
                ),
            )
            for name, purposes in (*PURPOSES.items(), (ROOM, (WALL,) if self.shows_only_the_wall else ()))
        )
        return tuple(group for group in groups if group.apps)

    @property
    def pledges(self) -> tuple[PledgeLine, ...]:
        """Return what was promised and waits, each kind leading to its app; of a unit its own only."""
        viewer = site_viewer()
        is_bound = viewer is not None and viewer.role is Role.HANDLER
        found = count_pledges(self.snapshot, viewer.unit if viewer is not None and is_bound else None)
        return tuple(
            PledgeLine(one.kind.label, one.late, one.longest, one.soon, link(app_of(one.kind)))
            for one in found
            if self.may_open(app_of(one.kind))
        )

    @property
    def first_steps(self) -> tuple[str, ...]:
        """Return what somebody does who is here for the first time: nothing that he may not open."""
        first = [words for app, words in BEGINNINGS.items() if self.may_open(app)][:1]
        return (*first, *(IN_REVIEW if self.may_open(REVIEW) else ()))

    @property
    def shows_only_the_wall(self) -> bool:
        """Return whether the viewer may show a meeting on the wall, but not open it."""
        return self.may_open(WALL.app) and not self.may_open("meeting")

    @property
    def has_imports(self) -> bool:
        """Return whether the viewer imports, or sees what was imported."""
        return bool(self.overview.batches) or self.may_open("intake")

    def may_open(self, app: str) -> bool:
        """Return whether the viewer may open an app; outside the site everybody may."""
        viewer = site_viewer()
        return viewer is None or allow(viewer, f"open:{app}")
