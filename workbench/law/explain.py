"""A deadline explains itself in Chinese: by what rule, from when, how counted, what it is today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from workbench.law.calendar import Calendar
from workbench.law.clauses import clause_text
from workbench.law.obligation import MISSED, DueVersion, Extension, Obligation
from workbench.terms import DayType, DeadlineState

JUDGED_BY = "可能适用，由有权机关判断"
WEEKDAYS = "一二三四五六日"
ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working of one deadline as of a day; ``lines`` are pairs of heading and text, in order.

    ``unit`` is the code of the unit that is bound; its name depends on the day and is the reader's to find.
    """

    title: str
    state: DeadlineState | None
    lines: tuple[tuple[str, str], ...]
    rule_id: str = ""
    unit: str | None = None


def explain(obligation: Obligation, as_of: date) -> Explanation:
    """Return the working of a deadline as it was known on ``as_of``; nothing later shows."""
    limit = obligation.limit
    title = limit.title if obligation.round == 1 else f"{limit.title}（第{obligation.round}次）"
    version = obligation.at(as_of)
    if version is None:
        arises = f"自 {say_day(obligation.arises_on)} 起产生" if obligation.arises_on <= as_of else "尚未产生"
        return Explanation(title, None, (("状态", arises),), obligation.rule_id, obligation.unit)
    state = obligation.state(as_of)
    lines = [
        ("规则", f"{obligation.rule_id} {limit.title}"),
        ("依据", f"{limit.basis}（{say_day(limit.in_force)}起施行{_until(limit.until)}）"),
        ("义务主体", limit.bound),
        ("起算事件", limit.start),
        *_counting(obligation, version, as_of),
        ("状态", _state(obligation, version, state, as_of)),
        *_earlier(obligation, version, as_of),
        *_clauses(obligation, state),
    ]
    return Explanation(title, state, tuple(lines), obligation.rule_id, obligation.unit)


def say_day(day: date) -> str:
    """Return a day with its weekday."""
    return f"{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"


def _until(until: date | None) -> str:
    return "" if until is None else f"，{say_day(until)}起失效；依步骤开始时施行的规则判断"


def _counting(obligation: Obligation, version: DueVersion, as_of: date) -> list[tuple[str, str]]:
    limit = obligation.limit
    lines: list[tuple[str, str]] = []
    if version.start_on is not None:
        lines.append(("起算日", f"{say_day(version.start_on)}，当日不计入"))
    lines.append(("期限", limit.length_text))
    if limit.exemption:
        lines.append(("免除", limit.exemption))
    if version.kind is not None and version.reason is not None:
        lines.append(("不计算到期日的原因", version.reason))
        return lines
    if obligation.due_on is not None:
        lines.append(("计算", f"按文书载明的日期 {say_day(obligation.due_on)}"))
    elif limit.day_type is DayType.WORKING:
        lines.append(("计算", _working_days(version, limit.length or 0)))
    else:
        lines.append(("计算", _calendar_days(version, limit.length or 0)))
    lines += [("延期", _extension(one, as_of)) for one in obligation.extensions if one.on <= as_of]
    if limit.exclusion:
        lines.append(("扣除", _excluded(obligation, version, limit.exclusion, as_of)))
    lines.append(("日历版本", version.calendar_version))
    lines += _due(version)
    return lines


def _calendar_days(version: DueVersion, length: int) -> str:
    if version.start_on is None or version.due_strict is None:
        return "无法计算"
    total = length + version.added + version.excluded
    parts = [f"{length}日"]
    if version.added:
        parts.append(f"延期{version.added}日")
    if version.excluded:
        parts.append(f"扣除听证{version.excluded}日")
    whole = "＋".join(parts) + (f"＝{total}日" if len(parts) > 1 else "")
    first = version.start_on + ONE_DAY
    return f"自 {first:%Y-%m-%d} 起按自然日连续计算{whole}，末日为 {version.due_strict:%Y-%m-%d}"


def _working_days(version: DueVersion, length: int) -> str:
    if version.start_on is None:
        return "无法计算"
    calendar, day = version.calendar, version.start_on + ONE_DAY
    last = version.due_strict or calendar.known_through(version.start_on)
    counted: list[date] = []
    notes: list[tuple[str, date]] = []
    while day <= last and len(counted) < length:
        why = calendar.why(day)
        if calendar.is_working_day(day):
            counted.append(day)
        if why != "工作日":
            notes.append((why, day))
        day += ONE_DAY
    text = "计入：" + ("、".join(f"{one:%m-%d}" for one in counted) or "无") + f"，共{len(counted)}个工作日"
    if notes:
        added = [(why, one) for why, one in notes if calendar.is_working_day(one)]
        left_out = [(why, one) for why, one in notes if not calendar.is_working_day(one)]
        if left_out:
            text += "；不计：" + _grouped(left_out)
        if added:
            text += "；调休补入：" + _grouped(added)
    if version.due_strict is None:
        text += f"；{day.year}年放假安排尚未公布，其后不能计算"
    return text


def _grouped(notes: list[tuple[str, date]]) -> str:
    return "，".join(
        "、".join(f"{day:%m-%d}" for _, day in days) + f"（{why}）"
        for why, days in groupby(notes, key=lambda note: note[0])
    )


def _extension(one: Extension, as_of: date) -> str:
    what = f"{one.on:%Y-%m-%d} 登记延期{'' if one.days is None else f'{one.days}日'}"
    if one.effective_on is not None and one.effective_on <= as_of:
        return f"{what}，经负责人批准并于 {one.effective_on:%Y-%m-%d} 告知信访人，有效"
    if one.void_since is not None and one.void_since <= as_of:
        rule = "延期须经负责人批准并告知信访人延期理由，限一次"
        return f"{what}，无效：{one.void_why}（{rule}），到期日不变，自原期限届满次日起为超期"
    last = "原期限届满" if one.base_due is None else f" {one.base_due:%Y-%m-%d} "
    return f"{what}，已批准，尚未告知信访人；须在{last}前（含当日）告知延期理由，否则无效"


def _excluded(obligation: Obligation, version: DueVersion, rule: str, as_of: date) -> str:
    held = [one for one in obligation.exclusions if one.on <= as_of]
    if not held:
        return f"{rule}；没有听证记录"
    days = "、".join(f"{one.on:%Y-%m-%d} 起{one.days}日" for one in held)
    return f"{rule}；听证 {days}，共扣除{version.excluded}日"


def _due(version: DueVersion) -> list[tuple[str, str]]:
    if version.due_strict is None:
        return [("到期日", "尚不可知：放假安排尚未公布的年份不作估计")]
    lines = [("到期日（不顺延）", say_day(version.due_strict))]
    if version.due_rolled is None:
        year = version.calendar.known_through(version.due_strict - ONE_DAY).year + 1
        lines.append(("到期日（遇放假顺延）", f"尚不可知：{year}年放假安排尚未公布"))
    elif version.due_rolled == version.due_strict:
        lines.append(("到期日（遇放假顺延）", f"{say_day(version.due_rolled)}，末日为工作日，不顺延"))
    else:
        lines.append(
            ("到期日（遇放假顺延）", _rolled(version.calendar, version.due_strict, version.due_rolled))
        )
    return lines


def _rolled(calendar: Calendar, strict: date, rolled: date) -> str:
    off = [strict + timedelta(count) for count in range((rolled - strict).days)]
    why = _grouped([(calendar.why(day), day) for day in off])
    return f"{say_day(rolled)}，{why}，顺延至其后第一个工作日（民法典第二百零三条）"


def _state(obligation: Obligation, version: DueVersion, state: DeadlineState | None, as_of: date) -> str:
    label = state.label if state is not None else "尚未产生"
    met, ended, due = obligation.met_on, obligation.ended_on, version.due_rolled
    said = f"截至 {as_of:%Y-%m-%d}：{label}"
    if ended is not None and ended <= as_of:
        said += f"，{ended:%Y-%m-%d} {obligation.ended_why}"
        late = 0 if obligation.has_lapsed else obligation.days_late(as_of)
        return said + (f"；终止时已超期{late}日" if late else "")
    if met is not None and met <= as_of:
        said += f"，{met:%Y-%m-%d} 完成"
    if state in MISSED:
        return f"{said}，超期{obligation.days_late(as_of)}日"
    if state is DeadlineState.RUNNING and due is not None:
        return f"{said}，距到期还有{(due - as_of).days}日"
    if state is DeadlineState.RUNNING:
        return f"{said}，可以确定尚未超期"
    return said


def _earlier(obligation: Obligation, version: DueVersion, as_of: date) -> list[tuple[str, str]]:
    """Return what was said of the due date before, so that no change of it goes unseen."""
    earlier = [one for one in obligation.versions if one.since < version.since and one.since <= as_of]
    if version.kind is DeadlineState.ENDED_LATE:
        earlier = earlier[:-1]  # it says the same, only that the duty fell away since
    return [
        (
            "此前",
            f"{one.since:%Y-%m-%d} 起："
            + (
                f"到期日 {one.due_rolled:%Y-%m-%d}"
                if one.due_rolled is not None
                else (one.reason or "到期日尚不可知")
            )
            + f"（{one.calendar_version}）",
        )
        for one in earlier
    ]


def _clauses(obligation: Obligation, state: DeadlineState | None) -> list[tuple[str, str]]:
    if state not in MISSED:
        return []
    lines = [("超期后的处理", obligation.limit.on_miss)]
    lines += [("可能适用的条款", f"{clause_text(code)}（{JUDGED_BY}）") for code in obligation.limit.clauses]
    return lines
