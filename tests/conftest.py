"""What every test can ask for: a fresh workbench, both engines, the real files beside the project."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, settings

from tests.copies import Copies
from tests.lent import Lending
from tests.postgres import Server, find_programs, start_server

if TYPE_CHECKING:
    from workbench.app import Workbench  # imported late: tests of pure rooms start without it

LONG_TESTS = frozenset(Path(__file__).with_name("long_tests.txt").read_text("utf-8").splitlines()[1:])
WAITED_IN_VAIN = r"^TimeoutError|^AssertionError: (Locator|Page) expected"
LONG_GROUPS = tuple(one[:-1] for one in LONG_TESTS if one.endswith("*"))
# How long an example takes tells of the machine, not of what is tested; speed is measured in ``benchmarks``.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
NOW = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)  # 09:00 in Linxiang, a Tuesday


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three processes for two cores: more would only make all of them late, and each collects all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + (cores + 1) // 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give the files that stand on one costly thing to one process, which makes it once."""
    from tests.sharing import BySharing

    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # they come in the order of ``in_turn``
    return BySharing(config, log)


def pytest_configure() -> None:
    """Search for no garbage while tests are collected: it takes a third of that time and finds none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave all tests and modules out of every later search for garbage: they are there to stay."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long, unless ``LONG`` is set or it is asked for by its name; put the rest in turn.

    What waited in vain in a browser is done once more, and the summary names it (``RERUN``): on a busy
    machine that tells of the machine. What is wrong with a page is wrong both times; a value that differs,
    a complaint of a script or a request to elsewhere is told at once.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[WAITED_IN_VAIN]))
    named = any("::" in argument for argument in config.args)
    left_out = set() if os.environ.get("LONG") or named else set(filter(_is_long, items))
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    if os.environ.get("PYTEST_XDIST_WORKER"):
        from tests.sharing import in_turn

        items[:] = in_turn(items)


def _is_long(item: pytest.Item) -> bool:
    """Whether a test stands in ``long_tests.txt``."""
    return item.nodeid in LONG_TESTS or item.nodeid.startswith(LONG_GROUPS)


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with an initialised SQLite workbench; copy it, never open it."""
    home = tmp_path_factory.mktemp("prepared")
    _initialise(_open(home))
    return home


@pytest.fixture
def home(tmp_path: Path, prepared_home: Path) -> Path:
    """A private copy of the prepared folder."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


@pytest.fixture
def file_bench(home: Path) -> Iterator[Workbench]:
    """A fresh SQLite workbench: the units of Linxiang, no case, the clock at 2026-03-31."""
    opened = _open(home)
    yield opened
    opened.close()


@pytest.fixture
def bench(file_bench: Workbench) -> Workbench:
    """The same; for records, acts and queries it is ``either_bench``."""
    return file_bench


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of this test run; skipped visibly without its programs, failed under CI."""
    programs = find_programs()
    if programs is None:
        reason = "PostgreSQL 服务端程序（initdb、pg_ctl）未安装"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with start_server(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'fresh' / 'workbench.sqlite').as_posix()}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database() as address:
        yield address


@pytest.fixture(scope="session")
def prepared_postgres(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A user's folder for an initialised PostgreSQL workbench; the database is a template to copy."""
    home = tmp_path_factory.mktemp("prepared-postgres")
    with postgres_server.database("prepared") as address:
        _initialise(_open(home, address))
        yield home


@pytest.fixture(scope="session")
def lending(postgres_server: Server, prepared_postgres: Path) -> Lending:
    """Lends copies of the initialised PostgreSQL database."""
    return Lending(postgres_server, "prepared")


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine, for a fixture that keeps one workbench for a whole file."""
    return str(request.param)


@pytest.fixture(params=ENGINES)
def either_bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbench]:
    """An initialised workbench on each engine."""
    with a_bench_on(request.param, request, tmp_path / "home") as opened:
        yield opened


@contextmanager
def copied_bench(prepared: Path, home: Path) -> Iterator[Workbench]:
    """Open the SQLite workbench of a copy, at ``home``, of a user's folder that nobody has open."""
    opened = _open(Path(shutil.copytree(prepared, home)))
    yield opened
    opened.close()


@contextmanager
def a_bench_on(engine: str, request: pytest.FixtureRequest, home: Path) -> Iterator[Workbench]:
    """Open an initialised workbench of its own on ``engine``, its folder at ``home``."""
    if engine == "sqlite":
        with copied_bench(request.getfixturevalue("prepared_home"), home) as opened:
            yield opened
        return
    shutil.copytree(request.getfixturevalue("prepared_postgres"), home)
    lending: Lending = request.getfixturevalue("lending")
    with lending.database() as address:
        opened = _open(home, address)
        yield opened
        opened.close()


@pytest.fixture
def copies(request: pytest.FixtureRequest) -> Iterator[Copies]:
    """Makes copies of a workbench's database on either engine, and puts them back."""
    made = Copies(lambda: cast("Server", request.getfixturevalue("postgres_server")))
    yield made
    made.drop()


@pytest.fixture
def reopen() -> Iterator[Callable[[Workbench], Workbench]]:
    """Open the same database a second time, as another process would."""
    opened: list[Workbench] = []

    def again(bench: Workbench) -> Workbench:
        other = _open(bench.config.home, bench.config.database)
        opened.append(other)
        return other

    yield again
    for other in opened:
        other.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real records beside the checkout (``../shared/data``); skipped visibly where absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("真实数据文件夹 ../shared/data 不存在")
    return folder


def _initialise(bench: Workbench) -> None:
    bench.initialise()
    bench.close()


def _open(home: Path, address: str | None = None) -> Workbench:
    from workbench.app import Workbench
    from workbench.config import Config

    database = address or f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(database=database, home=home), clock=lambda: NOW)
