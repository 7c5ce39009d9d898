"""How a duty becomes an obligation: every version of its due date, and when it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from workbench.law.calendar import Calendar, CalendarHistory
from workbench.law.duty import ONE_DAY, Duty, Kind, Request
from workbench.law.limits import Limit, find_limit
from workbench.law.obligation import DueVersion, Extension, Obligation
from workbench.terms import DayType, DeadlineState

NO_DATE = "没有指定期限"


def settle(duty: Duty, calendars: CalendarHistory) -> Obligation | None:
    """Return the obligation with all versions of its due date; ``None`` if no rule was in force then."""
    limit = find_limit(duty.rule_id, duty.start)
    if limit is None:
        return None
    extensions = tuple(_judge(duty, limit, calendars)) if duty.extensions else ()
    closed = duty.met_on or duty.ended_on
    if len(duty.kinds) == 1 and not (extensions or duty.exclusions or duty.starts):
        versions = _versions(duty, limit, calendars, duty.arises, None, closed, duty.start, duty.kinds[0][1])
    else:
        versions = _timeline(duty, limit, calendars, closed, extensions)
    met_on, met_by, ended_on, ended_why = duty.met_on, duty.met_by, duty.ended_on, duty.ended_why
    has_lapsed = False
    if duty.lapses is not None:
        lapsed = _lapsed_on(versions)
        if lapsed is not None and (closed is None or closed >= lapsed):
            met_on, met_by, ended_on, ended_why = None, None, lapsed, duty.lapses
            has_lapsed = True
            versions = [version for version in versions if version.since <= lapsed]
    if duty.is_missed and ended_on is not None and not has_lapsed:
        versions = _with_lateness(versions, ended_on)
    return Obligation(
        duty.rule_id, 1, duty.unit, duty.started_by, duty.arises, limit, tuple(versions),
        met_on, met_by, ended_on, ended_why, duty.due_on, extensions, tuple(duty.exclusions), has_lapsed,
    )  # fmt: skip


def _with_lateness(versions: list[DueVersion], ended_on: date) -> list[DueVersion]:
    """Return the versions with one more from the end on, where the limit had passed by then."""
    known = [version for version in versions if version.since <= ended_on]
    last = known[-1] if known else None
    if last is None or last.due_rolled is None or ended_on <= last.due_rolled:
        return versions
    late = replace(last, since=ended_on, kind=DeadlineState.ENDED_LATE)
    return [*(version for version in known if version.since < ended_on), late]


def _timeline(
    duty: Duty,
    limit: Limit,
    calendars: CalendarHistory,
    closed: date | None,
    extensions: tuple[Extension, ...],
) -> list[DueVersion]:
    """Return the versions where something beside the calendar changed on the way."""
    points = {since for since, _ in duty.kinds}
    points.update(one.on for one in duty.exclusions)
    points.update(since for since, _ in duty.starts)
    points.update(one.effective_on for one in extensions if one.effective_on is not None)
    days = sorted(max(point, duty.arises) for point in points)
    versions: list[DueVersion] = []
    excluded = 0
    counted = 0
    for index, day in enumerate(days):
        if index and day == days[index - 1]:
            continue
        following = next((later for later in days[index + 1 :] if later > day), None)
        kind = [kind for since, kind in duty.kinds if since <= day][-1]
        start = duty.start_on(day)
        added = sum(
            one.days or 0 for one in extensions if one.effective_on is not None and one.effective_on <= day
        )
        for exclusion in duty.exclusions[counted:]:
            if exclusion.on > day:
                break
            counted += 1
            # A hearing held after the limit has passed cannot bring it back.
            due = _due(duty, limit, calendars.on(exclusion.on), start, added + excluded)
            if due[1] is None or exclusion.on <= due[1]:
                excluded += exclusion.days
        for version in _versions(
            duty, limit, calendars, day, following, closed, start, kind, added, excluded
        ):
            if not versions or not _same(versions[-1], version):
                versions.append(version)
    return versions


def _versions(
    duty: Duty,
    limit: Limit,
    calendars: CalendarHistory,
    since: date,
    until: date | None,
    closed: date | None,
    start: date,
    kind: Kind,
    added: int = 0,
    excluded: int = 0,
) -> list[DueVersion]:
    """Return the version of one stretch, and one more for each notice that changed a date in it."""
    # What was decided keeps the calendar of the day it was decided on.
    index = calendars.index_on(since if closed is None or since <= closed else closed)
    calendar = calendars.calendars[index]
    if kind is not None:
        return [DueVersion(since, start, None, None, kind[0], calendar, None, kind[1])]
    if limit.length is None and duty.due_on is None:
        return [DueVersion(since, start, None, None, DeadlineState.UNKNOWN, calendar, None, NO_DATE)]
    more = added + excluded
    strict, rolled, safe = _due(duty, limit, calendar, start, more)
    unknown = None if rolled is not None else DeadlineState.UNKNOWN
    found = [DueVersion(since, start, strict, rolled, unknown, calendar, safe, None, added, excluded)]
    for later in range(index + 1, len(calendars.since)):
        known = calendars.since[later]
        if (until is not None and known >= until) or (closed is not None and known > closed):
            break
        notice = calendars.notices[later - 1]
        if rolled is not None and (notice.year > rolled.year + 1 or notice.year < start.year):
            continue
        calendar = calendars.calendars[later]
        due = _due(duty, limit, calendar, start, more)
        if due != (strict, rolled, safe):
            strict, rolled, safe = due
            unknown = None if rolled is not None else DeadlineState.UNKNOWN
            found.append(
                DueVersion(known, start, strict, rolled, unknown, calendar, safe, None, added, excluded)
            )
    return found


def _due(
    duty: Duty, limit: Limit, calendar: Calendar, start: date, more: int
) -> tuple[date | None, date | None, date | None]:
    """Return strict and rolled due date, and the last day that is certainly in time."""
    if duty.due_on is not None:
        strict = duty.due_on
    elif limit.length is None:
        return None, None, None
    elif limit.day_type is DayType.WORKING:
        found = calendar.try_add(start, limit.length)
        return (found, found, found) if found is not None else (None, None, calendar.known_through(start))
    else:
        strict = start + timedelta(limit.length + more)
    rolled = calendar.try_roll(strict)
    return strict, rolled, strict if rolled is None else rolled


def _judge(duty: Duty, limit: Limit, calendars: CalendarHistory) -> list[Extension]:
    """Return the extensions, in effect or void: one is lawful, approved and told before the limit passes."""
    rule = find_limit(limit.extension_rule, duty.start) if limit.extension_rule else None
    most = rule.length if rule is not None and rule.length is not None else 0
    found: dict[int, Extension] = {}
    used_on: date | None = None
    # The one that took effect first is the one that counts; those without notice never did.
    in_order = sorted(enumerate(duty.extensions), key=lambda pair: pair[1].told_on or date.max)
    for place, asked in in_order:
        strict, rolled, _ = _due(duty, limit, calendars.latest, duty.start_on(asked.on), 0)
        due = rolled or strict
        void = _void(asked, most, due, used_on)
        head = (asked.step, asked.on, asked.days, asked.told_on, due)
        if void is None:
            used_on = asked.told_on
            found[place] = Extension(*head, effective_on=asked.told_on)
        else:
            found[place] = Extension(*head, void_since=void[0], void_why=void[1])
    return [found[place] for place in sorted(found)]


def _void(asked: Request, most: int, due: date | None, used_on: date | None) -> tuple[date, str] | None:
    if not asked.approved:
        return asked.on, "未经本机关、单位负责人批准"
    if asked.days is None or asked.days < 1:
        return asked.on, "没有写明延长的天数"
    if asked.days > most:
        return asked.on, f"延长{asked.days}日，超过{most}日"
    if due is not None and asked.on > due:
        return asked.on, "批准时原期限已经届满"
    if due is not None and (asked.told_on is None or asked.told_on > due):
        return due + ONE_DAY, "原期限届满前没有告知信访人延期理由"
    if used_on is not None:
        return max(asked.on, used_on), "此前已经延期一次，只能延期一次"
    if asked.told_on is None:
        return date.max, "没有告知信访人延期理由"
    return None


def _lapsed_on(versions: list[DueVersion]) -> date | None:
    """Return the first day on which the limit had passed by the version in force on that day."""
    for index, version in enumerate(versions):
        if version.due_rolled is None:
            continue
        day = max(version.due_rolled + ONE_DAY, version.since)
        if index + 1 == len(versions) or day < versions[index + 1].since:
            return day
    return None


def _same(one: DueVersion, other: DueVersion) -> bool:
    return (
        one.start_on == other.start_on
        and one.due_strict == other.due_strict
        and one.due_rolled == other.due_rolled
        and one.kind == other.kind
        and one.reason == other.reason
        and one.safe_until == other.safe_until
        and one.added == other.added
        and one.excluded == other.excluded
    )
