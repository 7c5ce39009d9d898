"""A month of the office in a browser: a unit reports what it found, the office sees it on the board, gives
the appraisal out, answers what the unit objects to, and makes a month final; a proposal from a topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.browser.waiting import wait_until_usable
from tests.site.client import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

BOSS, OWN = "appraisal-boss", "appraisal-own"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A month drafted from the demo, one before that waits for its last answer, and two people's passwords.

    ``unit`` missed something in the month and has not reported this month's screening yet.
    """

    bench: Workbench
    number: str
    waiting: str
    unit: str
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def drafted(records: Workbench) -> Drafted:
    """A month of the demo as a draft; an official of a unit that missed something in it, and a supervisor."""
    from workbench.access.accounts import AccountBook
    from workbench.demo.plan import LAST_DAY
    from workbench.terms import Role

    number, waiting, unit = newly_drafted(records)
    book = AccountBook(records)
    people = {BOSS: ("孙督查", Role.SUPERVISOR, None), OWN: ("李经办", Role.HANDLER, unit)}
    passwords = {
        account: book.add(account, name, role, by="root", unit=of, is_demo=True)
        for account, (name, role, of) in people.items()
    }
    assert records.today() >= LAST_DAY
    return Drafted(records, number, waiting, unit, passwords)


def newly_drafted(bench: Workbench) -> tuple[str, str, str]:
    """Draft the month before the demo's last; return both numbers, and a unit that has something to do."""
    from widgets.appraisal.recording import draft
    from widgets.appraisal.state import AppraisalScreenState
    from workbench.access.viewer import Viewer
    from workbench.queries.appraisals import month_sheet
    from workbench.queries.screening import screening_board
    from workbench.terms import Role

    boss = Viewer(BOSS, "孙督查", Role.SUPERVISOR, "430682LX")
    state = AppraisalScreenState(bench, {}, viewer=lambda: boss)
    last = state.lines[0].appraisal
    number = draft(state, (last.month - timedelta(1)).replace(day=1), "")
    sheet = bench.ask(month_sheet, boss, number, as_of=bench.today()).appraisal
    missed = {line.unit for line in sheet.lines if line.numerator < line.denominator}
    with bench.reading() as session:
        link = session.connection()
        board = screening_board(link, boss, as_of=bench.today(), calendars=bench.calendars(link))
    silent = {one.unit for one in board.of_month(board.months[-1]) if one.screening is None}
    return number, last.appraisal_no, sorted(missed & silent)[0]


@pytest.fixture
def enter(enter: Callable[..., Page], site: Site, drafted: Drafted) -> Callable[..., Page]:
    """Open a page as one of the two."""
    return lambda account, path: enter(log_in(site.address, account, drafted.passwords[account]), path)


def test_a_unit_objects_to_its_own_sheet_and_the_office_answers(
    enter: Callable[..., Page], drafted: Drafted
) -> None:
    boss = enter(BOSS, f"appraisal?no={drafted.number}")
    boss.get_by_role("button", name="交单位核对").click()
    boss.get_by_role("button", name="确定").click()
    expect(boss.get_by_text("已交各单位核对", exact=False)).to_be_visible()
    assert cut_on_paper(boss) == 0

    own = enter(OWN, f"appraisal?no={drafted.number}")
    expect(own.get_by_role("heading", name="各项得分")).to_be_visible()
    row = own.locator("tr", has=own.locator("td", has_text="/")).first
    figure = row.get_by_role("link").first.inner_text()
    row.get_by_role("link").first.click()
    wait_until_usable(own)
    expect(own.get_by_role("heading", name="所依据的事项")).to_be_visible()
    expect(own.locator("table .wb-tag").first).to_be_visible()
    own.get_by_label("异议理由").fill("告知书已在期限内送达，登记时漏录")
    own.get_by_role("button", name="提出异议").click()
    own.get_by_role("button", name="确定").click()
    expect(own.get_by_text("等待书面答复", exact=False)).to_be_visible()

    boss.reload()
    wait_until_usable(boss)
    boss.get_by_role("link", name=figure).first.click()
    wait_until_usable(boss)
    boss.get_by_label("不采纳").check()
    boss.get_by_label("书面答复").first.fill("回证日期在期限以后，不予采纳")
    boss.get_by_role("button", name="书面答复").click()
    boss.get_by_role("button", name="确定").click()
    expect(boss.get_by_text("答复已记入台账", exact=False)).to_be_visible()
    own.reload()
    wait_until_usable(own)
    expect(own.get_by_text("回证日期在期限以后", exact=False)).to_be_visible()


def cut_on_paper(page: Page) -> int:
    """Return how many tables run over the edge of A4 lying, within its margins."""
    size = page.viewport_size
    page.set_viewport_size({"width": 1032, "height": 720})
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('.wb-panel .wb-table')].filter((one) => "
        "one.getBoundingClientRect().right > one.closest('.wb-panel').getBoundingClientRect().right).length"
    )
    page.emulate_media(media="screen")
    page.set_viewport_size(size or {"width": 1366, "height": 768})
    return int(cut)


def test_a_coordinator_reports_what_he_owes_and_the_supervisor_sees_it_on_the_board(
    enter: Callable[..., Page],
) -> None:
    own = enter(OWN, "unit")
    own.get_by_role("link", name="报送排查月报").last.click()
    wait_until_usable(own)
    own.get_by_role("button", name="报送排查月报", exact=True).click()
    expect(own.locator(".screening-balance")).to_have_attribute("data-right", "yes")  # last month's stock
    own.locator("form").get_by_role("button", name="报送排查月报", exact=True).click()
    own.get_by_role("button", name="确定").click()
    expect(own.get_by_text("已记入台账", exact=False).first).to_be_visible()
    name, _, month = own.locator(".screening-head h2").inner_text().partition(" ")

    boss = enter(BOSS, "screening?tab=board")
    mark = f"{name}{month.removesuffix('矛盾纠纷排查月报')}："
    expect(boss.get_by_role("link", name=re.compile(f"^{mark}(按时报送|逾期报送)$"))).to_be_visible()


def test_the_last_answer_makes_a_month_ready_to_be_final(
    enter: Callable[..., Page], drafted: Drafted
) -> None:
    boss = enter(BOSS, f"appraisal?no={drafted.waiting}")
    sheet = boss.url
    expect(boss.get_by_role("button", name="定稿")).to_be_disabled()
    boss.locator("tr", has_text="待答复").get_by_role("link").first.click()
    wait_until_usable(boss)
    boss.get_by_label("不采纳").check()
    boss.get_by_label("书面答复").first.fill("所附材料的日期在期限以后，不予采纳")
    boss.get_by_role("button", name="书面答复").click()
    boss.get_by_role("button", name="确定").click()
    expect(boss.get_by_text("答复已记入台账", exact=False)).to_be_visible()

    boss.goto(sheet)
    wait_until_usable(boss)
    boss.get_by_role("button", name="定稿").click()
    boss.get_by_role("button", name="确定").click()
    expect(boss.get_by_text("已定稿，记入台账", exact=False)).to_be_visible()
    expect(boss.get_by_role("button", name="定稿")).to_have_count(0)
    expect(boss.locator(".wb-tag", has_text="定稿").first).to_be_visible()


def test_a_unit_sees_no_other_unit_and_no_draft(enter: Callable[..., Page], drafted: Drafted) -> None:
    other = "430682002" if drafted.unit != "430682002" else "430682004"
    page = enter(OWN, f"appraisal?no={drafted.number}&unit={other}")

    expect(page.get_by_text("没有您可以查看的", exact=False).first).to_be_visible()


def test_a_topic_leads_to_a_proposal_with_its_matters(enter: Callable[..., Page]) -> None:
    page = enter(BOSS, "source?span=year")
    page.get_by_role("link", name="拟一份建议").first.click()
    wait_until_usable(page)

    expect(page.get_by_label("完善政策")).to_be_checked()
    assert "430682-" in page.get_by_label("所依据的信访事项").input_value()
