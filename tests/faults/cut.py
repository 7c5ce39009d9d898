"""A proxy between the workbench and PostgreSQL that cuts the line after so many bytes, in either direction.

``python -m tests.faults.cut ADDRESS HOME STRIDE`` cuts one act after every STRIDE-th byte; JSON outcome.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from tests.faults.deeds import number
from tests.faults.forked import Outcome, sentence_of
from workbench.app import Workbench
from workbench.config import Config


class Proxy:
    """Passes bytes on until its budget for one direction is spent; then both ends are closed."""

    def __init__(self, folder: Path, server: Path, port: int) -> None:
        self.passed = {"up": 0, "down": 0}
        self.budget: dict[str, int | None] = {"up": None, "down": None}
        self._server = str(server / f".s.PGSQL.{port}")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / f".s.PGSQL.{port}"))
        self._listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._server)
        try:
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for end in ready:
                    way, other = ("up", server) if end is client else ("down", client)
                    piece = end.recv(65536)
                    if not piece:
                        return
                    budget = self.budget[way]
                    left = len(piece) if budget is None else min(len(piece), budget - self.passed[way])
                    other.sendall(piece[:left])
                    self.passed[way] += left
                    if left < len(piece) or (budget is not None and self.passed[way] >= budget):
                        return
        except OSError:
            return
        finally:
            client.close()
            server.close()


@contextmanager
def proxied(address: str) -> Iterator[tuple[Proxy, str]]:
    """Give a proxy before the server of ``address``, and the address that leads through it."""
    url = make_url(address)
    with tempfile.TemporaryDirectory(prefix="cut-") as folder:
        proxy = Proxy(Path(folder), Path(str(url.query["host"])), int(str(url.query["port"])))
        through = url.update_query_dict({"host": folder})
        try:
            yield proxy, through.render_as_string(hide_password=False)
        finally:
            proxy.close()


def main(
    address: str, home: Path, stride: int, first: int = 0, tick: Callable[[int], None] | None = None
) -> Outcome:
    """Cut one act after every ``stride``-th byte that goes up, then of those that come down.

    It begins behind ``first``: a run for each first below the stride has cut behind every byte.
    """
    outcome, began = Outcome("connection cut"), time.monotonic()
    direct = Workbench(Config(address, home), clock=lambda: NOW)
    for way in ("up", "down"):
        with proxied(address) as (proxy, through):
            _act(through, home)
            total = proxy.passed[way]
        for point in range(1 + first % stride, total, stride):
            with proxied(address) as (proxy, through):
                proxy.budget[way] = point
                before = direct.ledger_size()
                said = _act(through, home)
            outcome.rounds += 1
            _judge(outcome, direct, before, said, f"{way} {point} of {total}")
            if tick is not None:
                tick(outcome.rounds)
    found = direct.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    direct.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _act(address: str, home: Path) -> Any:
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    try:
        return bench.perform(make_register(case_no=number()), actor=CLERK)
    except Exception as error:
        return error
    finally:
        bench.close()


def _judge(outcome: Outcome, direct: Workbench, before: int, said: Any, where: str) -> None:
    ends = time.monotonic() + 2  # the server may still be writing what it was told
    while (after := direct.ledger_size()) == before and isinstance(said, tuple) and time.monotonic() < ends:
        time.sleep(0.01)
    if isinstance(said, tuple):
        outcome.acts += 1
        if after != before + 1:
            outcome.faults.append(f"{where}: acknowledged and lost")
        return
    outcome.struck += 1
    if not sentence_of(said):
        outcome.faults.append(f"{where}: no sentence for {type(said).__name__}: {str(said)[:150]}")
    if after not in (before, before + 1):
        outcome.faults.append(f"{where}: {before} before, {after} after")


if __name__ == "__main__":
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
