"""A PostgreSQL server that lives as long as the test run, run by an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

WITH_PASSWORD = "petition_backup_try"
_serial = count(1)


@dataclass(frozen=True)
class Server:
    """A running server: its socket folder and port."""

    sockets: Path
    port: int

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://workbench@/{database}?host={self.sockets}&port={self.port}"

    @contextmanager
    def database(self, name: str | None = None, *, template: str = "template1") -> Iterator[str]:
        """Make a database, empty or a copy of ``template``, give its address, drop it."""
        name = name or f"test_{os.getpid()}_{next(_serial)}"
        self.command(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield self.address(name)
        self.command(f'DROP DATABASE "{name}" WITH (FORCE)')

    def command(self, statement: str) -> None:
        """Let the server do something that concerns a whole database."""
        with self.connected("postgres") as connection:
            connection.execute(statement.encode())

    @contextmanager
    def connected(self, database: str) -> Iterator[psycopg.Connection]:
        """Give a connection of the server's owner to a database; each statement stands by itself."""
        import psycopg

        where = f"host={self.sockets} port={self.port} user=workbench dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            yield connection


def find_programs() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, the newest version first, or ``None``."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((c for c in candidates if (c / "initdb").exists() and (c / "pg_ctl").exists()), None)


@contextmanager
def start_server(programs: Path) -> Iterator[Server]:
    """Start a server in a temporary folder and stop it at the end. Durability is off: it is a test."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    prefix = _as_ordinary_user(folder)
    data, port = folder / "data", 54329
    try:
        _make_cluster([*prefix, f"{programs}/initdb", "-D", data, "-U", "workbench", "--auth=trust"])
        _ask_for_passwords(data / "pg_hba.conf")
        settings = ("listen_addresses=''", "fsync=off", "full_page_writes=off", "max_connections=60")
        options = f"-k {folder} -p {port} " + " ".join(f"-c {setting}" for setting in settings)
        start = [f"{programs}/pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
        _run([*prefix, *start])
        try:
            yield Server(folder, port)
        finally:
            _run([*prefix, f"{programs}/pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ask_for_passwords(rules: Path) -> None:
    """Let in one account by its password only, as a server of an office does."""
    rules.write_text(f"local all {WITH_PASSWORD} scram-sha-256\n{rules.read_text()}")


def _make_cluster(command: list[str | Path]) -> None:
    """Let it sort as in an office in China where it can: then text does not come in the order of SQLite."""
    try:
        _run([*command, "-E", "UTF8", "--locale-provider=icu", "--icu-locale=zh-Hans-CN"])
    except RuntimeError:  # older than 15, or built without
        _run([*command, "-E", "UTF8"])


def _as_ordinary_user(folder: Path) -> list[str]:
    """The server refuses to run as root: then it runs as the user ``postgres`` or ``nobody``."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"},  # its messages are Chinese, too
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0
