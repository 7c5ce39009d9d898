"""A reviewer fills in a sheet beside its file, corrects it, locks; the other sees nothing of it before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.browser.waiting import wait_until, wait_until_usable
from tests.site.client import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

ONE, TWO = "judge-one", "judge-two"
REASON = "卷内登记表缺一项要素"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A round with one file, its two sheets, and the passwords of the two."""

    bench: Workbench
    case_no: str
    passwords: dict[str, str]

    def sheet(self, turn: int) -> str:
        return f"PC-W/{self.case_no}/{turn}"


@pytest.fixture(scope="module")
def drawn(records: Workbench) -> Drawn:
    """A concluded matter of the demo, assigned to two reviewers whom nobody has seen before."""
    from workbench.access.accounts import AccountBook
    from workbench.acts.base import Actor
    from workbench.acts.file_reviews import AssignReview, DrawnFile, OpenReviewRound
    from workbench.queries.review_samples import candidates
    from workbench.terms import Role

    book = AccountBook(records)
    names = {ONE: "钱评查", TWO: "孔评查"}
    passwords = {
        account: book.add(account, name, Role.REVIEWER, by="root", is_demo=True)
        for account, name in names.items()
    }
    today = records.today()
    found = records.ask(candidates, records.snapshot(), today - timedelta(300), today)
    case_no, unit = found[len(found) // 2]
    boss = Actor("officer", Role.SUPERVISOR, "430682LX")
    days = (today, today - timedelta(300), today, today)
    file = DrawnFile(case_no, unit)
    records.perform(OpenReviewRound("PC-W", "走一遍", *days, 7, len(found), (file,)), actor=boss)
    for turn, account in ((1, ONE), (2, TWO)):
        act = AssignReview(f"PC-W/{case_no}/{turn}", "PC-W", case_no, turn, account, today)
        records.perform(act, actor=boss)
    return Drawn(records, case_no, passwords)


@pytest.fixture
def enter(enter: Callable[..., Page], site: Site, drawn: Drawn) -> Callable[[str, str], Page]:
    """Open a page as one of the two reviewers: ``enter(ONE, "file_review")``."""
    return lambda account, path: enter(log_in(site.address, account, drawn.passwords[account]), path)


def sections(page: Page) -> list[str]:
    """The names of the sections with items."""
    names = page.locator(".review-section > header > h3").all_text_contents()
    return [name for name in names if name != "一票不合格"]


def test_a_sheet_is_filled_in_corrected_with_a_reason_and_locked_unseen_by_the_other(
    enter: Callable[[str, str], Page], drawn: Drawn
) -> None:
    page = enter(ONE, "file_review")
    page.get_by_role("button", name=drawn.case_no).click()
    expect(page.get_by_text("办理经过")).to_be_visible()
    item = page.locator('[data-item="A1"]')
    expect(item.get_by_text("系统预填")).to_be_visible()

    page.get_by_role("button", name="A1，0分").click()
    expect(item.get_by_text("改动了预填结果，请写明理由")).to_be_visible()
    page.get_by_label("A1，说明").fill(REASON)
    page.reload()  # a lost page loses nothing that was typed
    wait_until_usable(page)
    expect(page.get_by_text("已恢复您上次填写、没有保存的内容")).to_be_visible()
    expect(page.get_by_label("A1，说明")).to_have_value(REASON)

    for row in page.locator(".review-item[data-item]").all():
        if row.locator(".wb-tag").text_content() == "未评":
            row.get_by_role("button", name="满分").click()
    for name in sections(page):
        box = page.get_by_role("region", name=name, exact=True)
        box.get_by_role("button", name="保存本节").click()
        wait_until(
            page,
            "(name) => !/(未评|未保存|预填待确认)/.test("
            "document.querySelector(`.review-section[aria-label='${name}']`).innerText)",
            name,
        )
    expect(page.get_by_text("已保存 21 / 21 项")).to_be_visible()

    other = enter(TWO, f"file_review?sheet={drawn.sheet(2)}")
    expect(other.get_by_text("已保存 0 / 21 项")).to_be_visible()
    assert "钱评查" not in other.content() and REASON not in other.content()

    page.get_by_role("button", name="锁定评查表").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_text("另一名评查人员锁定后显示对方的评分和结果")).to_be_visible()
    other.goto(other.url.replace("%2F2", "%2F1").replace("/2", "/1"))
    wait_until_usable(other)
    expect(other.get_by_text("没有您现在可以查看的评查表")).to_be_visible()
    assert REASON not in other.content()

    _lock_the_other(drawn)
    page.reload()
    wait_until_usable(page)
    expect(page.get_by_text("孔评查：100 分").first).to_be_visible()


def _lock_the_other(drawn: Drawn) -> None:
    from workbench.acts.base import Actor
    from workbench.acts.file_reviews import AnswerItems, GivenAnswer, LockReview
    from workbench.law.review_sheet import sheet
    from workbench.terms import Role

    who, today = Actor(TWO, Role.REVIEWER), drawn.bench.today()
    full = tuple(GivenAnswer(item.id, item.points) for item in sheet().items)
    drawn.bench.perform(AnswerItems(drawn.sheet(2), today, full), actor=who)
    drawn.bench.perform(LockReview(drawn.sheet(2), today), actor=who)
