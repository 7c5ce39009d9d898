"""A proxy between the workbench and PostgreSQL that cuts the line after so many bytes, in either direction.

It can also stall: no byte more, and nothing closed.
``python -m tests.faults.cut ADDRESS HOME STRIDE [stall]``: one act after every STRIDE-th byte; JSON outcome.
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
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from tests.faults.deeds import number
from tests.faults.forked import Outcome, sentence_of
from workbench.app import Workbench
from workbench.config import Config
from workbench.records import engine, line

PATIENCE, LONGEST = 1.0, 8.0  # seconds for one answer; for a whole act whose line stalls


class Proxy:
    """Passes bytes on until its budget for one direction is spent; then both ends are closed, or held."""

    def __init__(self, folder: Path, server: Path, port: int) -> None:
        self.passed = {"up": 0, "down": 0}
        self.budget: dict[str, int | None] = {"up": None, "down": None}
        self.stalls = False
        self._over = threading.Event()
        self._server = str(server / f".s.PGSQL.{port}")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / f".s.PGSQL.{port}"))
        self._listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more, and let go of what stalls."""
        self._listener.close()
        self._over.set()

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
                        if self.stalls:
                            self._over.wait()
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
    address: str,
    home: Path,
    stride: int,
    first: int = 0,
    tick: Callable[[int], None] | None = None,
    *,
    stalls: bool = False,
) -> Outcome:
    """Cut one act after every ``stride``-th byte that goes up, then of those that come down.

    It begins behind ``first``: a run for each first below the stride has cut behind every byte. With
    ``stalls`` the line is not cut, it stands still; a server is given up after a second then.
    """
    outcome, began = Outcome("a stalled line" if stalls else "connection cut"), time.monotonic()
    direct = Workbench(Config(address, home), clock=lambda: NOW)
    for way in ("up", "down"):
        with proxied(address) as (proxy, through):
            _act(through, home)
            total = proxy.passed[way]
        for point in range(1 + first % stride, total, stride):
            with _impatient() if stalls else nullcontext(), proxied(address) as (proxy, through):
                proxy.budget[way], proxy.stalls = point, stalls
                before, asked = direct.ledger_size(), time.monotonic()
                said = _act(through, home)
                took = time.monotonic() - asked
            outcome.rounds += 1
            if stalls and took > LONGEST:
                outcome.faults.append(f"{way} {point} of {total}: {took:.0f} seconds")
            _judge(outcome, direct, before, said, f"{way} {point} of {total}")
            if tick is not None:
                tick(outcome.rounds)
    found = direct.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    direct.close()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


@contextmanager
def _impatient() -> Iterator[None]:
    """Let a server be given up soon; the least that there is for a connection are two seconds."""
    before = engine.LINE["connect_timeout"], line.ANSWER_SECONDS
    engine.LINE["connect_timeout"], line.ANSWER_SECONDS = 2, PATIENCE
    try:
        yield
    finally:
        engine.LINE["connect_timeout"], line.ANSWER_SECONDS = before


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
    made = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), stalls="stall" in sys.argv[4:])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
