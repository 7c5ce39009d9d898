"""A running site with two accounts, for clients that are no browsers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.site.client import log_in, send
from workbench.access.accounts import AccountBook
from workbench.access.settings import login_settings
from workbench.app import Workbench
from workbench.config import Config
from workbench.site.proxy import SECRET_HEADER
from workbench.terms import Role

PASSWORD = "wet lanterns over the river"
PROXY = "127.0.0.2"  # another address of this machine plays the office's proxy
HEADER = "X-Remote-User"
LEAVE = "https://sso.example/logout"
QUICK = replace(login_settings(), time_cost=1, memory_kib=8, parallelism=1)  # hashes that cost nothing
SECRET = "0123456789abcdef" * 4


def named(account: str) -> dict[str, str]:
    """Return the headers by which the proxy names a viewer."""
    return {HEADER: account, SECRET_HEADER: SECRET}


@dataclass(frozen=True, slots=True)
class Running:
    """A running site: where it answers, its folder, its accounts, and the logins of two of them."""

    address: str
    home: Path
    bench: Workbench
    book: AccountBook
    lee: str
    wang: str

    @property
    def log(self) -> str:
        """What the site has written in its log."""
        return (self.home / "logs" / "site.log").read_text("utf-8")

    def open_account(self, name: str, role: Role = Role.SUPERVISOR) -> None:
        """Open an account whose owner has chosen ``PASSWORD``."""
        first = self.book.add(name, f"姓名{name}", role, by="test")
        self.book.change_password(name, first, PASSWORD, address="test")


def home_with_logins(prepared_home: Path, folder: Path, *names: str) -> tuple[Path, str, Workbench]:
    """Return a folder of data in ``folder``, its database and workbench; supervisors chose ``PASSWORD``."""
    home = Path(shutil.copytree(prepared_home, folder / "home"))
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    bench = Workbench(Config(database=database, home=home))
    book = AccountBook(bench, QUICK)
    for name in names:
        first = book.add(name, f"姓名{name}", Role.SUPERVISOR, "430682LX", by="test")
        book.change_password(name, first, PASSWORD, address="test")
    return home, database, bench


def free_port() -> int:
    """Return a port nobody has: behind a proxy the site takes no other than the one it is told."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def running(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site with the supervisors lee and wang, behind a proxy at ``PROXY``."""
    home, database, bench = home_with_logins(prepared_home, tmp_path_factory.mktemp("guarded"), "lee", "wang")
    book = AccountBook(bench, QUICK)
    shared = home.with_name("proxy.conf")
    shared.write_text(f'proxy_set_header {SECRET_HEADER} "{SECRET}";\n', "utf-8")
    shared.chmod(0o640)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "workbench", "serve", "--port", str(free_port()), "--json"),
            *("--trust-proxy", PROXY, "--user-header", HEADER, "--proxy-secret", str(shared)),
            *("--host-name", "xinfang.example", "--logout-url", LEAVE),
        ],
        env={
            **os.environ,
            "WORKBENCH_HOME": str(home),
            "WORKBENCH_DATABASE": database,
            "WORKBENCH_PAGES_PER_ACCOUNT": "60",  # these clients close none of their pages
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    said = process.stdout.readline()
    if not said:
        pytest.fail(process.stderr.read())
    address = json.loads(said)["address"]
    lee, wang = (log_in(address, name, PASSWORD) for name in ("lee", "wang"))
    yield Running(address, home, bench, book, lee, wang)
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()
    process.stderr.close()
    bench.close()


@pytest.fixture(scope="session")
def kernel(running: Running) -> str:
    """A kernel that belongs to lee."""
    return send(running.address, "/", cookie=running.lee).kernel


def is_alive(running: Running, kernel: str) -> bool:
    """Say whether lee still finds a kernel."""
    return send(running.address, f"/api/kernels/{kernel}", cookie=running.lee).status == 200
