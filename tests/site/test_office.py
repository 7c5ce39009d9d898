"""Whose site it is stands on every page of it, before the login too; the name is no secret."""

from __future__ import annotations

import pytest

from tests.site.client import send
from tests.site.conftest import Running

NAME = '<span class="site-office">临湘市信访局<small>信访工作台</small></span>'


@pytest.mark.parametrize(("path", "status"), [("/login", 200), ("/nothing_here", 404), ("/source", 200)])
def test_every_page_says_whose_it_is(running: Running, path: str, status: int) -> None:
    found = send(running.address, path, cookie="" if path == "/login" else running.lee)

    assert found.status == status
    assert NAME in found.body
