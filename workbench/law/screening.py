"""Monthly screening of disputes (矛盾纠纷排查月报): what a unit reports, what balances, when it is late.

A report belongs to a unit and a month, and counts disputes, never people. What was reported stays: a mended
report is a new edition with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.screening_month import MONTH, first_day, month_words, months_between
from workbench.law.screening_parts import DisputeLine, ScreeningEdition, ScreeningError, ScreeningReturn
from workbench.terms import ScreeningState, UnitKind

BACKWARDS: Final = 12  # months that may still be reported, and looked back upon for the last stock
OWING: Final = frozenset(
    {UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT, UnitKind.MUNICIPAL_DEPARTMENT}
)
COUNTED: Final = {"last_stock": "上期存量", "new": "新排查", "settled": "已化解", "stock": "期末存量"}
SEEN_TO: Final = {"responsible": "责任人", "post": "责任人职务", "measure": "化解措施", "due_on": "化解期限"}


@dataclass(frozen=True, slots=True)
class Screening:
    """排查月报: the report of one unit on one month (``2026-11``) through all its editions."""

    id: int
    report_no: str
    unit: str
    month: str
    editions: tuple[ScreeningEdition, ...] = ()
    lines: tuple[DisputeLine, ...] = ()
    returns: tuple[ScreeningReturn, ...] = ()
    version: int = 1

    @property
    def edition(self) -> ScreeningEdition:
        """The edition in force: the last one."""
        return self.editions[-1]

    @property
    def shown_lines(self) -> tuple[DisputeLine, ...]:
        """The lines of the edition in force."""
        return self.lines_of(len(self.editions))

    def lines_of(self, edition: int) -> tuple[DisputeLine, ...]:
        """Return the lines of an edition (from 1)."""
        return tuple(one for one in self.lines if one.edition == edition)

    @property
    def is_zero(self) -> bool:
        """Whether nothing new was found: a zero-report (零报告), which counts like any other."""
        return self.edition.new == 0

    @property
    def returned(self) -> ScreeningReturn | None:
        """The return that waits for a mended edition, if one does."""
        last = self.returns[-1] if self.returns else None
        return last if last is not None and last.edition == len(self.editions) else None

    def until(self, as_of: date) -> Screening | None:
        """Return the report as it stood at the end of ``as_of``; ``None`` before its first edition."""
        editions = tuple(one for one in self.editions if one.on <= as_of)
        if not editions:
            return None
        known = range(1, len(editions) + 1)
        return replace(
            self,
            editions=editions,
            lines=tuple(one for one in self.lines if one.edition in known),
            returns=tuple(one for one in self.returns if one.on <= as_of),
        )

    def amended(self, edition: ScreeningEdition, lines: Sequence[DisputeLine]) -> Screening:
        """Return the report with one more edition; it needs a reason."""
        if not (edition.why and edition.why.strip()):
            raise ScreeningError("更正月报请写明理由", "why")
        self._check_day(edition.on)
        checked = _checked(self.month, edition, lines)
        number = len(self.editions) + 1
        more = tuple(replace(one, edition=number) for one in checked)
        return replace(self, editions=(*self.editions, edition), lines=(*self.lines, *more))

    def sent_back(self, why: str, due_on: date, *, by_unit: str | None, account: str, on: date) -> Screening:
        """Return the report sent back by the office, to be mended by ``due_on``."""
        if by_unit == self.unit:
            raise ScreeningError("本单位的月报由信访部门或者联席会议退回，不能由本单位退回")
        if self.returned is not None:
            raise ScreeningError(f"月报已于{self.returned.on}退回，等待更正")
        if not why.strip():
            raise ScreeningError("退回月报请写明理由：哪里不符、要补什么")
        self._check_day(on)
        if due_on <= on:
            raise ScreeningError("补报期限须晚于退回之日：请核对")
        told = ScreeningReturn(len(self.editions), on, account, due_on, why.strip())
        return replace(self, returns=(*self.returns, told))

    def _check_day(self, on: date) -> None:
        last = max(self.edition.on, *(one.on for one in self.returns), self.edition.on)
        if on < last:
            raise ScreeningError(f"日期早于上一步（{last}）：请核对")


def reported(screening: Screening, edition: ScreeningEdition, lines: Sequence[DisputeLine]) -> Screening:
    """Return a new report with its first edition; ``ScreeningError`` with what is wrong in it."""
    if not MONTH.fullmatch(screening.month):
        raise ScreeningError(f"月份“{screening.month}”不是月份：请写成 2026-11 的样子", "month")
    first = first_day(screening.month)
    if edition.on < first:
        words = month_words(screening.month)
        told = f"报送日期（{edition.on}）还没有到{words}，不能报送该月的月报：请核对月份和报送日期"
        raise ScreeningError(told, "month")
    if months_between(first, edition.on) > BACKWARDS:
        raise ScreeningError(
            f"{month_words(screening.month)}的月报已过去{BACKWARDS}个月以上，不再补报：请核对月份", "month"
        )
    checked = _checked(screening.month, edition, lines)
    return replace(screening, editions=(edition,), lines=tuple(replace(one, edition=1) for one in checked))


def check_last_stock(last_stock: int, before: Screening | None) -> None:
    """Refuse a report that does not begin with the stock at which the last one ended."""
    if before is not None and before.edition.stock != last_stock:
        raise ScreeningError(
            f"上期存量应为{month_words(before.month)}月报的期末存量{before.edition.stock}件，填报的是{last_stock}件："
            "请核对；上期月报有误的，请先更正上期月报",
            "last_stock",
        )


def check_signature(signed_by: str, head: str | None) -> None:
    """Refuse a report that the head of the unit, where one is registered, has not signed."""
    if head is not None and signed_by.strip() != head:
        raise ScreeningError(
            f"月报须由主要负责人签字：登记的主要负责人是{head}，填报的是“{signed_by.strip()}”。"
            "人员有变动的，请先在“岗位和培训”中登记",
            "signed_by",
        )


def check_balance(last_stock: int, new: int, settled: int, stock: int) -> None:
    """Refuse numbers that do not balance: stock = last stock + new − settled, all of disputes (件)."""
    counts = {"last_stock": last_stock, "new": new, "settled": settled, "stock": stock}
    for name, count in counts.items():
        if count < 0:
            raise ScreeningError(f"{COUNTED[name]}不能是负数（现为{count}）：请核对", name)
    right = last_stock + new - settled
    if stock != right:
        raise ScreeningError(
            f"存量不平：上期存量{last_stock}件＋新排查{new}件－已化解{settled}件＝{right}件，"
            f"填报的期末存量是{stock}件。请核对这四个数",
            "stock",
        )


def _checked(month: str, edition: ScreeningEdition, lines: Sequence[DisputeLine]) -> tuple[DisputeLine, ...]:
    check_balance(edition.last_stock, edition.new, edition.settled, edition.stock)
    if not edition.signed_by.strip():
        raise ScreeningError("请填写签字的主要负责人：月报由单位主要负责人签字后报送", "signed_by")
    if edition.signed_on > edition.on:
        told = f"签字日期（{edition.signed_on}）晚于报送日期（{edition.on}）：请核对"
        raise ScreeningError(told, "signed_on")
    if edition.signed_on < first_day(month):
        told = f"签字日期（{edition.signed_on}）早于{month_words(month)}：请核对"
        raise ScreeningError(told, "signed_on")
    checked = tuple(_line(place, one) for place, one in enumerate(lines, 1))
    for name in ("new", "settled", "stock"):
        count, summed = getattr(edition, name), sum(getattr(one, name) for one in checked)
        if count != summed:
            raise ScreeningError(
                f"分类明细的{COUNTED[name]}合计{summed}件，与总数{count}件不符：请核对", name
            )
    return checked


def _line(place: int, one: DisputeLine) -> DisputeLine:
    where, at = f"明细第{place}行（{one.kind.label}）", f"line.{place}."
    for name in ("new", "settled", "stock"):
        if getattr(one, name) < 0:
            raise ScreeningError(f"{where}的{COUNTED[name]}是负数：请核对", at + name)
    if not (one.new or one.settled or one.stock):
        raise ScreeningError(f"{where}各数都是0：请删去这一行", f"{at}kind")
    if one.last_stock < 0:
        raise ScreeningError(
            f"{where}的新排查{one.new}件多于已化解与期末存量之和{one.settled + one.stock}件：请核对",
            f"{at}new",
        )
    told = {name: (getattr(one, name) or "").strip() or None for name in ("responsible", "post", "measure")}
    lacking = [name for name in SEEN_TO if (one.due_on if name == "due_on" else told[name]) is None]
    if one.stock and lacking:
        names = "、".join(SEEN_TO[name] for name in lacking)
        raise ScreeningError(f"{where}有存量{one.stock}件，还缺{names}：请补填", at + lacking[0])
    return replace(one, responsible=told["responsible"], post=told["post"], measure=told["measure"])


def state_of(screening: Screening | None, due_on: date, as_of: date) -> ScreeningState:
    """Return how the report of a month stands at the end of ``as_of``; the first edition decides on time."""
    known = screening.until(as_of) if screening is not None else None
    if known is None:
        return ScreeningState.MISSING if as_of > due_on else ScreeningState.AWAITED
    if known.returned is not None:
        return ScreeningState.RETURNED
    return ScreeningState.ON_TIME if known.editions[0].on <= due_on else ScreeningState.LATE
