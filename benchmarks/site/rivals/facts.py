"""The facts and figures of the page, for both rivals: the snapshot of a day as a data frame."""

from __future__ import annotations

import os
import sqlite3

import pandas as pd

COLUMNS = (
    "case_no title unit_name channel state registered_on next_due late_days batches person_times".split()
)
ALL = "全部单位"
ROWS = 500  # that travel at most; the whole list would be an unfair burden


def load() -> pd.DataFrame:
    """Return all cases, newest first, so that a filter changes the first rows."""
    with sqlite3.connect(f"file:{os.environ['FACTS']}?mode=ro", uri=True) as link:
        names = ", ".join([*COLUMNS, "is_open", "late_deadlines > 0 as is_late"])
        frame = pd.read_sql_query(f"select {names} from case_fact order by registered_on desc", link)
    frame["month"] = frame["registered_on"].str.slice(0, 7)
    return frame


def units(frame: pd.DataFrame) -> list[str]:
    """Return what one may choose."""
    return [ALL, *sorted(frame["unit_name"].dropna().unique())]


def narrow(frame: pd.DataFrame, unit: str, late_only: bool) -> pd.DataFrame:
    """Return the cases that pass the filter."""
    if unit != ALL:
        frame = frame[frame["unit_name"] == unit]
    return frame[frame["is_late"] == 1] if late_only else frame


def tiles(frame: pd.DataFrame) -> dict[str, int]:
    """Return the four numbers of the page."""
    return {
        "件": len(frame),
        "人次": int(frame["person_times"].sum()),
        "在办": int(frame["is_open"].sum()),
        "超期": int(frame["is_late"].sum()),
    }


def bars(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cases per month of the last year, late ones apart."""
    counted = frame.groupby(["month", "is_late"]).size().unstack(fill_value=0)
    return counted.reindex(columns=[0, 1], fill_value=0).rename(columns={0: "按期", 1: "超期"}).tail(13)
