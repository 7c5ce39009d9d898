"""Two users with different rights: what one may not see or do is in no page, widget or message of his."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.profiles import Logins, Watched, a_profile
from tests.browser.sites import Site, run_workbench
from tests.browser.waiting import wait_until_usable
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, WebSocket

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

CHOSEN = "a quiet stone in the garden"
WITNESS = "刘铁柱"
SECRET = "每车收三百元才放行"
OpenPage = Callable[[str, str], "Received"]
TOWN = "430682101"


class Received:
    """A page of one user, with everything that his browser was sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str] = []
        page.on("websocket", self._listen)
        page.on("response", lambda answer: self._keep(answer.text) if "text/html" in _kind(answer) else None)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._keep(lambda: _text(frame)))

    def _keep(self, read: Callable[[], str]) -> None:
        try:
            self.sent.append(read())
        except Exception:
            self.sent.append("")

    def everything(self) -> str:
        """All that was sent, with the signs that JSON hides put back."""
        said = "\n".join(self.sent)
        return said + re.sub(r"\\u([0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), said)


def _kind(answer: object) -> str:
    return str(getattr(answer, "headers", {}).get("content-type", ""))


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def accusation(records: Workbench) -> str:
    """A matter that accuses a unit, by somebody with a name."""
    from tests.factories import CLERK, DEPARTMENT, make_register
    from workbench.acts.handling import Person
    from workbench.terms import PetitionClass

    number = f"ACCUSE-{records.ledger_size()}"
    act = make_register(
        case_no=number,
        on=records.today() - timedelta(3),
        title=f"举报{SECRET}",
        narrative=f"{WITNESS}反映：{SECRET}。",
        persons=(Person(name=WITNESS, phone="13700002222"),),
        petition_class=PetitionClass.ACCUSATION,
        path=None,
        accused_unit=DEPARTMENT,
    )
    records.perform(act, actor=CLERK)
    return number


@pytest.fixture(scope="module")
def cookie_of(site: Site) -> Callable[[str], str]:
    """The login of a role, made once."""
    made: dict[str, str] = {}

    def login(role: str) -> str:
        if role not in made:
            name = f"rights.{role}"
            added = run_workbench(
                site.home, "user", "add", name, "--name", "某人", "--role", role, "--unit", TOWN
            )
            first = log_in(site.address, name, added["password"])
            post(
                site.address,
                "/password",
                {"old": added["password"], "new": CHOSEN, "again": CHOSEN},
                first,
            )
            made[role] = log_in(site.address, name, CHOSEN)
        return made[role]

    return login


@pytest.fixture
def open_as(
    browser: Browser, site: Site, logins: Logins, watched: Watched, cookie_of: Callable[[str], str]
) -> Iterator[OpenPage]:
    """Open a page as somebody of a role, in a browser profile of his own."""
    with ExitStack() as profiles:

        def opened(role: str, path: str) -> Received:
            profile = profiles.enter_context(a_profile(browser, logins, watched, cookie_of(role)))
            seen = Received(profile.new_page())
            seen.page.goto(site.at(path))
            return seen

        yield opened


@contextmanager
def usable(seen: Received) -> Iterator[Page]:
    wait_until_usable(seen.page)
    yield seen.page


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_what_an_accusation_says_reaches_nobodys_browser(
    open_as: OpenPage, accusation: str, role: str
) -> None:
    seen = open_as(role, f"case_review?case={accusation}")
    with usable(seen) as page:
        page.get_by_role("heading", name="办理经过").wait_for()
        expect(page.locator(".case-head")).to_contain_text("按权限查阅")
        page.get_by_role("button", name="返回清单").click()
        page.get_by_placeholder("标题、内容、编号").fill(accusation)
        expect(page.locator(".wb-grid-total strong").first).to_have_text("1")
        page.get_by_placeholder("标题、内容、编号").fill(SECRET)
        expect(page.locator(".wb-grid-total strong").first).to_have_text("0")

    sent = seen.everything()
    assert "按权限查阅" in sent, "the messages were not read: this test would prove nothing"
    typed = sent.replace(f'"{SECRET}"', "")  # his own words come back in the filter and the address
    assert WITNESS not in sent
    assert "13700002222" not in sent
    assert f"举报{SECRET}" not in typed
    assert f"反映：{SECRET}" not in typed


def test_a_handler_does_not_find_a_matter_that_is_not_his_units(open_as: OpenPage, accusation: str) -> None:
    seen = open_as("handler", f"case_review?case={accusation}")
    with usable(seen) as page:
        expect(page.locator(".wb-notice-text").first).to_contain_text(f"没有编号为“{accusation}”的信访事项")

    assert WITNESS not in seen.everything() and SECRET not in seen.everything()


def test_an_auditor_reads_and_has_no_way_to_act(open_as: OpenPage) -> None:
    seen = open_as("auditor", "case_review")
    with usable(seen) as page:
        page.locator(".wb-grid-check").nth(2).click()
        expect(page.get_by_text("只能查看，不能办理")).to_be_visible()
        assert page.get_by_role("group", name="批量办理").get_by_role("button", name="转送").count() == 0
        page.locator(".wb-grid-link").first.click()
        page.get_by_role("heading", name="下一步").wait_for()
        expect(page.locator(".next-closed")).to_contain_text("只能查看，不能办理")
        for button in page.get_by_role("button", name=re.compile("^办理：")).all():
            expect(button).to_be_disabled()


def test_a_link_to_a_form_gives_no_form_to_who_may_not_act(open_as: OpenPage, accusation: str) -> None:
    seen = open_as("auditor", f"case_review?case={accusation}&act=transfer")
    with usable(seen) as page:
        expect(page.locator(".wb-notice-text")).to_contain_text("不能进行这项操作")
        page.get_by_role("heading", name="下一步").wait_for()
        assert page.get_by_role("form").count() == 0
        assert "act=" not in page.url


def test_a_handler_may_act_and_only_in_the_name_of_his_own_unit(
    open_as: OpenPage, records: Workbench
) -> None:
    from tests.factories import CLERK, OFFICE, make_register, make_take
    from workbench.terms import Step

    number = f"OWN-{records.ledger_size()}"
    today = records.today()
    records.perform(
        make_register(case_no=number, on=today),
        make_take(number, Step.TRANSFER, today, unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    seen = open_as("handler", f"case_review?case={number}&act=accept")
    with usable(seen) as page:
        form = page.get_by_role("form", name=re.compile("^办理："))
        form.wait_for()
        box = form.get_by_role("combobox").first
        expect(box).to_have_value("忠防镇")
        box.fill("镇")
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(["忠防镇"])


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("auditor", "intake"),
        ("handler", "intake"),
        ("importer", "case_review"),
        ("administrator", "case_review"),
    ],
)
def test_a_page_that_a_role_may_not_open_sends_nothing_of_it(
    open_as: OpenPage, watched: Watched, role: str, page: str
) -> None:
    watched.expected_errors.append("403")
    seen = open_as(role, page)

    expect(seen.page.get_by_role("heading", name="不能打开这个页面")).to_be_visible()
    assert "430682-" not in seen.everything()
    assert "jupyter" not in seen.page.content().lower()


def test_the_reminder_of_a_handler_is_of_his_own_unit(open_as: OpenPage) -> None:
    seen = open_as("handler", "")
    with usable(seen) as page:
        link = page.get_by_role("link", name="期限提醒").get_attribute("href") or ""
    assert f"duty={TOWN}" in link
