"""A round in a browser: checks locked, compared, rework ordered, on the agenda; pairs and signals opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.factories import make_register
from tests.looked_back import checks
from tests.queries.test_repeats import LAMP, LAMP_AGAIN
from tests.site.client import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

BOSS, JUDGE, UNIT = "look-boss", "look-judge", "430682LX"


@dataclass(frozen=True, slots=True)
class Office:
    """The workbench of the site, and the passwords of those who work on a round."""

    bench: Workbench
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def office(records: Workbench) -> Office:
    """A supervisor, a reviewer, and two matters that one person raised about one lamp."""
    from workbench.access.accounts import AccountBook
    from workbench.acts.base import Actor
    from workbench.acts.handling import Person
    from workbench.terms import Role

    book = AccountBook(records)
    roles = {BOSS: ("孙督查", Role.SUPERVISOR), JUDGE: ("钱检查", Role.REVIEWER)}
    passwords = {
        account: book.add(account, name, role, by="root", unit=UNIT, is_demo=True)
        for account, (name, role) in roles.items()
    }
    people = (Person(name="韩冬梅", phone="13500001234"),)
    for at, (text, ago) in enumerate(((LAMP, 60), (LAMP_AGAIN, 10)), 1):
        on = records.today() - timedelta(ago)
        act = make_register(case_no=f"LB-{at}", narrative=text, persons=people, on=on)
        records.perform(act, actor=Actor(BOSS, Role.SUPERVISOR, UNIT))
    return Office(records, passwords)


@pytest.fixture
def enter(enter: Callable[..., Page], site: Site, office: Office) -> Callable[..., Page]:
    """Open a page as one of the two."""
    return lambda account, *at: enter(log_in(site.address, account, office.passwords[account]), *at)


def test_a_round_is_opened_checked_compared_reworked_and_goes_before_the_conference(
    enter: Callable[..., Page], office: Office
) -> None:
    boss = enter(BOSS, "look_back?new=1")
    number, (first, second, third) = open_round(boss, office.bench)
    view_own_work(office.bench, number, (first, second, third))

    page = enter(JUDGE, f"look_back?round={number}")
    for case_no in (first, second, third):
        page.get_by_role("button", name=case_no).click()
        expect(page.get_by_text("检查人锁定前不显示").first).to_be_visible()
        check(page, fails=case_no == first)
        if case_no == first:
            expect(page.get_by_text("看法不同")).to_have_count(1)
            order_rework(page)
        page.get_by_role("button", name="‹ 返回").click()

    board = enter(BOSS, "ownership", 1920, 1080)
    line = board.get_by_role("table", name="回头看整改").get_by_role("row").filter(has_text=first)
    expect(line).to_contain_text("整改中")
    line.get_by_role("link", name=first).click()
    expect(board.get_by_text("限期执行支持意见")).to_be_visible()
    see_on_the_agenda(enter(BOSS, f"meeting?no={plan_meeting(office.bench)}"), first)


def open_round(page: Page, bench: Workbench) -> tuple[str, tuple[str, ...]]:
    """Open a random round on the screen, give three of its matters to the reviewer; return what it is."""
    from workbench.queries.look_backs import rounds

    form = page.get_by_role("form", name="开展回头看")
    form.get_by_label("批次名称").fill("走一遍")
    form.get_by_role("radio", name="随机抽查").check()
    form.get_by_label("随机抽查：每单位件数").fill("1")
    submit(page, form, "生成名单并开展")
    expect(page.get_by_text("名单已记入台账")).to_be_visible()
    found = bench.ask(rounds, as_of=bench.today())[0]
    chosen = tuple(one.case_no for one in found.entries if one.unit.startswith("430682D"))[:3]
    page.locator("select:not([multiple])").select_option(label=f"钱检查（{JUDGE}）")
    page.locator("select[multiple]").select_option(list(chosen))
    page.get_by_role("button", name="分派所选事项").click()
    expect(page.get_by_text("已分派 3 件")).to_be_visible()
    return found.round_no, chosen


def view_own_work(bench: Workbench, number: str, case_nos: tuple[str, ...]) -> None:
    """Let each unit say, unseen, that everything was done."""
    from workbench.acts.base import Actor
    from workbench.acts.look_backs import ViewOwnWork
    from workbench.queries.look_backs import rounds
    from workbench.terms import Role

    found = next(one for one in bench.ask(rounds, as_of=bench.today()) if one.round_no == number)
    for entry in found.entries:
        if entry.case_no in case_nos:
            act = ViewOwnWork(f"{number}:{entry.case_no}", bench.today(), checks())
            bench.perform(act, actor=Actor("unit", Role.HANDLER, entry.unit))


def check(page: Page, *, fails: bool) -> None:
    """Answer the check list on the screen and lock it; ``fails``: the last item was not done."""
    form = page.get_by_role("form", name="锁定回头看检查")
    groups = form.get_by_role("group")
    for at in range(5):
        group = groups.nth(at)
        if fails and at == 4:
            group.get_by_role("radio", name="没有做到").check()
            group.get_by_label("依据或说明").fill("没有告知社会救助")
        else:
            group.get_by_role("radio", name="做到", exact=True).check()
    form.get_by_role("radio", name="没有落实" if fails else "落实到位").check()
    if fails:
        form.get_by_role("textbox", name="问题", exact=True).fill("没有告知也没有转介救助")
        box = form.get_by_role("combobox", name="问题归因单位")
        box.fill("忠防")
        page.get_by_role("option", name="忠防镇").click()
    notes = page.get_by_text("“锁定回头看检查”已记入台账", exact=False)
    before = notes.all_inner_texts()  # that of the check before may still stand
    submit(page, form, "记入台账")
    for _ in range(600):
        if set(notes.all_inner_texts()) - set(before):
            return
        page.wait_for_timeout(50)
    pytest.fail("锁定没有记入台账")


def order_rework(page: Page) -> None:
    form = page.get_by_role("form", name="下达整改")
    form.get_by_label("整改措施").fill("限期执行支持意见")
    form.get_by_label("责任人（单位人员）").fill("钱某")
    submit(page, form, "记入台账")
    expect(page.get_by_text("“下达整改”已记入台账", exact=False)).to_be_visible()


def submit(page: Page, form: Locator, name: str) -> None:
    button = form.get_by_role("button", name=name)
    expect(form.locator(".wb-form-blockers")).to_have_text("")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    form.get_by_role("button", name="确定").click()


def plan_meeting(bench: Workbench) -> str:
    """Return the number of the next meeting, just planned."""
    from tests.factories import CLERK
    from workbench.acts.meetings import PlanMeeting
    from workbench.terms import MeetingKind

    number = f"2097-{bench.ledger_size() % 10_000:04}"
    plan = PlanMeeting(number, MeetingKind.WORKING, bench.today(), "09:00", "赵某某", "副书记", "三楼")
    bench.perform(plan, actor=CLERK)
    return number


def see_on_the_agenda(page: Page, case_no: str) -> None:
    page.get_by_role("tab", name=re.compile("按规则建议")).click()
    grid = page.get_by_role("grid", name="按规则建议的议题")
    expect(grid.get_by_role("row").nth(1)).to_be_visible()
    grid.evaluate("e => e.scrollTo(0, e.scrollHeight)")  # what is not late itself stands last
    row = grid.get_by_role("row").filter(has_text=case_no)
    expect(row).to_contain_text("回头看不合格")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="把所选 1 项列入议程").click()
    expect(page.locator(".meeting-agenda-row", has_text=case_no)).to_be_visible()


def test_repeat_matters_and_signals_open_for_a_supervisor(enter: Callable[..., Page]) -> None:
    page = enter(BOSS, "look_back?tab=repeats")
    expect(page.get_by_role("heading", name="待认定")).to_be_visible()
    page.get_by_role("button", name="LB-1 → LB-2").click()
    expect(page.get_by_text("两件对照")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    assert "韩冬梅" not in page.content()
    other = enter(BOSS, "look_back?tab=signals")
    expect(other.get_by_text("只提示看一看，不是认定", exact=False)).to_be_visible()
