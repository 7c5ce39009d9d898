"""Copies of a workbench's database under other names, and put back: of a file, or by the server."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from tests.postgres import Server

if TYPE_CHECKING:
    from workbench.app import Workbench


class Copies:
    """Makes them beside the database, or on its server; whoever holds the database has let go of it."""

    def __init__(self, server: Callable[[], Server]) -> None:
        self._ask = server
        self._made: list[str] = []

    def make(self, bench: Workbench, name: str) -> str:
        """Return the address of a copy as it is now."""
        bench.close()  # the last connection to a file writes its log into it
        source, path = _database(bench), _path(bench)
        if path is not None:
            target = path.with_name(f"{name}.sqlite")
            shutil.copyfile(path, target)
            target.chmod(0o600)
            return f"sqlite:///{target}"
        server, wanted = self._ask(), f"{source}_{name}"
        server.command(f'CREATE DATABASE "{wanted}" TEMPLATE "{source}"')
        self._made.append(wanted)
        return server.address(wanted)

    def put_back(self, bench: Workbench, copy: str) -> None:
        """Let the database be what the copy is; the copy stays."""
        self.take_away(bench)
        path, former = _path(bench), str(make_url(copy).database)
        if path is not None:
            shutil.copyfile(former, path)
            return
        server, source = self._ask(), _database(bench)
        server.command(f'DROP DATABASE "{source}"')
        server.command(f'CREATE DATABASE "{source}" TEMPLATE "{former}"')

    def take_away(self, bench: Workbench) -> None:
        """Leave nothing of the database: no file, or an empty database of its name."""
        bench.close()
        path = _path(bench)
        if path is not None:
            for ending in ("", "-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)
            return
        server, source = self._ask(), _database(bench)
        server.command(f'DROP DATABASE "{source}" WITH (FORCE)')
        server.command(f'CREATE DATABASE "{source}"')

    def drop(self) -> None:
        """Let the server forget its copies; those of files go with their folder."""
        for name in self._made:
            self._ask().command(f'DROP DATABASE "{name}" WITH (FORCE)')


def _database(bench: Workbench) -> str:
    return str(make_url(bench.config.database).database)


def _path(bench: Workbench) -> Path | None:
    return Path(_database(bench)) if bench.config.database.startswith("sqlite") else None
