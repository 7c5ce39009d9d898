"""What the home page knows: the numbers of the day and the apps they lead to. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from widgets.address import link
from widgets.duties import reminder
from workbench.queries.overview import Overview, overview

if TYPE_CHECKING:
    from workbench.app import Workbench

REVIEW = "case_review"
INTAKE = "intake"
OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the day; ``address`` opens the cases it counts. ``tone``: plain, late or soon."""

    label: str
    count: int
    note: str
    address: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class AppCard:
    """An app: what one does there, in one sentence and a few points."""

    name: str
    address: str
    purpose: str
    points: tuple[str, ...]


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
        return self._bench.ledger_root(self.snapshot.ledger_size)

    def review(self, **wanted: object) -> str:
        """Return the address of case review for these conditions, as of the day that is shown."""
        return link(REVIEW, **wanted, as_of=None if self.as_of == self.today else self.as_of)

    @property
    def is_empty(self) -> bool:
        """True before the first matter has been registered or imported."""
        return self.overview.all_cases == 0

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the numbers, each in batches (件), each leading to its cases."""
        day = self.overview
        return (
            Tile("在办事项", day.open_cases, "办理、复查复核或执行尚未完成", self.review(open=True)),
            Tile("超期未完成", day.late_cases, "至少一项期限已过", self.review(late=True), "late"),
            Tile(
                f"{day.soon_days} 日内到期",
                day.due_soon,
                "含当日，按日历日计",
                self.review(due_within=day.soon_days),
                "soon",
            ),
            Tile("全部登记事项", day.all_cases, "历年累计", self.review()),
        )

    @property
    def apps(self) -> tuple[AppCard, ...]:
        """Return the apps that exist."""
        return (
            AppCard(
                "形势研判",
                link(OVERVIEW, as_of=None if self.as_of == self.today else self.as_of),
                "开会时投影：在办、超期、将到期，比上月、比去年。",
                (
                    "按单位、分类、渠道、途径看，不按人看",
                    "数量少、看不出变化的，明写“案件太少，不作比较”",
                    "每个数字、条形、方格点开就是案件",
                ),
            ),
            AppCard(
                "案件审查",
                self.review(),
                "查哪件超期、超在哪一步、依据哪一条、由谁负责。",
                (
                    "按单位、渠道、途径、状态等筛选，表格可排序、可导出",
                    "每个期限都写明起算日、天数、扣除与延长的依据",
                    "打开一件，看办理经过、文书和下一步可以做什么",
                ),
            ),
            AppCard(
                "数据导入",
                link(INTAKE),
                "把上级系统导出的工作簿收进来，先检查、后入库。",
                (
                    "支持 .xlsx、.xls、.csv，自动识别表头",
                    "每一处差错都指出文件、行、列和改法",
                    "确认之前什么都不写入；同一文件不会重复导入",
                ),
            ),
        )

    @property
    def first_steps(self) -> tuple[str, ...]:
        """Return what somebody does who is here for the first time."""
        return (
            "点“数据导入”，选择从信访信息系统导出的工作簿，按提示确认。",
            "点“案件审查”，勾选“只看超期”，先看超期的事项。",
            "点开一件，看每个期限怎么算出来的、单位做了什么、还差什么。",
        )
