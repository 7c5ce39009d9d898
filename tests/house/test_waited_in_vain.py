"""What of the tests in a browser is done once more: only what waited in vain."""

from __future__ import annotations

import re

import pytest

from tests.conftest import WAITED_IN_VAIN


@pytest.mark.parametrize(
    ("said", "is_done_again"),
    [
        ("TimeoutError: Page.wait_for_selector: Timeout 30000ms exceeded.", True),
        ("AssertionError: Locator expected to be visible\nActual value: None", True),
        ("AssertionError: Page expected to have URL 're.compile('late=1')'", True),
        ("AssertionError: assert 3 == 4", False),
        ("AssertionError: assert [] == ['TimeoutError: of a script']", False),
        ("Failed: the page complained: TypeError", False),
    ],
)
def test_only_what_waited_in_vain_is_done_once_more(said: str, is_done_again: bool) -> None:
    assert bool(re.search(WAITED_IN_VAIN, said)) == is_done_again
