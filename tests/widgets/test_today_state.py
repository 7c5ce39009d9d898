"""What screens of tabs have in common: an address in, an address out, and everything read anew."""

from collections.abc import Mapping
from functools import cached_property
from types import SimpleNamespace

import pytest

from tests.factories import OFFICE
from widgets.today_state import NothingHereError, TodayState, address_query
from workbench.access.viewer import Viewer
from workbench.terms import Role

CLERK = Viewer("clerk", "登记", Role.CLERK, OFFICE)


class Shelf(TodayState[str]):
    def place(self, given: Mapping[str, str]) -> str:
        return given.get("tab", "first")

    @property
    def address(self) -> str:
        return address_query({"tab": "" if self.shown == "first" else self.shown})

    @cached_property
    def books(self) -> int:
        self.bench.asked += 1
        return self.bench.asked


class Annexe(Shelf):
    """A screen that adds to another one."""


def shelf(**address: str) -> Annexe:
    return Annexe(SimpleNamespace(asked=0), address, viewer=lambda: CLERK)


def test_an_address_leads_there_and_back():
    assert (shelf().shown, shelf().address) == ("first", "")
    assert (shelf(tab="last").shown, shelf(tab="last").address) == ("last", "tab=last")


def test_what_was_read_is_kept_until_somebody_goes_elsewhere():
    state = shelf()
    assert (state.books, state.books) == (1, 1)
    state.go_to({"tab": "last"})
    assert state.books == 2
    state.refresh()
    assert state.books == 3


@pytest.mark.parametrize(
    ("kind", "may"), [("decide_repeat", True), ("lock_look_back", False), ("no_act", False)]
)
def test_what_the_viewer_may_do_follows_his_role(kind, may):
    assert shelf().may(kind) is may


def test_what_is_not_there_says_what_to_do():
    assert str(NothingHereError("月考核")) == "没有您可以查看的月考核：请从清单打开"
