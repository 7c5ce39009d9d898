"""Pages on a machine that is busy with other work: late is not lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.profiles import Watched
from tests.browser.sites import Site
from tests.browser.waiting import PATIENCE, wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The page looks for a widget every tenth of a second, for two seconds. Here it looks seldom, as a busy one,
# and between two of its looks the widgets come and the two seconds pass.
BETWEEN_TWO_LOOKS = """(() => {
  const now = Date.now, later = window.setTimeout, Line = window.WebSocket, waiting = [];
  let isLooking = false, ahead = 0;
  Date.now = () => now() + ahead;
  window.setTimeout = (done, delay, ...rest) => {
    if (delay !== 100) return later(done, delay, ...rest);
    isLooking = true;
    waiting.splice(0).forEach((pass) => pass());
    return later(done, 1500, ...rest);
  };
  const isStates = (data) =>
    (typeof data === "string" ? data : new TextDecoder("latin1").decode(data)).includes('"update_states"');
  window.WebSocket = class extends Line {
    set onmessage(hear) {
      super.onmessage = hear && ((event) => {
        const pass = () => hear.call(this, event);
        if (!isStates(event.data)) pass();
        else if (isLooking) { pass(); ahead += 3000; }
        else waiting.push(() => later(() => { pass(); ahead += 3000; }));
      });
    }
    get onmessage() { return super.onmessage; }
  };
})()"""


def test_widgets_that_come_between_the_last_two_looks_of_the_page_are_found(
    page: Page, site: Site, watched: Watched
) -> None:
    page.add_init_script(BETWEEN_TWO_LOOKS)

    page.goto(site.at("case_review"))
    wait_until_usable(page)

    expect(page.locator(".wb-grid-total")).to_be_visible()
    assert watched.opened_again == []
    assert watched.console_errors == []


# What a script gives two or three seconds is over at once.
IMPATIENT = """(() => {
  const after = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => after(milliseconds <= 3000 ? 0 : milliseconds);
})()"""


def test_a_part_whose_script_takes_longer_than_two_seconds_still_hears_its_kernel(
    page: Page, site: Site, watched: Watched
) -> None:
    page.add_init_script(IMPATIENT)
    page.goto(site.at("case_review"))
    wait_until_usable(page)
    everything = page.locator(".wb-grid-total").inner_text()

    page.get_by_label("只看超期").check()

    expect(page).to_have_url(re.compile("late=1"))
    expect(page.locator(".wb-grid-total")).not_to_have_text(everything)
    assert watched.console_errors == []


# No script of a part can be read.
WITHOUT_SCRIPTS = """(() => {
  const address = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => address(blob.type === "text/javascript" ? new Blob(["("], blob) : blob);
})()"""


def test_a_page_whose_parts_have_no_scripts_says_so_and_is_in_the_log(
    page: Page, site: Site, watched: Watched
) -> None:
    """Whether its first view stands before that is chance; only until then a page opens once more."""
    watched.expected_errors.append("")  # whatever such a page complains of
    page.add_init_script(WITHOUT_SCRIPTS)
    before = len(_log(site))

    page.goto(site.at("case_review"))

    said = re.compile("本页有一部分没有显示出来：请刷新本页|页面没有完整打开，请重新打开")
    expect(page.locator("#site-connection")).to_contain_text(said)
    assert len(watched.opened_again) <= 1
    # Asked of the log and not of the browser: it does not always tell of the answer to a request that
    # may outlive its page.
    _wait_for_the_log(page, site, before, re.compile("a page lacks a part: (script|view)"))


def _log(site: Site) -> str:
    return (site.home / "logs" / "site.log").read_text("utf-8")


def _wait_for_the_log(page: Page, site: Site, before: int, words: re.Pattern[str]) -> None:
    """Wait until the log has the words after its first ``before`` characters."""
    for _ in range(PATIENCE // 100):
        if words.search(_log(site)[before:]):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{words.pattern} not in\n{_log(site)[before:]}")


def test_a_page_that_loses_a_part_while_it_is_used_says_so_and_stays(
    page: Page, site: Site, watched: Watched
) -> None:
    watched.expected_errors.append("Could not process update")
    page.goto(site.at("case_review"))
    wait_until_usable(page)

    page.evaluate("console.error('Could not process update msg for model id: 李晓红')")

    banner = page.locator("#site-connection")
    expect(banner).to_contain_text("本页有一部分没有显示出来：请刷新本页（已确认的不受影响）")
    with page.expect_navigation():
        banner.get_by_role("button", name="刷新本页").click()
    wait_until_usable(page)
    _wait_for_the_log(page, site, 0, re.compile("a page lacks a part: change"))
    assert "李晓红" not in _log(site)
    assert watched.opened_again == []
