"""Every route of the site needs a login but for a few that say why; a token opens none but the interface."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.factories import TOWN
from tests.site.client import send
from tests.site.conftest import Running
from workbench.access.tokens import TokenBook
from workbench.app import Workbench
from workbench.config import Config
from workbench.site.door import NoDoor
from workbench.site.server import Site
from workbench.terms import Role

OPEN = {  # to everybody, and why
    r"/login": "who has no login gets one here",
    r"/assets/([0-9a-f]+)/(site|fonts)/(.+)": "what the login and the error page are drawn with",
    r"/site/alive": "a watchman has no account",
    r"/site/health": "nor has a monitor; it hears a state and codes",
}
INTERFACE = "/interface/v1/"
SAMPLES = {
    r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)": "a-b-c-d-e",
    "([a-z][a-z0-9_]*)": "home",
    "([0-9a-f]+)": "0",
}


def _routes() -> list[str]:
    rest = {"_renderer": None, "_assets": None, "_interface": SimpleNamespace(), "_door": NoDoor()}
    site = SimpleNamespace(_apps=Path(), **rest)
    return sorted({route[0] for route in Site.init_handlers(site)})  # type: ignore[arg-type]


def _sample(route: str) -> str:
    for pattern, value in SAMPLES.items():
        route = route.replace(pattern, value)
    return re.sub(r"\([^()]*\)", "x", route).replace("\\", "")


@pytest.fixture(scope="module")
def token(running: Running) -> str:
    """A token of a town's official."""
    database = f"sqlite:///{(running.home / 'workbench.sqlite').as_posix()}"
    running.book.add("routes", "某", Role.HANDLER, TOWN, by="test")
    bench = Workbench(Config(database, running.home))
    made = TokenBook(bench).create(TOWN, by="test", account="routes")[1]
    bench.close()
    return made


def test_what_is_open_is_known_and_there() -> None:
    assert set(OPEN) <= set(_routes()) and all(OPEN.values())
    assert any(route.startswith(INTERFACE) for route in _routes())


@pytest.mark.parametrize("address", ["/login", "/site/health"])
@pytest.mark.parametrize("otherwise", ["{}/", "/{}", "{}%2f", "{}//", "{};x", "{}%20", "{}/."])
def test_an_address_that_the_proxy_guards_has_one_spelling(
    running: Running, address: str, otherwise: str
) -> None:
    spelled = otherwise.format(address)  # ``location = /login``: what nginx takes for another goes past it

    assert send(running.address, spelled).status in (403, 404)
    assert send(running.address, spelled.upper()).status in (403, 404)


@pytest.mark.parametrize("route", [one for one in _routes() if one not in OPEN])
def test_no_other_route_answers_without_a_login_or_to_a_token(
    running: Running, token: str, route: str
) -> None:
    path = _sample(route)
    for method in ("GET", "POST"):
        bare = send(running.address, path, method, source="127.0.0.77")
        carrying = send(running.address, path, method, headers={"Authorization": f"Bearer {token}"})

        assert bare.status in (302, 401, 403, 404, 405), f"{method} {path}"
        if path.startswith(INTERFACE):
            assert carrying.status == (404 if method == "GET" else 405)
        else:
            assert (carrying.status, carrying.headers.get("location")) == (
                bare.status, bare.headers.get("location"),
            )  # fmt: skip
        assert "kernelId" not in carrying.body and "workbench-session" not in carrying.cookies


def test_scripts_need_a_login_but_for_what_is_shown_to_those_without_one(running: Running) -> None:
    page, login, missing = (
        send(running.address, path, cookie=cookie).body
        for path, cookie in (("/", running.lee), ("/login", ""), ("/nothing_like_it", running.lee))
    )

    closed = _assets(page) - _assets(login) - _assets(missing)

    assert {_folder(address) for address in closed} >= {"bundle", "voila", "labextensions"}
    for address in _assets(page) | _assets(login) | _assets(missing):
        with_login = send(running.address, address, cookie=running.lee)
        without = send(running.address, address)
        invented = send(running.address, address, cookie=running.lee[:-1])
        kept = with_login.headers["cache-control"]
        assert with_login.status == 200 and "immutable" in kept
        if _folder(address) in ("site", "fonts"):
            assert without.status == 200
        else:
            assert (without.status, without.body, without.headers["cache-control"]) == (403, "", "no-store")
            assert invented.status == 403
            assert kept.startswith("private, ")  # a cache that several share keeps none of it
    assert {_folder(address) for address in _assets(login) | _assets(missing)} == {"site", "fonts"}


def test_without_a_login_nobody_learns_which_scripts_there_are(running: Running) -> None:
    there = next(
        one for one in _assets(send(running.address, "/", cookie=running.lee).body) if "bundle" in one
    )

    answers = [send(running.address, path) for path in (there, there + "x", "/assets/0/elsewhere/x.js")]

    assert {(answer.status, answer.body) for answer in answers} == {(403, "")}


def _assets(page: str) -> set[str]:
    return set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page))


def _folder(address: str) -> str:
    return address.split("/")[3]
