"""The forms of special drives: what they ask, and the acts that the answers make."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.law.campaign import CampaignError
from workbench.law.topics import topic_tree
from workbench.queries.campaign_rules import LONG_OPEN_DAYS
from workbench.terms import CampaignRule

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.acts.base import Act


def day(
    key: str, label: str, today: date, *, initial: date | None = None, low: date | None = None
) -> FormField:
    """Return a question for a day on which something happened: not after today."""
    return FormField(key, label, "date", required=True, initial=str(initial or today), low=low, high=today)


def given_day(values: FormValues, key: str) -> date:
    """Return the day that answers a required question."""
    found = values.day(key)
    assert found is not None, key  # a required question
    return found


def _open_drive(state: OwnershipScreenState, today: date) -> tuple[FormField, ...]:
    return (
        FormField("campaign_no", "编号", required=True, hint="如 ZX-2026-1", longest=40),
        FormField("name", "名称", required=True, hint="如 积案清零", longest=60),
        FormField("rule", "纳入规则", "long", True, hint="写明哪些事项纳入", longest=400),
        day("on", "开始日期", today),
    )


def _enter_drive(state: OwnershipScreenState, today: date) -> tuple[FormField, ...]:
    return (
        FormField(
            "numbers", "事项编号", "long", hint="一行一个，或用逗号隔开；可从案件清单复制", longest=8000
        ),
        FormField(
            "gaps",
            "另外按规则纳入",
            "choice",
            choices=tuple(Choice(one.value, one.label) for one in CampaignRule),
            hint="按今天的数据找出，逐件记入名单；检举控告类不按规则纳入",
        ),
        FormField(
            "days",
            "登记满（日）",
            "number",
            initial=str(LONG_OPEN_DAYS),
            low=1,
            high=9_999,
            group="规则的条件",
        ),
        FormField(
            "topic", "内容分类", "unit", choices=_topics(), group="规则的条件", hint="按内容分类纳入的填写"
        ),
        day("on", "纳入日期", today),
    )


def _topics() -> tuple[Choice, ...]:
    return tuple(Choice(group.name, group.name) for group in topic_tree().groups)


def _leave_drive(state: OwnershipScreenState, today: date) -> tuple[FormField, ...]:
    matters = state.drive.matters if state.drive else ()
    offers = tuple(Choice(one.case_no, f"{one.case_no} {one.title}") for one in matters)
    return (
        FormField("case_no", "事项", "unit", True, offers),
        day("on", "移出日期", today),
        FormField("why", "理由", "long", True, longest=400),
    )


def _close_drive(state: OwnershipScreenState, today: date) -> tuple[FormField, ...]:
    return (day("on", "结束日期", today),)


def _opened(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.campaigns import OpenCampaign

    no, name, rule = (values.text(key) for key in ("campaign_no", "name", "rule"))
    return OpenCampaign(no, name, rule, given_day(values, "on"))


def _entered(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.campaigns import EnterCampaign
    from workbench.queries.campaign_rules import taken_by

    numbers = re.split(r"[\s,，、;；]+", values.text("numbers"))
    if values.text("gaps"):
        rule, topic = CampaignRule.coded(values.text("gaps")), values.text("topic")
        if rule is CampaignRule.TOPIC and not topic:
            raise CampaignError("按内容分类纳入的，请选择内容分类")
        inside = {one.case_no for one in state.drive.matters} if state.drive else set()
        found = taken_by(state.snapshot, rule, days=values.whole("days") or LONG_OPEN_DAYS, topic=topic)
        numbers += [case_no for case_no in found if case_no not in inside]
    if not any(numbers):
        raise CampaignError("没有填写事项，按规则也没有找到可以纳入的：请填写编号，或者改选规则")
    return EnterCampaign(
        state.shown.drive, tuple(dict.fromkeys(filter(None, numbers))), given_day(values, "on")
    )


def _left(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.campaigns import LeaveCampaign

    return LeaveCampaign(
        state.shown.drive, values.text("case_no"), given_day(values, "on"), values.text("why")
    )


def _closed(state: OwnershipScreenState, values: FormValues) -> Act:
    from workbench.acts.campaigns import CloseCampaign

    return CloseCampaign(state.shown.drive, given_day(values, "on"))


DRIVE_QUESTIONS: dict[str, Callable[[OwnershipScreenState, date], tuple[FormField, ...]]] = {
    "open_drive": _open_drive,
    "enter_drive": _enter_drive,
    "leave_drive": _leave_drive,
    "close_drive": _close_drive,
}
DRIVE_ACTS: dict[str, Callable[[OwnershipScreenState, FormValues], Act]] = {
    "open_drive": _opened,
    "enter_drive": _entered,
    "leave_drive": _left,
    "close_drive": _closed,
}
