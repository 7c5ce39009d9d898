"""A workbench as one viewer sees it: his reads are narrowed, his acts are tried on what he sees first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING

from workbench.access.gate import holding_of, require
from workbench.access.policy import policy
from workbench.access.sight import Ask, Sight, is_charged, may_see_phone, read_sight
from workbench.office import OFFICE
from workbench.terms import ActKind, Holding, Operation, Reach

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from workbench.access.viewer import Viewer
    from workbench.acts.base import Act, Actor
    from workbench.law.calendar import CalendarHistory


_UNMASKS = {ActKind.UNMASK_VALUE.value, ActKind.ASK_UNMASKING.value}


class NotChargedError(ValueError):
    """An original text is asked for by somebody who may only still read the matter."""

    def __init__(self) -> None:
        super().__init__("本事项现在不由您或您的单位承办，只能查看遮蔽后的内容：需要原文的，请承办单位办理")


class Eyes:
    """What one viewer may see and do, worked out anew whenever the ledger has grown."""

    def __init__(
        self, viewer: Viewer, *, asking: Callable[[], AbstractContextManager[Ask]], today: Callable[[], date]
    ) -> None:
        """``asking`` gives what puts SQL to the tables as they are."""
        self.viewer = viewer
        self._asking = asking
        self._today = today
        self._kept: tuple[int, date, tuple[str, ...]] | None = None

    def narrow(self, session: Session) -> None:
        """Let the session's tables hold what the viewer may see, until it ends."""
        from workbench.access.sight_tables import narrow_session

        link = session.connection()
        narrow_session(link, self._look(lambda sql: link.exec_driver_sql(sql).all()))

    def views(self, ledger_size: int) -> tuple[str, ...]:
        """Return the views over a snapshot, for a ledger of this size."""
        today = self._today()
        if self._kept is None or self._kept[:2] != (ledger_size, today):
            from workbench.snapshots.seen import snapshot_views

            only_counts = policy().only_counts(self.viewer.role)
            with self._asking() as ask:
                views = snapshot_views(self._look(ask), ask, only_counts=only_counts)
            self._kept = (ledger_size, today, views)
        return self._kept[2]

    def check(self, acts: Sequence[Act]) -> bool:
        """Return whether acts must be tried on what the viewer sees, because some matter is hidden from him.

        ``NotPermittedError`` unless his role may do all of them.
        """
        for act in acts:
            require(self.viewer, f"act:{act.kind}")
        on_matters = any(holding_of(f"act:{act.kind}") is not Holding.SETTINGS for act in acts)
        if not on_matters:
            return False
        with self._asking() as ask:
            return self._look(ask).is_narrow

    def may_see_phone(self, case_no: str) -> bool:
        """Return whether the viewer has to reach the people of a matter, and so sees their numbers masked."""
        with self._asking() as ask:
            return may_see_phone(ask, self.viewer, case_no, office=OFFICE)

    def rehearse(
        self,
        link: Connection,
        acts: Sequence[Act],
        seen: Sequence[int | None],
        *,
        by: Actor,
        calendars: CalendarHistory,
    ) -> None:
        """Carry the acts out on paper, on what ``link`` shows: what is not seen there is unknown."""
        from workbench.queries.act_refusal import rehearse

        rehearse(link, acts, seen, by=by, calendars=calendars)
        if policy().reach(self.viewer.role, Holding.TEXT, Operation.UNMASK) is Reach.OWN:
            for act in acts:
                if act.kind in _UNMASKS:
                    self._require_charged(act.object)

    def _require_charged(self, case_no: str) -> None:
        with self._asking() as ask:
            if not is_charged(ask, self.viewer, case_no):
                raise NotChargedError

    def _look(self, ask: Ask) -> Sight:
        return read_sight(ask, self.viewer, self._today())
