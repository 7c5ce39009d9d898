"""A round in a browser: checks locked, compared, rework ordered, on the agenda; pairs and signals opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, wait_until_usable
from tests.factories import make_register
from tests.looked_back import checks
from tests.queries.test_repeats import LAMP, LAMP_AGAIN
from tests.site.client import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

BOSS, JUDGE = "look-boss", "look-judge"


@dataclass(frozen=True, slots=True)
class Opened:
    """A round of three matters of one unit, and the passwords of those who work on it."""

    bench: Workbench
    round_no: str
    case_nos: tuple[str, ...]
    unit: str
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def opened(site: Site) -> Iterator[Opened]:
    """Three concluded matters of the demo, given to a reviewer; the unit has said its own view."""
    from workbench.access.accounts import AccountBook
    from workbench.acts.base import Actor
    from workbench.acts.handling import Person
    from workbench.acts.look_backs import AssignLookBack, ListedMatter, OpenLookBack, ViewOwnWork
    from workbench.app import Workbench
    from workbench.config import Config
    from workbench.law.look_back_round import chosen
    from workbench.queries.look_backs import candidates
    from workbench.terms import LookBackRule, Role

    bench = Workbench(Config(f"sqlite:///{(site.home / 'workbench.sqlite').as_posix()}", site.home))
    book = AccountBook(bench)
    roles = {BOSS: ("孙督查", Role.SUPERVISOR), JUDGE: ("钱检查", Role.REVIEWER)}
    passwords = {
        account: book.add(account, name, role, by="root", is_demo=True)
        for account, (name, role) in roles.items()
    }
    today = bench.today()
    told = {"as_of": today, "seed": 5, "per_unit": 3, "start": today - timedelta(200), "end": today}
    found = chosen(bench.ask(candidates, bench.snapshot()), LookBackRule.RANDOM, **told)
    unit = next(one.unit for one in found if sum(other.unit == one.unit for other in found) == 3)
    case_nos = tuple(one.case_no for one in found if one.unit == unit)
    boss, own = Actor(BOSS, Role.SUPERVISOR, "430682LX"), Actor("unit", Role.HANDLER, unit)
    number = "回头看〔2020〕1号"
    listed = tuple(ListedMatter(case_no, unit) for case_no in case_nos)
    bench.perform(
        OpenLookBack(number, "走一遍", LookBackRule.RANDOM, today, entries=listed, **told), actor=boss
    )
    for case_no in case_nos:
        check_no = f"{number}:{case_no}"
        bench.perform(AssignLookBack(check_no, number, case_no, today, JUDGE), actor=boss)
        bench.perform(ViewOwnWork(check_no, today, checks()), actor=own)
    people = (Person(name="韩冬梅", phone="13500001234"),)
    for at, (text, ago) in enumerate(((LAMP, 60), (LAMP_AGAIN, 10)), 1):
        on = today - timedelta(ago)
        bench.perform(make_register(case_no=f"LB-{at}", narrative=text, persons=people, on=on), actor=boss)
    yield Opened(bench, number, case_nos, unit, passwords)
    bench.close()


@pytest.fixture
def enter(browser: Browser, site: Site, opened: Opened) -> Iterator[Callable[..., Page]]:
    """Open a page as one of the two."""
    profiles = []

    def entered(account: str, path: str, width: int = 1366, height: int = 768) -> Page:
        profile = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        profiles.append(profile)
        name, _, value = log_in(site.address, account, opened.passwords[account]).partition("=")
        profile.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
        page = profile.new_page()
        page.goto(site.at(path))
        wait_until_usable(page)
        return page

    yield entered
    for profile in profiles:
        profile.close()


def test_a_reviewer_sees_the_units_view_only_once_he_has_locked_and_rework_reaches_the_agenda(
    enter: Callable[..., Page], opened: Opened
) -> None:
    from workbench.acts.base import Actor
    from workbench.acts.look_backs import AnswerLookBack, LockLookBack
    from workbench.queries.agenda import proposed_agenda
    from workbench.terms import AgendaReason, LookBackFinding, Role

    bench, today = opened.bench, opened.bench.today()
    page = enter(JUDGE, f"look_back?round={opened.round_no}")
    page.get_by_role("button", name=opened.case_nos[0]).click()
    expect(page.get_by_text("检查人锁定前不显示").first).to_be_visible()

    judge = Actor(JUDGE, Role.REVIEWER)
    for at, case_no in enumerate(opened.case_nos):
        check_no = f"{opened.round_no}:{case_no}"
        failed = ("promises",) if at == 0 else ()
        cause = {"cause_unit": opened.unit, "cause": "支持意见没有执行"} if failed else {}
        finding = LookBackFinding.FAILED if failed else LookBackFinding.HELD
        bench.perform(
            AnswerLookBack(check_no, today, checks(*failed)),
            LockLookBack(check_no, today, finding, **cause),
            actor=judge,
        )
    page.reload()
    wait_until_usable(page)
    expect(page.get_by_text("看法不同")).to_be_visible()
    page.get_by_label("整改措施").fill("限期执行支持意见")
    page.get_by_label("责任人（单位人员）").fill("钱某")
    page.get_by_role("button", name="记入台账").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("“下达整改”已记入台账", exact=False)).to_be_visible()

    boss = enter(BOSS, f"look_back?round={opened.round_no}", 1920, 1080)
    expect(boss.get_by_text("整改中").first).to_be_visible()
    agenda = bench.ask(proposed_agenda, bench.snapshot())
    assert any(
        one.case_no == opened.case_nos[0] and AgendaReason.LOOK_BACK_FAILED in one.reasons for one in agenda
    )


def test_repeat_matters_and_signals_open_for_a_supervisor(enter: Callable[..., Page]) -> None:
    page = enter(BOSS, "look_back?tab=repeats")
    expect(page.get_by_role("heading", name="待认定")).to_be_visible()
    page.get_by_role("button", name="LB-1 → LB-2").click()
    expect(page.get_by_text("两件对照")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    assert "韩冬梅" not in page.content()
    other = enter(BOSS, "look_back?tab=signals")
    expect(other.get_by_text("只提示看一看，不是认定", exact=False)).to_be_visible()
