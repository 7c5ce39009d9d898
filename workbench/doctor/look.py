"""The whole examination, and the short one that a monitor asks for every minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Final

from workbench.doctor.accusations import look_at_accusations
from workbench.doctor.backups import look_at_backups
from workbench.doctor.database import look_at_database
from workbench.doctor.finding import Finding, fault, worst
from workbench.doctor.holdings import look_at_holdings
from workbench.doctor.machine import look_at_machine
from workbench.doctor.tokens import look_at_tokens
from workbench.records.sqlite_file import DatabaseError
from workbench.terms import Health

if TYPE_CHECKING:
    from workbench.app import Workbench

REMEMBERED: Final = 60.0  # seconds for which a monitor gets the same answer


def examine(bench: Workbench, *, deeply: bool = False) -> list[Finding]:
    """Return everything that was looked at. What goes wrong while looking is a finding, never an error."""
    found: list[Finding] = []
    for look in (
        look_at_machine,
        lambda at: look_at_database(at, deeply=deeply),
        look_at_backups,
        look_at_holdings,
        look_at_tokens,
        look_at_accusations,
    ):
        try:
            found.extend(look(bench))
        except Exception as error:
            if isinstance(error, DatabaseError | OSError) and _is_told(found):
                continue
            found.append(
                fault(
                    "unexpected", f"体检时出错（{type(error).__name__}）", "请把这一行和日志交给系统维护人员"
                )
            )
    return found


def _is_told(found: list[Finding]) -> bool:
    """Whether it stands there already that nothing of the database or the folder can be read."""
    return any(
        one.health is Health.FAULT and one.code.startswith(("database", "home_unwritable")) for one in found
    )


class Monitor:
    """What the site tells a monitor: a state and the codes of findings, without any content."""

    def __init__(self, bench: Workbench, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bench, self._clock = bench, clock
        self._lock = Lock()
        self._asked: float | None = None
        self._told: dict[str, object] = {}

    def answer(self) -> dict[str, object]:
        """Return ``{"status": "ok", "findings": []}`` or what is not well; it looks once a minute at most."""
        with self._lock:
            now = self._clock()
            if self._asked is None or now - self._asked >= REMEMBERED:
                found = [one for one in examine(self._bench) if one.health is not Health.FINE]
                self._told = {"status": worst(found).value, "findings": sorted({one.code for one in found})}
                self._asked = now
            return self._told
