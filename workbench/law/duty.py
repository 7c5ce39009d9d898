"""A duty while the steps of a matter are walked through, and how it is settled into an obligation."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.law.calendar import Calendar, CalendarHistory
from workbench.law.limits import Limit, find_limit
from workbench.law.obligation import DueVersion, Exclusion, Extension, Obligation
from workbench.terms import DayType, DeadlineState

Kind = tuple[DeadlineState, str] | None  # why the limit does not run, with the reason in Chinese

ONE_DAY = timedelta(1)
NO_DATE = "没有指定期限"


class Duty:
    """What is known of one duty so far. Days only ever move forward while steps are walked through."""

    __slots__ = (
        "arises", "due_on", "ended_on", "ended_why", "exclusions", "extensions", "heard_until", "kinds",
        "lapses", "met_by", "met_on", "rule_id", "start", "started_by", "starts", "unit",
    )  # fmt: skip

    def __init__(
        self,
        rule_id: str,
        unit: str | None,
        started_by: int,
        *,
        start: date,
        arises: date,
        kind: Kind = None,
        due_on: date | None = None,
        lapses: str | None = None,
    ) -> None:
        self.rule_id = rule_id
        self.unit = unit
        self.started_by = started_by
        self.start = start
        self.arises = arises
        self.due_on = due_on
        self.lapses = lapses  # why it ends by itself when its limit has passed; None: it becomes late
        self.kinds: list[tuple[date, Kind]] = [(arises, kind)]
        self.starts: list[tuple[date, date]] = []  # later starts, where the count begins anew
        self.extensions: list[_Request] = []
        self.exclusions: list[Exclusion] = []
        self.heard_until: date | None = None
        self.met_on: date | None = None
        self.met_by: int | None = None
        self.ended_on: date | None = None
        self.ended_why: str | None = None

    @property
    def is_open(self) -> bool:
        """Return whether nothing has met or ended it yet."""
        return self.met_on is None and self.ended_on is None

    def arise(self, on: date, start: date) -> None:
        """Let it arise earlier than it would have by itself."""
        self.arises, self.start = on, start
        self.kinds = [(on, self.kinds[-1][1])]

    def meet(self, on: date, step: int) -> None:
        """Note that the step meets it, if it is still open."""
        if self.met_on is None and self.ended_on is None:
            if on < self.arises:
                self.arise(on, min(self.start, on))
            self.met_on, self.met_by = on, step

    def end(self, on: date, why: str) -> None:
        """Note that it falls away, if it is still open."""
        if self.met_on is None and self.ended_on is None:
            self.ended_on, self.ended_why = on, why

    def become(self, on: date, kind: Kind) -> None:
        """Note from which day the limit runs, or runs no more."""
        since, last = self.kinds[-1]
        if last == kind or self.ended_on is not None:
            return
        if on <= since:
            self.kinds[-1] = (since, kind)
        else:
            self.kinds.append((on, kind))

    def restart(self, on: date) -> None:
        """Count anew from ``on``."""
        if on <= self.arises:
            self.start = on
        else:
            self.starts.append((on, on))

    def request_extension(
        self, step: int, on: date, days: int | None, approved: bool, told: date | None
    ) -> None:
        """Note an extension; whether it is valid shows when the duty is settled."""
        self.extensions.append(_Request(step, on, days, approved, told and max(told, on)))

    def tell_extension(self, on: date) -> None:
        """Note that the petitioner was told of the extension that still waits for it."""
        for request in self.extensions:
            if request.told_on is None and request.on <= on:
                request.told_on = on
                return

    def exclude(self, step: int, on: date, days: int) -> None:
        """Leave out the days of a hearing; days already left out do not count twice."""
        end = on + timedelta(days - 1)
        first = on if self.heard_until is None else max(on, self.heard_until + ONE_DAY)
        self.exclusions.append(Exclusion(step, on, max(0, (end - first).days + 1)))
        self.heard_until = end if self.heard_until is None else max(end, self.heard_until)

    def start_on(self, day: date) -> date:
        """Return the start from which the limit is counted on ``day``."""
        return next((start for since, start in reversed(self.starts) if since <= day), self.start)


class _Request:
    __slots__ = ("approved", "days", "on", "step", "told_on")

    def __init__(self, step: int, on: date, days: int | None, approved: bool, told_on: date | None) -> None:
        self.step = step
        self.on = on
        self.days = days
        self.approved = approved
        self.told_on = told_on


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
    if duty.lapses is not None:
        lapsed = _lapsed_on(versions)
        if lapsed is not None and (closed is None or closed >= lapsed):
            met_on, met_by, ended_on, ended_why = None, None, lapsed, duty.lapses
            versions = [version for version in versions if version.since <= lapsed]
    return Obligation(
        duty.rule_id, 1, duty.unit, duty.started_by, duty.arises, limit, tuple(versions),
        met_on, met_by, ended_on, ended_why, duty.due_on, extensions, tuple(duty.exclusions),
    )  # fmt: skip


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


def _void(asked: _Request, most: int, due: date | None, used_on: date | None) -> tuple[date, str] | None:
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
