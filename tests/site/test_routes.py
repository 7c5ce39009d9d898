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
    r"/assets/([0-9a-f]+)/([a-z]+)/(.+)": "the software itself, the same for everyone",
    r"/site/alive": "a watchman has no account",
    r"/site/health": "nor has a monitor; it hears a state and codes",
}
INTERFACE = "/interface/v1/"
SAMPLES = {r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)": "a-b-c-d-e", "([a-z][a-z0-9_]*)": "home"}


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
