"""Screenings and posts as acts: for every test that needs a unit with its reports and its people."""

from dataclasses import replace
from datetime import date

from tests.factories import TOWN
from workbench.acts.screenings import AmendScreening, GivenLine, ReportScreening, ReturnScreening
from workbench.acts.staffing import AppointPost, LeavePost, RecordTraining
from workbench.terms import DisputeKind, PostKind

FEBRUARY = date(2026, 2, 20)
LAND = GivenLine(
    DisputeKind.LAND, 2, 1, 3, date(2026, 5, 1), responsible="周某", post="副镇长", measure="现场指界后调解"
)
FAMILY = GivenLine(DisputeKind.FAMILY, 1, 1, 0)


def reported(unit=TOWN, on=FEBRUARY, *, last_stock=2, lines=(LAND, FAMILY), signed_by="钱某", **more):
    """The report of a unit on the month of a day, summed from its lines."""
    month = more.pop("month", f"{on:%Y-%m}")
    new, settled = sum(one.new for one in lines), sum(one.settled for one in lines)
    counts = {"new": new, "settled": settled, "stock": last_stock + new - settled, **more}
    return ReportScreening(
        f"{unit}-{month}",
        unit,
        month,
        on,
        last_stock,
        **counts,
        signed_on=on,
        signed_by=signed_by,
        lines=lines,
    )


def mended(of, on, why="补填期限", **changes):
    """A new edition of a report, with other numbers where given."""
    told = replace(of, **changes)
    return AmendScreening(
        told.report_no, on, told.last_stock, told.new, told.settled, told.stock, on, told.signed_by, why,
        told.lines, told.sha256,
    )  # fmt: skip


def posts(unit=TOWN, since=date(2025, 1, 6)):
    """The posts of a unit: head, deputy, coordinator and operator; nobody to take their place."""
    people = (
        (PostKind.HEAD, "钱某", "镇长"),
        (PostKind.DEPUTY, "孙某", "副书记"),
        (PostKind.COORDINATOR, "李某", "综治中心主任"),
        (PostKind.OPERATOR, "吴某", "干部"),
    )
    return tuple(AppointPost(unit, post, since, name, title) for post, name, title in people)


def screened_to_the_end(unit=TOWN):
    """Posts, trainings, a report sent back and mended, and the one of the month after."""
    yield from posts(unit)
    yield RecordTraining(unit, (3, 4), date(2025, 9, 10), "受理告知")
    yield LeavePost(unit, 4, date(2026, 1, 5), "调动")
    first = reported(unit)
    yield first
    yield ReturnScreening(first.report_no, date(2026, 2, 24), date(2026, 2, 27), "期限不清")
    yield mended(first, date(2026, 2, 26))
    zero = replace(LAND, new=0, settled=0)
    yield reported(unit, date(2026, 3, 20), last_stock=3, lines=(zero,))
