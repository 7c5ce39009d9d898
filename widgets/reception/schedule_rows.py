"""A month's schedule as typed or pasted: each row becomes a plan or sentences that say what to mend.

Nothing is guessed beyond what a clerk means by "3日" in a sheet of April, and nothing that was typed is lost:
a row with a problem stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from workbench.law.reception_duty import month_of
from workbench.terms import ReceptionKind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its key, its heading, other headings people give it, its width in characters."""

    key: str
    label: str
    others: tuple[str, ...] = ()
    required: bool = False
    width: int = 8


COLUMNS = (
    Column("day", "日期", ("接访日期", "接待日期", "计划日期", "接访时间"), required=True, width=8),
    Column("start", "开始", ("时间", "开始时间", "起"), width=5),
    Column("end", "结束", ("结束时间", "止"), width=5),
    Column("leader", "姓名", ("领导", "接访领导", "领导姓名", "接待领导"), required=True, width=6),
    Column("post", "职务", ("领导职务",), required=True, width=12),
    Column("main", "主要领导", ("党政主要领导", "是否主要领导"), width=6),
    Column("charge", "分管工作", ("分管", "分管领域", "分管范围"), width=13),
    Column("unit", "所在单位", ("单位",), width=10),
    Column("kind", "方式", ("接访方式", "类型", "类别"), width=5),
    Column("place", "地点", ("接访地点", "接待地点"), required=True, width=15),
)
MOST_ROWS = 200
LONGEST = 200  # characters of one cell
_YES, _NO = frozenset({"是", "√", "✓", "1", "有"}), frozenset({"", "否", "×", "0", "无"})
_DAY = re.compile(r"(?:(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})\s*[日号]?")
_BESIDE = re.compile(r"\s*[（(]?(?:星期|周)[一二三四五六日天][)）]?$|\s+\d{1,2}:\d{2}(?::\d{2})?$")
_TIME = re.compile(r"(上午|下午)?\s*(\d{1,2})\s*(?:[:：点时]\s*(半|\d{1,2})?\s*分?)?")
_RANGE = re.compile(r"\s*[-—–~～至到]+\s*")
_WIDE = str.maketrans("０１２３４５６７８９　", "0123456789 ")


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row that can be planned."""

    day: date
    start: time | None
    end: time | None
    leader: str
    post: str
    is_main_leader: bool
    charge: str | None
    unit: str
    kind: ReceptionKind
    place: str


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a sheet says: ``drafts`` and ``problems`` (sentences) by the place of the row, counted from 0."""

    drafts: Mapping[int, RowDraft]
    problems: Mapping[int, tuple[str, ...]]


def read_sheet(
    rows: Sequence[Mapping[str, str]], month: date, units: Mapping[str, str], *, city: str
) -> ReadSheet:
    """Return the plans of a month and what is wrong; empty rows are passed over.

    ``units`` are names by code; a row that names none is of a leader of the city, whose code is ``city``.
    """
    drafts: dict[int, RowDraft] = {}
    problems: dict[int, tuple[str, ...]] = {}
    seen: dict[tuple[str, str, date, ReceptionKind], int] = {}
    codes = _codes_by_name(units, units.get(city, ""))
    for place, row in enumerate(rows):
        told = {key: text.translate(_WIDE).strip() for key, text in row.items()}
        if not any(told.values()):
            continue
        draft, wrong = _read_row(told, month, codes, city)
        if draft is not None:
            key = (draft.leader, draft.post, draft.day, draft.kind)
            if key in seen:
                wrong.append(f"与第{seen[key] + 1}行重复：请删去一行")
            seen.setdefault(key, place)
        if wrong or draft is None:
            problems[place] = tuple(wrong)
        else:
            drafts[place] = draft
    return ReadSheet(drafts, problems)


def read_time(text: str) -> time | None:
    """Return a time of day as people write it (9:00, 9点半, 下午2:30); ``ValueError`` if it is none."""
    plain = text.translate(_WIDE).strip()
    if not plain:
        return None
    found = _TIME.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    half, hour, minute = found.groups()
    hours = int(hour) + (12 if half == "下午" and int(hour) < 12 else 0)
    return time(hours, 30 if minute == "半" else int(minute or 0))


def _read_row(
    told: Mapping[str, str], month: date, codes: Mapping[str, str], city: str
) -> tuple[RowDraft | None, list[str]]:
    wrong = [f"缺少{one.label}：请填写" for one in COLUMNS if one.required and not told.get(one.key, "")]
    day = _read_day(told.get("day", ""), month, wrong)
    start, end = _read_hours(told.get("start", ""), told.get("end", ""), wrong)
    unit = codes.get(told.get("unit", ""), "") if told.get("unit") else city
    if not unit:
        wrong.append(f"“{told['unit']}”不在单位名录中：请写名录中的名称，市级领导可以不填")
    kind = _read_kind(told.get("kind", ""), wrong)
    main = told.get("main", "")
    if main not in _YES | _NO:
        wrong.append(f"主要领导一栏的“{main}”无法识别：党委书记、市长填“是”，其他人不填")
    if wrong or day is None or kind is None:
        return None, wrong
    draft = RowDraft(
        day=day,
        start=start,
        end=end,
        leader=told["leader"],
        post=told["post"],
        is_main_leader=main in _YES,
        charge=told.get("charge") or None,
        unit=unit,
        kind=kind,
        place=told["place"],
    )
    return draft, wrong


def _read_day(text: str, month: date, wrong: list[str]) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(_BESIDE.sub("", text))
    first, last = month_of(month)
    try:
        if found is None:
            raise ValueError(text)
        year, its_month, its_day = found.groups()
        day = date(int(year or first.year), int(its_month or first.month), int(its_day))
    except ValueError:
        wrong.append(f"日期“{text}”不是日期：请写成 {first:%Y-%m}-05 或 5日 的样子")
        return None
    if not first <= day <= last:
        wrong.append(f"日期 {day} 不在{first.year}年{first.month}月：请核对，或换到该月录入")
        return None
    return day


def _read_hours(start: str, end: str, wrong: list[str]) -> tuple[time | None, time | None]:
    if not end and len(both := _RANGE.split(start)) == 2:
        start, end = both
    try:
        found = read_time(start), read_time(end)
    except ValueError:
        wrong.append(f"时间“{start}{'–' if end else ''}{end}”无法识别：请写成 9:00 的样子")
        return None, None
    if found[0] and found[1] and found[1] <= found[0]:
        wrong.append("结束时间应晚于开始时间：请核对")
    return found


def _read_kind(text: str, wrong: list[str]) -> ReceptionKind | None:
    found = [one for one in ReceptionKind if one.label == (text.removeprefix("领导") or one.label)]
    if not found:
        words = "、".join(one.label for one in ReceptionKind)
        wrong.append(f"方式“{text}”无法识别：请填{words}之一，不填为{ReceptionKind.RECEIVE.label}")
    return found[0] if found else None


def _codes_by_name(units: Mapping[str, str], city: str) -> dict[str, str]:
    """Return the codes by name, and by what people say for it: without 中共 and the name of the city."""
    found = {name: code for code, name in units.items()}
    for code, name in units.items():
        # The name of a party organ goes on with 市委 where that of the city ends.
        for start in (city, "中共", f"中共{city[:-1]}"):
            found.setdefault(name.removeprefix(start) or name, code)
    return found
