"""Jobs in forked children that may be killed, starved or lied to; what they said is what they promised."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbench.cli import _is_domain_error
from workbench.disk import in_words

PATIENCE = 60.0  # seconds for one job


@dataclass
class Outcome:
    """What an attack saw: how often it struck, and every broken promise in words."""

    name: str
    rounds: int = 0
    struck: int = 0  # rounds in which the fault really happened
    acts: int = 0  # acknowledged
    tried: int = 0  # acts that were wanted, where that is counted
    most_memory: int = 0  # MB, of the largest child, where that is measured
    # Of the costliest single round, where that is measured: seconds of the processor and by the clock, MB.
    most: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    # The n of the first call of a kind that was not made any more: then all before it were struck.
    reached: dict[str, int] = field(default_factory=dict)

    def at_most(self, **found: float) -> None:
        """Keep of each figure the largest that was seen."""
        for name, value in found.items():
            self.most[name] = round(max(self.most.get(name, 0.0), value), 2)

    def told(self) -> dict[str, Any]:
        """For a report."""
        return {**vars(self), "faults": self.faults[:20], "fault_count": len(self.faults)}


@dataclass(frozen=True)
class Child:
    """A child that waits for its start."""

    pid: int
    go: int
    said: int

    def start(self) -> None:
        """Let it begin."""
        os.write(self.go, b"x")

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)

    def wait_for_word(self) -> None:
        """Wait until it has said something, or is over."""
        select.select([self.said], [], [], PATIENCE)

    def end(self, patience: float = PATIENCE) -> list[Any]:
        """Wait until it is over, for so many seconds; return what it said, line by line."""
        text, ends = b"", time.monotonic() + patience
        while True:
            ready, _, _ = select.select([self.said], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                os.kill(self.pid, signal.SIGKILL)
                break
            piece = os.read(self.said, 65536)
            if not piece:
                break
            text += piece
        os.waitpid(self.pid, 0)
        os.close(self.go)
        os.close(self.said)
        # A line that was cut off promised nothing.
        return [json.loads(line) for line in text.split(b"\n")[:-1]]


def fork(job: Callable[[Callable[[Any], None]], None]) -> Child:
    """Return a child that will do ``job(say)`` once started; an error becomes its last words."""
    go_read, go_write = os.pipe()
    said_read, said_write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(go_read)
        os.close(said_write)
        return Child(pid, go_write, said_read)
    try:
        os.close(go_write)
        os.close(said_read)
        os.read(go_read, 1)

        def say(what: Any) -> None:
            os.write(said_write, json.dumps(what, ensure_ascii=False).encode() + b"\n")

        try:
            job(say)
        except BaseException as error:
            say({"error": sentence_of(error), "type": type(error).__name__, "raw": str(error)[:200]})
    finally:
        os._exit(0)


def sentence_of(error: BaseException) -> str:
    """Return the Chinese sentence that an officer would read, "" if it would only be a number."""
    if isinstance(error, Exception) and _is_domain_error(error):
        return str(error)
    return in_words(error) if isinstance(error, OSError) else ""
