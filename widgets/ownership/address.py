"""What an address of the ownership screen asks for, and the one address of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from workbench.queries.ownership_board import FIGURES, OwnedFilter
from workbench.terms import FiveOnes, OwnershipState

BOARD, MINE, TIME, ONE, GAPS, DRIVES = "board", "mine", "time", "one", "gaps", "drives"
PAGES = {
    BOARD: "督办看板",
    MINE: "我的包案",
    TIME: "日历与进度",
    ONE: "单件",
    GAPS: "件件有人包",
    DRIVES: "专项行动",
}
FORMS = (
    *("assign", "team", "draft", "sign", "meet", "note", "replace", "claim", "check", "withdraw"),
    *("open_drive", "enter_drive", "leave_drive", "close_drive"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a page with the filter, an ownership, a matter to be owned, a form that is open.

    ``month`` is the first day of the month in the calendar, ``None`` for that of the as-of day.
    """

    page: str = BOARD
    no: str = ""
    case_no: str = ""
    form: str = ""
    leader: str = ""
    drive: str = ""
    month: date | None = None
    wanted: OwnedFilter = field(default=OwnedFilter())

    def turned(self, page: str) -> Shown:
        """Return another page with the same filter, and no form."""
        return replace(self, page=page, form="")


def read_shown(given: Mapping[str, str], is_unit: Callable[[str], bool]) -> tuple[Shown, tuple[str, ...]]:
    """Return what an address asks for, and in Chinese what of it cannot be read; that part is left out."""
    problems: list[str] = []

    def known(name: str, codes: object, what: str) -> tuple[str, ...]:
        asked = tuple(filter(None, given.get(name, "").split(",")))
        found = tuple(code for code in asked if code in codes)  # type: ignore[operator]
        problems.extend(f"没有“{code}”这个{what}" for code in asked if code not in found)
        return found

    def units(name: str) -> tuple[str, ...]:
        asked = tuple(filter(None, given.get(name, "").split(",")))
        problems.extend(f"没有代码为“{code}”的单位" for code in asked if not is_unit(code))
        return tuple(filter(is_unit, asked))

    wanted = OwnedFilter(
        units=units("unit"),
        towns=units("town"),
        campaigns=tuple(filter(None, given.get("campaign", "").split(","))),
        states=tuple(map(OwnershipState.coded, known("state", {*map(str, OwnershipState)}, "状态"))),
        lacking=tuple(map(FiveOnes.coded, known("lacking", {*map(str, FiveOnes)}, "一"))),
        late_only=given.get("late") == "1",
        figure=next(iter(known("figure", FIGURES, "指标")), ""),
    )
    shown = Shown(
        page=next(iter(known("page", PAGES, "页面")), BOARD),
        no=given.get("no", ""),
        case_no=given.get("case", ""),
        form=next(iter(known("form", FORMS, "办理事项")), ""),
        leader=given.get("leader", ""),
        drive=given.get("drive", ""),
        month=_month(given.get("month", ""), problems),
        wanted=wanted,
    )
    return shown, tuple(problems)


def query_of(shown: Shown, as_of: str = "") -> str:
    """Return the query of what is shown; ``read_shown`` reads it back the same."""
    wanted = shown.wanted
    told = {
        "as_of": as_of,
        "page": "" if shown.page == BOARD else shown.page,
        "no": shown.no,
        "case": shown.case_no,
        "form": shown.form,
        "leader": shown.leader,
        "drive": shown.drive,
        "month": f"{shown.month:%Y-%m}" if shown.month else "",
        "unit": ",".join(wanted.units),
        "town": ",".join(wanted.towns),
        "campaign": ",".join(wanted.campaigns),
        "state": ",".join(wanted.states),
        "lacking": ",".join(wanted.lacking),
        "late": "1" if wanted.late_only else "",
        "figure": wanted.figure,
    }
    return urlencode({name: value for name, value in told.items() if value})


def _month(text: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        problems.append(f"月份“{text}”不是形如 2026-03 的月份")
        return None
