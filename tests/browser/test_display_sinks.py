"""Whatever people write is shown as they wrote it and runs nowhere: twenty payloads in every room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Site, wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

# Each would call ``ran``, or leave an element with the attribute ``hostile``, if it were more than text.
PAYLOADS = (
    "<script hostile>ran(1)</script>",
    "<img hostile src=x onerror=ran(2)>",
    "<svg hostile onload=ran(3)></svg>",
    "<svg><script hostile>ran(4)</script></svg>",
    "<iframe hostile srcdoc='<script>parent.ran(5)</script>'></iframe>",
    "<a hostile href='javascript:ran(6)' autofocus onfocus=ran(6)>a</a>",
    "<input hostile autofocus onfocus=ran(7)>",
    "<details hostile open ontoggle=ran(8)>d</details>",
    "<video hostile><source onerror=ran(9)></video>",
    "<math hostile><mtext><img src=x onerror=ran(10)></mtext></math>",
    "<style hostile>*{background:red}</style>",
    "<base hostile href='javascript:ran(12)//'>",
    "<meta hostile http-equiv=refresh content='0;url=javascript:ran(13)'>",
    "</script><script hostile>ran(14)</script>",
    '"><img hostile src=x onerror=ran(15)>',
    "'><img hostile src=x onerror=ran(16)>",
    "`${ran(17)}` {{ran(17)}} [[ran(17)]]",
    "$$\\href{javascript:ran(18)}{x}$$ \\(x\\)",
    "[x](javascript:ran(19)) ![x](x onerror=ran(19))",
    '=HYPERLINK("javascript:ran(20)","x")',
)
ALL = " ".join(PAYLOADS)
SHORT = "<img hostile src=x onerror=ran(2)>"  # where a name has room for a few words only
NO = "SINK-1"
TOWN = "430682101"
MEETING = "2026-90"
APPS = {  # page: what of the text it must show, so that it is certain that it came to the sink
    f"case_review?case={NO}": PAYLOADS[0],
    f"case_review?text={NO}": PAYLOADS[0],
    "ownership?no=BA-SINK-1-1": PAYLOADS[1],
    "supervision?order=督〔{year}〕901号": PAYLOADS[0],
    "accountability?id=责〔{year}〕901号": PAYLOADS[0],
    "meeting?no={meeting}": PAYLOADS[1],
    "meeting_display?no={meeting}": SHORT,
    "reception?month={month}": SHORT,
    f"look_back?tab=repeats&text={NO}": "",
    "file_review": "",
    f"overview?text={NO}": "",
    "home": "",
}


@pytest.fixture(scope="module")
def hostile(site: Site) -> Iterator[Workbench]:
    """The site's records with the payloads in every text that people write."""
    from tests.factories import CLERK, OFFICE, make_register, make_take
    from tests.proceedings import PAPER, opened
    from workbench.acts.handling import DocumentDraft, Person
    from workbench.acts.meetings import AgendaEntry, PlanMeeting, PutOnAgenda
    from workbench.acts.ownership import AssignOwnership, LeaderDraft
    from workbench.acts.receptions import PlannedReception, PlanReceptions
    from workbench.acts.supervision import IssueOrder
    from workbench.app import Workbench
    from workbench.config import Config
    from workbench.law.reply_days import order_due
    from workbench.terms import (
        AgendaReason,
        DocumentKind,
        MeetingKind,
        OwnershipSource,
        ReceptionKind,
        Step,
        SupervisionReason,
    )

    bench = Workbench(Config(f"sqlite:///{(site.home / 'workbench.sqlite').as_posix()}", site.home))
    today = bench.today()
    on, later = today - timedelta(3), today + timedelta(20)
    with bench.reading() as session:
        due = order_due(bench.calendars(session.connection()).on(on), on)
    letter = DocumentDraft(DocumentKind.TRANSFER_LETTER, ALL, SHORT, on, ALL)
    bench.perform(
        PAPER,
        make_register(case_no=NO, on=on, title=ALL, narrative=ALL, persons=(Person(name=SHORT),)),
        make_take(NO, Step.TRANSFER, on, unit=OFFICE, to_unit=TOWN, documents=(letter,), note=ALL),
        AssignOwnership(
            f"BA-{NO}-1", NO, on, OwnershipSource.SCREENING, LeaderDraft("430682", SHORT, SHORT), ALL, ALL
        ),
        IssueOrder(
            f"督〔{on.year}〕901号", TOWN, OFFICE, SupervisionReason.LATE, on, due, ALL, ALL, ALL, case_no=NO
        ),
        PlanMeeting(MEETING, MeetingKind.WORKING, today, "09:00", SHORT, SHORT, SHORT),
        PutOnAgenda(MEETING, today, (AgendaEntry(AgendaReason.OTHER, subject=SHORT, facts=ALL),)),
        PlanReceptions(
            f"{later:%Y-%m}",
            (
                PlannedReception(
                    reception_no="JF-SINK", unit="430682", kind=ReceptionKind.RECEIVE, planned_on=later,
                    leader=SHORT, post=SHORT, place=SHORT, charge=SHORT,
                ),
            ),
        ),
        replace(opened(f"责〔{on.year}〕901号", on=on, case_no=NO), text=ALL),
        actor=CLERK,
    )  # fmt: skip
    yield bench
    bench.close()


def test_no_text_runs_in_any_room(site: Site, hostile: Workbench, open_app: Callable[[str], Page]) -> None:
    page = open_app("home")
    page.add_init_script("window.marks = []; window.ran = number => window.marks.push(number);")
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog was opened: {dialog.message}"))
    on, later = hostile.today() - timedelta(3), hostile.today() + timedelta(20)
    named = {"year": on.year, "month": f"{later:%Y-%m}", "meeting": MEETING}
    for address, shown in APPS.items():
        page.goto(site.at(address.format(**named)))
        wait_until_usable(page)
        told = page.evaluate("document.body.textContent")
        deadline = time.monotonic() + 10
        while shown not in told and time.monotonic() < deadline:
            page.wait_for_timeout(100)
            told = page.evaluate("document.body.textContent")
        assert shown in told, f"{address} does not show it: {told[-300:]}"
        page.wait_for_timeout(150)  # for what would run a moment later

        assert page.evaluate("window.marks") == [], address
        assert page.evaluate("document.querySelectorAll('[hostile], img[src=x]').length") == 0, address
        assert page.evaluate("document.querySelectorAll('a[href^=\"javascript:\" i]').length") == 0, address
