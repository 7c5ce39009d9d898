"""The head of a screen says who is logged in, and offers to log out, on the site alone."""

from __future__ import annotations

import pytest

from widgets.parts.masthead import Masthead
from widgets.shell import Shell
from workbench.access import viewer
from workbench.access.viewer import Viewer
from workbench.terms import Role

LEE = Viewer("lee", "李晓红", Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def _fresh_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer, "_known", [])
    names = (viewer.VIEWER_VARIABLE, viewer.SITE_VARIABLE, viewer.OFFICE_VARIABLE, "VOILA_BASE_URL")
    for name in names:
        monkeypatch.delenv(name, raising=False)


def masthead() -> Masthead:
    return Shell("首页", app="home").masthead


def test_on_the_site_it_names_the_viewer_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())

    head = masthead()

    assert head.who == "李晓红 · 联席办督查人员"
    assert head.leave == "/logout"


def test_on_the_site_it_names_the_office_and_elsewhere_the_product_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (masthead().site["office"], masthead().site["brand"]) == ("", "信访工作台")
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())
    monkeypatch.setenv(viewer.OFFICE_VARIABLE, "临湘市信访局")

    assert (masthead().site["office"], masthead().site["brand"]) == ("临湘市信访局", "信访工作台")


def test_outside_the_site_nobody_is_logged_in() -> None:
    assert (masthead().who, masthead().leave) == ("", "")


def test_a_browser_cannot_say_who_is_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())
    head = masthead()

    head._handle_msg(
        {
            "content": {
                "data": {"method": "update", "state": {"who": "局长", "leave": "/x"}, "buffer_paths": []}
            }
        }
    )

    assert (head.who, head.leave) == ("李晓红 · 联席办督查人员", "/logout")


def test_whom_the_proxy_lets_in_is_offered_no_way_out_that_leads_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(viewer.SITE_VARIABLE, "secret")
    monkeypatch.setenv(viewer.VIEWER_VARIABLE, LEE.to_json())
    monkeypatch.setenv(viewer.STAYS_VARIABLE, "1")

    head = masthead()

    assert (head.who, head.leave) == ("李晓红 · 联席办督查人员", "")
