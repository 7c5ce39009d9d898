"""Whatever people write is shown as they wrote it and runs nowhere: each sink × twenty payloads.

A sink says where the text must be seen, so that no payload passes for harmless that never got there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.profiles import Watched
from tests.browser.sites import PASSWORD, Site, run_workbench
from tests.browser.waiting import wait_until_usable
from tests.site.client import log_in, post

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
    "<iframe hostile src='javascript:parent.ran(5)'></iframe>",
    "<a hostile href=javascript:ran(6) autofocus onfocus=ran(6)>a</a>",
    "<input hostile autofocus onfocus=ran(7)>",
    "<details hostile open ontoggle=ran(8)>d</details>",
    "<video hostile><source onerror=ran(9)></video>",
    "<math hostile><mtext><img src=x onerror=ran(10)></mtext></math>",
    "<style hostile>*{background:red}</style>",
    "<base hostile href='javascript:ran(12)//'>",
    "<meta hostile http-equiv=refresh content=0;javascript:ran(13)>",
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
SHORTEST = "<b hostile onclick=ran(2)>x"  # thirty signs at most
NAME = "赵<b hostile>"  # of a person; what is his name is masked in the texts
NO = "SINK-1"
TOWN = "430682101"
MEETING = "2026-90"


@dataclass(frozen=True, slots=True)
class Sink:
    """Where a text is displayed: ``many`` elements of ``css`` hold all payloads in ``prop``."""

    name: str
    css: str
    prop: str = "textContent"
    many: int = 1


CELL = ".wb-grid-cell span"
NOTICE = ".wb-notice-text"
ASKED = quote(ALL, safe="")
SINKS: Mapping[str, tuple[Sink, ...]] = {  # address: what is displayed there
    f"case_review?case={NO}": (
        Sink("案件页标题", ".case-head h2"),
        Sink("信访内容", ".case-petition .case-text"),
        Sink("办理说明、更正理由", ".case-node > .case-details", many=2),
        Sink("文书标题", ".case-document summary"),
        Sink("文书正文", ".case-document .case-text"),
        Sink("紧急的事实", ".urgency-box p:not(.case-quiet)"),
        Sink("紧急的报告机关", ".urgency-box p.case-quiet"),
        Sink("案件页的包案领导", ".case-box strong"),
    ),
    f"case_review?text={NO}": (
        Sink("清单单元格", CELL),
        Sink("清单悬停提示", CELL, "title"),
    ),
    f"case_review?text={ASKED}": (Sink("检索框", "input.wb-filter-text", "value"),),
    f"case_review?case={ASKED}": (Sink("网址参数 case", NOTICE),),
    f"case_review?figure={ASKED}": (Sink("网址参数 figure", NOTICE),),
    f"case_review?as_of={ASKED}": (Sink("网址参数 as_of", NOTICE),),
    f"supervision?order={ASKED}": (Sink("网址参数 order", NOTICE),),
    f"home?as_of={ASKED}": (Sink("首页的网址参数 as_of", NOTICE),),
    "ownership": (
        Sink("包案看板单元格", CELL, many=3),
        Sink("包案看板链接", ".wb-grid-link"),
        Sink("包案看板悬停提示", CELL, "title", many=3),
    ),
    "supervision?order=督〔{year}〕901号": (
        Sink("督办单标题", ".supervision-head h2"),
        Sink("督办单的事实、依据、要求", ".supervision-words", many=3),
    ),
    "supervision": (Sink("督办清单单元格", CELL),),
    "accountability?id=责〔{year}〕901号": (Sink("追责经过", ".wb-moment-line"),),
    "meeting?no={meeting}": (
        Sink("议题", ".meeting-agenda-head strong"),
        Sink("议题的事实", ".meeting-agenda-fact"),
        Sink("会议地点、召集人", ".meeting-line"),
        Sink("议题的读屏名称", ".meeting-agenda-row", "aria-label"),
        Sink("议题的按钮提示", ".meeting-agenda-tools button", "title"),
    ),
    "meeting_display?no={meeting}": (
        Sink("大屏议题", ".wall-topic h1"),
        Sink("大屏事实", ".wall-facts li"),
    ),
}
PAPER = (
    Sink("文书网页的标题", "h1"),
    Sink("文书网页的正文、主送机关", "p", many=2),
    Sink("文书网页的表格", "td"),
    Sink("分析表格", "table.dataframe td", many=0),
)
READ = """([css, prop]) => [...document.querySelectorAll(css)].map(
    one => (prop in one ? one[prop] : one.getAttribute(prop)) || "")"""


@pytest.fixture(scope="module")
def hostile(records: Workbench) -> Workbench:
    """The site's records with the payloads in every text that people write."""
    from tests.factories import CLERK, OFFICE, make_register, make_take
    from tests.proceedings import PAPER, opened
    from workbench.acts.amending import Correct
    from workbench.acts.handling import DocumentDraft, Person
    from workbench.acts.meetings import AgendaEntry, PlanMeeting, PutOnAgenda
    from workbench.acts.ownership import AssignOwnership, LeaderDraft
    from workbench.acts.receptions import PlannedReception, PlanReceptions
    from workbench.acts.supervision import IssueOrder
    from workbench.acts.urgencies import NoteUrgency
    from workbench.law.reply_days import order_due
    from workbench.terms import (
        AgendaReason,
        DocumentKind,
        MeetingKind,
        OwnershipSource,
        ReceptionKind,
        Step,
        SupervisionReason,
        UrgencyReason,
    )

    today = records.today()
    on, later = today - timedelta(3), today + timedelta(20)
    with records.reading() as session:
        due = order_due(records.calendars(session.connection()).on(on), on)
    letter = DocumentDraft(DocumentKind.TRANSFER_LETTER, ALL, SHORT, on, ALL)
    records.perform(
        PAPER,
        make_register(case_no=NO, on=on, title=ALL, narrative=ALL, persons=(Person(name=NAME),)),
        make_take(NO, Step.TRANSFER, on, unit=OFFICE, to_unit=TOWN, documents=(letter,), note=ALL),
        AssignOwnership(
            f"BA-{NO}-1", NO, on, OwnershipSource.SCREENING, LeaderDraft("430682", ALL, ALL), ALL, ALL
        ),
        IssueOrder(
            f"督〔{on.year}〕901号", TOWN, OFFICE, SupervisionReason.LATE, on, due, ALL, ALL, ALL, case_no=NO
        ),
        PlanMeeting(MEETING, MeetingKind.WORKING, today, "09:00", ALL, ALL, ALL),
        PutOnAgenda(MEETING, today, (AgendaEntry(AgendaReason.OTHER, subject=ALL, facts=ALL),)),
        PlanReceptions(
            f"{later:%Y-%m}",
            (
                PlannedReception(
                    reception_no="JF-SINK", unit="430682", kind=ReceptionKind.RECEIVE, planned_on=later,
                    leader=SHORT, post=SHORT, place=ALL, charge=ALL,
                ),
            ),
        ),
        Correct(NO, 1, "people", "2", ALL),
        NoteUrgency(f"JJ-{NO}-1", NO, UrgencyReason.SAFETY, on, today, ALL, ALL),
        replace(opened(f"责〔{on.year}〕901号", on=on, case_no=NO), text=ALL),
        actor=CLERK,
    )  # fmt: skip
    return records


def test_no_text_runs_at_any_sink(site: Site, hostile: Workbench, open_app: Callable[[str], Page]) -> None:
    page = open_app("home")
    watch(page)
    on = hostile.today() - timedelta(3)
    shown = {}
    for address, sinks in SINKS.items():
        page.goto(site.at(address.format(year=on.year, meeting=MEETING) if "%" not in address else address))
        wait_until_usable(page)
        for sink in sinks:
            shown[sink.name] = displayed(page, sink)
        stays_text(page, address)

    assert len(shown) >= 26
    assert shown == dict.fromkeys(shown, len(PAYLOADS))


def test_no_text_runs_in_a_paper_or_a_table_of_analysts_even_without_the_sites_policy(
    site: Site, page: Page
) -> None:
    import pandas as pd

    from tests.documents.samples import make_document
    from workbench.documents.content import Column, Heading, Paragraph, Table
    from workbench.documents.page import to_html

    blocks = (Heading(ALL), Paragraph(ALL), Table(ALL, (Column("说明"),), ((ALL,),), note=ALL))
    paper = replace(make_document(), title=ALL, addressee=ALL, blocks=blocks)
    with pd.option_context("display.max_colwidth", None):
        table = pd.DataFrame({"标题": PAYLOADS})._repr_html_()
    watch(page)
    for content, sinks in ((to_html(paper, carries_font=False), PAPER[:3]), (table, PAPER[3:])):
        page.goto("about:blank")
        page.set_content(content)
        for sink in sinks:
            one = replace(sink, many=1) if sink.many else sink
            assert displayed(page, one) == len(PAYLOADS), sink.name
        stays_text(page, sinks[0].name)


def test_no_name_that_somebody_gave_runs_on_the_pages_around_the_screens(
    site: Site, enter: Callable[..., Page], watched: Watched
) -> None:
    """The head, the login that failed, an address that is not there, and a view that was kept."""
    told = ("--name", SHORT, "--role", "supervisor", "--unit", "430682LX")
    one_time = run_workbench(site.home, "user", "add", "named", *told)["password"]
    first = log_in(site.address, "named", one_time)
    post(site.address, "/password", {"old": one_time, "new": PASSWORD, "again": PASSWORD}, first)
    name, _, value = log_in(site.address, "named", PASSWORD).partition("=")
    watched.expected_errors += ["status of 403", "404"]
    page = enter("")
    watch(page)

    page.goto(site.at(f"login?next={quote(f'/case_review?text={ASKED}', safe='')}"))
    page.get_by_label("账号").fill(SHORT)
    page.get_by_label("密码", exact=True).fill("not his password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("账号")).to_have_value(SHORT)
    stays_text(page, "登录页")

    page.context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page.goto(site.at(quote(SHORT)))
    expect(page.get_by_role("heading")).to_have_text("没有这个页面")
    stays_text(page, "没有的网址")

    page.goto(site.at("case_review?late=1"))
    wait_until_usable(page)
    expect(page.get_by_role("banner")).to_contain_text(SHORT)
    page.get_by_role("button", name="我的视图").click()
    window = page.get_by_role("dialog", name="我的视图")
    window.get_by_label("把现在的筛选存为").fill(SHORTEST)
    window.get_by_role("button", name="保存").click()
    expect(window.get_by_role("button", name=SHORTEST, exact=True)).to_be_visible()
    window.get_by_role("button", name=f"删除：{SHORTEST}").click()
    expect(window).to_contain_text(f"删除“{SHORTEST}”？")
    stays_text(page, "页头、视图")


def test_the_control_runs_where_markup_is_not_told(page: Page) -> None:
    """Were the payloads harmless, or the watch blind, the tests above would prove nothing."""
    watch(page)
    page.goto("about:blank")
    page.set_content(f"{PAYLOADS[1]}{PAYLOADS[2]}")
    page.wait_for_timeout(150)
    assert page.evaluate("window.marks.length") > 0
    assert page.evaluate("document.querySelectorAll('[hostile]').length") > 0


def watch(page: Page) -> None:
    """Let the page say what ran; a dialog fails at once."""
    page.add_init_script("window.marks = []; window.ran = number => window.marks.push(number);")
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog was opened: {dialog.message}"))


def displayed(page: Page, sink: Sink) -> int:
    """Return how many payloads are whole in the sink, once it has them or ten seconds are over."""
    deadline = time.monotonic() + 10
    while True:
        texts = page.evaluate(READ, [sink.css, sink.prop])
        if sink.many == 0:  # a payload in each element
            found = sum(payload in texts for payload in PAYLOADS)
        else:
            most = sorted((sum(one in text for one in PAYLOADS) for text in texts), reverse=True)
            found = most[sink.many - 1] if len(most) >= sink.many else 0
        if found == len(PAYLOADS) or time.monotonic() > deadline:
            return found
        page.wait_for_timeout(100)


def stays_text(page: Page, where: str) -> None:
    """Fail if anything ran, or is an element."""
    page.wait_for_timeout(150)  # for what would run a moment later
    assert page.evaluate("window.marks") == [], where
    assert page.evaluate("document.querySelectorAll('[hostile], img[src=x]').length") == 0, where
    assert page.evaluate("document.querySelectorAll('a[href^=\"javascript:\" i]').length") == 0, where
