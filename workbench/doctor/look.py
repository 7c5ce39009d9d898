"""The whole examination, and the short one that a monitor asks for every minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from workbench.doctor.accusations import look_at_accusations
from workbench.doctor.backups import look_at_backups
from workbench.doctor.database import look_at_database
from workbench.doctor.finding import Finding, fault, worst
from workbench.doctor.holdings import look_at_holdings
from workbench.doctor.libraries import broken
from workbench.doctor.machine import look_at_machine
from workbench.doctor.private_key import look_at_private_key
from workbench.doctor.tokens import look_at_tokens
from workbench.incidents import LOG_FILE, Incident, record_incident
from workbench.records.sqlite_file import DatabaseError
from workbench.terms import Health

if TYPE_CHECKING:
    from workbench.app import Workbench

_numbers: dict[tuple[object, ...], Incident] = {}  # of errors in the log, by where they came from
REMEMBERED: Final = 60.0  # seconds for which a monitor gets the same answer


def examine(bench: Workbench, *, deeply: bool = False) -> list[Finding]:
    """Return everything that was looked at. What goes wrong while looking is a finding, never an error."""
    found: list[Finding] = []
    for look in (
        lambda at: look_at_machine(at, deeply=deeply),
        lambda at: look_at_database(at, deeply=deeply),
        look_at_backups,
        look_at_holdings,
        look_at_private_key,
        look_at_tokens,
        look_at_accusations,
    ):
        try:
            found.extend(look(bench))
        except Exception as error:
            if isinstance(error, DatabaseError | DBAPIError | OSError) and _is_told(found):
                continue
            if isinstance(error, ImportError) and not (error.name or "").startswith(("workbench", "widgets")):
                if not any(one.code == "libraries" and one.health is Health.FAULT for one in found):
                    found.append(broken(error))
                continue
            found.append(_unexpected(bench, error))
    return found


def _unexpected(bench: Workbench, error: Exception) -> Finding:
    """Write the error to the log, once while this process lives: a monitor looks every minute."""
    steps = extract_tb(error.__traceback__)
    kind = (str(bench.config.logs), type(error).__name__, *((one.filename, one.lineno) for one in steps))
    if kind not in _numbers and bench.config.home.is_dir():
        with suppress(OSError):
            _numbers[kind] = record_incident(bench.config.logs, error)
    name, incident = type(error).__name__, _numbers.get(kind)
    if incident is None:
        return fault("unexpected", f"体检时出错（{name}），日志也写不了", "请把这一行交给系统维护人员")
    log = f"日志 {bench.config.logs / LOG_FILE}" if incident.is_kept else "标准错误输出（日志写不了）"
    told = f"体检时出错（{name}，编号 {incident.number}）"
    return fault("unexpected", told, f"请把这一行和{log}交给系统维护人员")


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
