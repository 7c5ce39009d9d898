"""Portions of attacks, several at once in processes of their own, until every attack has reached its goal."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.attacks import Attack, made_rounds
from tests.faults.forked import Outcome
from tests.faults.report import commit, whole_parts

FIRST = "fiu"  # one portion of it may take an hour: what is begun last should not be waited for alone
PAUSE = 0.5  # seconds between two looks
ENDS = 30  # seconds for a portion to put away its things when it is told to stop


@dataclass
class Plan:
    """Which portion comes next; goes on where an earlier run with the same tally stopped."""

    known: list[Attack]
    tally: Path
    running: dict[str, set[int]] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)

    def next(self) -> tuple[Attack, int] | None:
        """Return the next portion to begin, ``None`` while what runs may be enough or all is done."""
        for attack in sorted(self.known, key=lambda one: one.key != FIRST):
            if attack.key not in self.given_up and self._is_wanted(attack):
                number = next(n for n in range(10**9) if not self._is_taken(attack, n))
                self.running.setdefault(attack.key, set()).add(number)
                return attack, number
        return None

    def end(self, attack: Attack, number: int) -> bool:
        """Take note that a portion is over; return whether every promise was kept."""
        outcome = self._file(attack, number)
        if not outcome.is_file():  # it was killed itself
            lost = Outcome(attack.name, faults=["试验自己的进程中断，没有留下结果"])
            told = lost.told() | {"commit": commit(), "broke": True}
            outcome.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
        told = json.loads(outcome.read_text("utf-8"))
        if told.get("broke"):  # it would again
            self.given_up.add(attack.key)
        self.running[attack.key].discard(number)
        return not told["faults"]

    def _is_wanted(self, attack: Attack) -> bool:
        parts, running = whole_parts(attack, self.tally), len(self.running.get(attack.key, ()))
        if not attack.wanted:
            return len(parts) + running < attack.portions
        done = sum(made_rounds(part) for part in parts)
        each = done / len(parts) if parts else attack.usual
        return done + running * each < attack.wanted

    def _is_taken(self, attack: Attack, number: int) -> bool:
        """Whether a portion runs or came to its end; what broke is done again, for its number says where."""
        if number in self.running.get(attack.key, ()):
            return True
        outcome = self._file(attack, number)
        return outcome.is_file() and not json.loads(outcome.read_text("utf-8")).get("broke")

    def _file(self, attack: Attack, number: int) -> Path:
        return self.tally / f"{attack.key}-{number}.json"


def until_reached(known: list[Attack], tally: Path, jobs: int, command: list[str]) -> bool:
    """Do portions, ``jobs`` at once, until every goal is reached; return whether every promise was kept.

    ``command`` does one portion when ``--piece`` and ``--number`` are added. What a portion says while it
    runs is put beside its outcome. An attack that broke is not tried again in this run.
    """
    plan, kept, began = Plan(known, tally), True, time.monotonic()
    running: dict[tuple[str, int], tuple[Attack, subprocess.Popen[bytes]]] = {}
    try:
        while True:
            while len(running) < jobs and (one := plan.next()):
                attack, number = one
                running[attack.key, number] = attack, _begin(command, attack, number, tally)
            if not running:
                return kept
            for key, (attack, process) in list(running.items()):
                if process.poll() is not None:
                    del running[key]
                    kept = plan.end(attack, key[1]) and kept
                    _say(f"{attack.name}：第{key[1]}段完\n")
            minutes = (time.monotonic() - began) / 60
            _say(f"\r{'；'.join(_progress(known, tally))}；已用{minutes:,.0f}分\033[K")
            time.sleep(PAUSE)
    finally:
        for _, process in running.values():
            process.terminate()
        for _, process in running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(ENDS)
            process.kill()


def _begin(command: list[str], attack: Attack, number: int, tally: Path) -> subprocess.Popen[bytes]:
    with (tally / f"{attack.key}-{number}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--piece", attack.key, "--number", str(number)],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _progress(known: list[Attack], tally: Path) -> Iterator[str]:
    """Give how far each attack is that was begun and has not reached its goal."""
    for attack in known:
        parts = whole_parts(attack, tally)
        if parts and not attack.is_reached(parts):
            rounds = sum(made_rounds(part) for part in parts)
            done = f"{rounds:,}/{attack.wanted:,}" if attack.wanted else f"{len(parts)}/{attack.portions}段"
            yield f"{attack.name} {done}"


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
