"""The columns of the case list: key in case_fact, Chinese heading, kind, and how a value is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench.terms import (
    CaseState,
    Channel,
    Level,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Term,
)


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """One column; ``terms`` translates its codes, ``shown`` says whether it is there at first.

    ``kind`` is one of ``text``, ``number``, ``date``, ``choice``. ``is_of_coming``: it tells how often or
    how many people came. It is shown with its matter, and nothing is put in order or picked by it: that
    would be a ranking of those who petition (the charter).
    """

    key: str
    label: str
    kind: str
    shown: bool = True
    terms: type[Term] | None = None
    is_of_coming: bool = False

    def say(self, value: Any) -> str:
        """Return ``value`` as a reader sees it; a missing value is an empty text."""
        if value is None or value == "":
            return ""
        if self.terms is not None:
            return self.terms.coded(value).label
        return str(value)


def _choice(key: str, label: str, terms: type[Term], *, shown: bool = False) -> CaseColumn:
    return CaseColumn(key, label, "choice", shown, terms)


def _plain(kind: str) -> Callable[..., CaseColumn]:
    def make(key: str, label: str, *, shown: bool = False) -> CaseColumn:
        return CaseColumn(key, label, kind, shown)

    return make


_text, _number, _date = _plain("text"), _plain("number"), _plain("date")

COLUMNS: tuple[CaseColumn, ...] = (
    _text("case_no", "信访件编号", shown=True),
    _text("title", "事项名称", shown=True),
    _text("unit_name", "责任单位", shown=True),
    _choice("channel", "信访渠道", Channel, shown=True),
    _choice("state", "办理状态", CaseState, shown=True),
    _date("registered_on", "登记日期", shown=True),
    _date("next_due", "最近到期日", shown=True),
    _number("late_days", "超期天数", shown=True),
    CaseColumn("batches", "批次", "number", is_of_coming=True),
    CaseColumn("person_times", "人次", "number", is_of_coming=True),
    _choice("petition_class", "诉求类别", PetitionClass),
    _choice("path", "法定途径", StatutoryChannel),
    _text("topic", "内容分类"),
    _choice("procedure", "办理程序", Procedure),
    _choice("purpose", "信访目的", Purpose),
    _choice("level", "来源层级", Level),
    _date("received_on", "收到日期"),
    _date("notice_due", "告知到期日"),
    _date("notice_on", "告知日期"),
    _date("handling_due_strict", "办理到期日（未顺延）"),
    _date("handling_due", "办理到期日（顺延后）"),
    _date("extended_on", "批准延期日期"),
    _date("replied_on", "答复日期"),
    _choice("outcome", "处理意见", Outcome),
    _date("served_on", "送达日期"),
    _date("concluded_on", "办结日期"),
    _date("resolved_on", "化解日期"),
    _choice("satisfaction", "群众评价", Satisfaction),
    _choice("asked_by", "评价由谁征求", RatingAsker),
    _number("elapsed_days", "历时天数"),
    _number("missed_deadlines", "曾超期时限数"),
    _text("external_no", "来源系统编号"),
    _text("batch", "导入批次"),
)
BY_KEY: dict[str, CaseColumn] = {column.key: column for column in COLUMNS}
