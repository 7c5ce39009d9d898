"""Read the year files of State Council holiday notices that ship with the software.

A year file lists only the days that differ from an ordinary week; an empty list means that the year is
not announced, which is not the same as a year without holidays.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workbench.config import data_file
from workbench.law.calendar import CalendarHistory, HolidayNotice, HolidayNoticeError
from workbench.law.tables import LawDataError, read_table


@cache
def shipped() -> CalendarHistory:
    """Return the calendars of the shipped year files, each known from the day of its announcement."""
    return read_folder(data_file("holidays"))


def read_folder(folder: Path) -> CalendarHistory:
    """Return the calendars of a folder of year files (``2026.json`` …); empty years are left out."""
    notices = []
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].json")):
        notice = read_notice(path)
        if notice is not None:
            notices.append(notice)
    if not notices:
        raise LawDataError(f"文件夹 {folder.name} 中没有放假安排文件，请恢复 data/holidays")
    return CalendarHistory(tuple(notices))


def read_notice(path: Path) -> HolidayNotice | None:
    """Return the notice of one year file, or ``None`` where the year is not announced."""
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        year = int(content["year"])
        days = [(date.fromisoformat(one["date"]), one["isOffDay"], one["name"]) for one in content["days"]]
        papers: list[str] = content["papers"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LawDataError(f"放假安排文件 {path.name} 无法读取：{error}，请恢复该文件") from error
    if path.stem != str(year):
        raise LawDataError(f"放假安排文件 {path.name} 写的是{year}年，请核对文件名")
    if not days:
        return None
    try:
        return HolidayNotice(
            year=year,
            days=tuple((day, off) for day, off, _ in days),
            source="；".join(papers),
            announced_on=announced_on(year),
            names=tuple((day, name.strip("“”")) for day, _, name in days),
        )
    except HolidayNoticeError as error:
        raise LawDataError(f"放假安排文件 {path.name}：{error}") from error


def announced_on(year: int) -> date:
    """Return the day on which the notice of ``year`` became known (calendar.toml)."""
    row = _announced().get(str(year))
    if row is None:
        raise LawDataError(f"calendar.toml 缺少{year}年放假安排的公布日期，请补充")
    day = row["on"]
    if not isinstance(day, date):
        raise LawDataError(f"calendar.toml 中{year}年的 on 应为日期")
    return day


@cache
def _announced() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = read_table("calendar.toml")["announced"]
    return table
