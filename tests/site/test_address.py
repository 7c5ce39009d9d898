"""Addresses: read what a viewer opened, write what leads on."""

from __future__ import annotations

import pytest

from widgets.address import LONGEST_QUERY, link, read_address


@pytest.fixture(autouse=True)
def _no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUERY_STRING", "VOILA_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_outside_the_site_there_are_no_parameters() -> None:
    assert read_address() == {}


def test_what_link_writes_read_address_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    address = link("case_review", late=True, text="桃林镇 & 路灯", unit="430682101", batch=None, open=False)
    monkeypatch.setenv("QUERY_STRING", address.partition("?")[2])

    assert address.startswith("/case_review?late=1&")
    assert read_address() == {"late": "1", "text": "桃林镇 & 路灯", "unit": "430682101"}


def test_home_is_the_root_of_the_site() -> None:
    assert link("home") == "/"


def test_links_stay_below_the_address_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOILA_BASE_URL", "/xinfang/")

    assert link("case_review", due_within=7) == "/xinfang/case_review?due_within=7"


def test_an_overlong_query_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "text=" + "x" * 100_000)

    assert len(read_address()["text"]) < LONGEST_QUERY
