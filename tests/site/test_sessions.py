"""Logins: over when idle, over in the end, over when somebody says so; never readable from their file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.site.client import post
from tests.site.conftest import PASSWORD, Running
from workbench.access.account import Account
from workbench.access.settings import login_settings
from workbench.access.viewer import Viewer
from workbench.site.kernels import KernelOwners, Owner
from workbench.site.login import way_back
from workbench.site.sessions import FILE, Sessions
from workbench.terms import Role

LEE = Account("lee", "李晓红", Role.CLERK, None, False, False, "2026-03-31T01:00:00+00:00", None, 3)


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Iterator[Sessions]:
    opened = Sessions(tmp_path, clock)
    yield opened
    opened.close()


def test_a_login_is_found_by_its_secret_alone(sessions: Sessions) -> None:
    secret = sessions.start(LEE)

    found = sessions.find(secret)

    assert found is not None
    assert (found.account, found.version) == ("lee", 3)
    assert sessions.find(found.id) is None
    assert sessions.find("") is None


def test_a_login_survives_a_restart_but_its_secret_stands_nowhere(
    sessions: Sessions, tmp_path: Path, clock: Clock
) -> None:
    secret = sessions.start(LEE)
    sessions.close()

    again = Sessions(tmp_path, clock)

    assert again.find(secret) is not None
    again.close()
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_file_of_an_earlier_version_keeps_its_logins(tmp_path: Path, clock: Clock) -> None:
    before = Sessions(tmp_path, clock)
    secret = before.start(LEE)
    before.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as kept, kept:
        kept.execute("ALTER TABLE session DROP COLUMN by_proxy")

    after = Sessions(tmp_path, clock)

    found, by_proxy = after.find(secret), after.find(after.start(LEE, by_proxy=True))
    assert found is not None and not found.by_proxy
    assert by_proxy is not None and by_proxy.by_proxy
    after.close()


def test_an_idle_login_is_over(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.start(LEE)
    idle = login_settings().idle
    clock.moment += idle
    assert sessions.find(secret) is not None

    clock.moment += timedelta(seconds=1)

    assert sessions.find(secret) is None
    clock.moment -= idle
    assert sessions.find(secret) is None  # and it does not come back


def test_who_works_stays_in_until_the_longest_time_is_over(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.start(LEE)
    began, longest = clock.moment, login_settings().longest_session
    while clock.moment - began <= longest:
        found = sessions.find(secret)
        assert found is not None
        sessions.touch(found.id)
        clock.moment += timedelta(minutes=30)

    assert sessions.find(secret) is None


def test_one_login_ends_without_the_others(sessions: Sessions) -> None:
    first, second = sessions.start(LEE), sessions.start(LEE)
    found = sessions.find(first)
    assert found is not None

    sessions.end(found.id)

    assert sessions.find(first) is None
    assert sessions.find(second) is not None


@pytest.mark.parametrize(
    "asked", ["/", "/case_review?late=1&text=%E6%A1%83", "/case_review?next=https://evil.example"]
)
def test_the_way_back_is_what_was_asked_for(asked: str) -> None:
    assert way_back(asked, "/") == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "case_review",
        " /case_review",
        "/case\nreview",
        "/case\treview",
        "/\t/evil.example",
        "/案件",
        "/login?next=/login",
        "/logout",
        "/password",
        "/" + "x" * 7000,
    ],
)
def test_no_way_back_leads_elsewhere_or_in_a_circle(asked: str) -> None:
    assert way_back(asked, "/") == "/"


def test_the_way_back_stays_below_the_site() -> None:
    assert way_back("/xinfang/case_review", "/xinfang/") == "/xinfang/case_review"
    assert way_back("/elsewhere", "/xinfang/") == "/xinfang/"


def test_a_kernel_is_handed_out_once() -> None:
    owners = KernelOwners()
    lee = Owner(Viewer("lee", "李晓红", Role.CLERK), "s1")
    owners.hand_out("k", lee)

    with pytest.raises(ValueError, match="once"):
        owners.hand_out("k", Owner(Viewer("wang", "王", Role.CLERK), "s2"))

    assert owners.of("k") == lee
    assert owners.is_owner("k", "lee") and not owners.is_owner("k", "wang")
    assert not owners.is_owner("other", "lee")
    assert owners.of_session("s1") == ("k",)
    owners.forget_all_but([])
    assert owners.everyone() == {}


@pytest.mark.parametrize(
    ("role", "wanted", "first"),
    [
        (Role.HANDLER, "/", "/unit"),
        (Role.HANDLER, "/case_review?late=1", "/case_review?late=1"),
        (Role.SUPERVISOR, "/", "/"),
    ],
)
def test_an_official_of_a_unit_begins_with_what_it_owes_unless_he_asked_for_a_page(
    running: Running, role: Role, wanted: str, first: str
) -> None:
    name = f"first{role.value}"
    if not any(one.name == name for one in running.book.all()):
        running.open_account(name, role)

    answer = post(running.address, "/login", {"name": name, "password": PASSWORD, "next": wanted})

    assert (answer.status, answer.headers["location"]) == (303, first)
