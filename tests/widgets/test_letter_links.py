"""From a deed's page one comes to the letter about it, if one may issue letters."""

import pytest

from tests.factories import OFFICE, TOWN
from widgets.letter_links import NOTICES, letter_links
from workbench.access.viewer import Viewer
from workbench.terms import IssuedKind, Role


def told(role, kinds=(IssuedKind.SUPERVISION_ORDER,), unit=OFFICE):
    return "".join(one.value for one in letter_links(Viewer("x", "某", role, unit), kinds, "督〔2026〕1号"))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLERK])
def test_who_may_issue_is_led_to_the_letter_of_just_this(role):
    shown = told(role)

    assert "出督办单" in shown
    assert "briefing?tab=letter&amp;letter=supervision_order&amp;for=%E7%9D%A3" in shown


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.CLERK}))
def test_who_may_not_issue_is_offered_nothing(role):
    assert told(role, unit=TOWN) == ""


def test_nothing_is_offered_where_no_letter_can_be_written():
    assert told(Role.SUPERVISOR, ()) == ""
    assert told(Role.SUPERVISOR, NOTICES).count("<a ") == 3
