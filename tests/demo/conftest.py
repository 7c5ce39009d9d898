"""The acts of the whole demo county and of a small one, made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.made_once import made_once
from workbench.acts.handling import Register, RegisterRepeat, Take
from workbench.app import Workbench
from workbench.config import Config
from workbench.demo.county import Recorded, recorded_acts
from workbench.demo.generate import ensure_demo


@pytest.fixture(scope="session")
def every_act() -> list[Recorded]:
    """Every act of the demo as it ships."""
    return list(recorded_acts())


@pytest.fixture(scope="session")
def whole_county(every_act: list[Recorded]) -> list[Recorded]:
    """What of it is done in matters."""
    return in_matters(every_act)


@pytest.fixture(scope="session")
def small_county() -> list[Recorded]:
    """Every act of a county of 400 matters."""
    return list(recorded_acts(400))


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The demo as it ships, in a database of its own."""
    home = made_once(tmp_path_factory, "shipped-demo", _make_county, tmp_path_factory.mktemp("county"))
    opened = _open(home)
    yield opened
    opened.close()


def _make_county(home: Path) -> None:
    opened = _open(home)
    ensure_demo(opened)
    opened.close()


def _open(home: Path) -> Workbench:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(database=database, home=home), clock=lambda: NOW)


def in_matters(recorded: list[Recorded]) -> list[Recorded]:
    """Return the acts that register a matter or take a step in one."""
    return [each for each in recorded if isinstance(each.act, Register | RegisterRepeat | Take)]
