"""删除个人信息（《个人信息保护法》第四十七条）: asked for by one, decided by another, never without a ground.

Where deletion is not yet allowed (a period of keeping runs, or it cannot be done technically), the values are
restricted: kept in the ledger, shown to nobody (article 47, second paragraph).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workbench.terms import ErasureBasis, ErasureState, RetentionGround, ValueForm


class ErasureError(ValueError):
    """A step that the erasure does not allow."""


@dataclass(frozen=True, slots=True)
class ErasedValue:
    """One personal value of the ledger: entry (position), field, and in what form its place is kept."""

    entry: int
    field: str
    form: ValueForm


@dataclass(frozen=True, slots=True)
class Erasure:
    """One request to delete values, and what became of it."""

    id: int
    erasure_no: str
    basis: ErasureBasis
    requested_on: date
    requested_by: str  # account
    restricted_on: date | None = None
    restricted_by: str | None = None
    ground: RetentionGround | None = None
    until: date | None = None  # of the period of keeping
    erased_on: date | None = None
    erased_by: str | None = None
    declined_on: date | None = None
    declined_by: str | None = None
    values: tuple[ErasedValue, ...] = ()
    version: int = 1

    @property
    def state(self) -> ErasureState:
        """Return where it stands."""
        if self.declined_on is not None:
            return ErasureState.DECLINED
        if self.erased_on is not None:
            return ErasureState.ERASED
        return ErasureState.REQUESTED if self.restricted_on is None else ErasureState.RESTRICTED

    def restricted(self, by: str, on: date, ground: RetentionGround, until: date | None) -> Erasure:
        """Return it with its values shown to nobody, but kept; a period of keeping needs its last day."""
        self._check(by, on)
        if self.restricted_on is not None:
            raise ErasureError("已经限制处理：保存期限届满后可以删除")
        if ground is RetentionGround.PERIOD and (until is None or until < on):
            raise ErasureError("保存期限未届满的，请写明期限届满的日期（不早于今天）")
        return replace(self, restricted_on=on, restricted_by=by, ground=ground, until=until)

    def erased(self, by: str, on: date) -> Erasure:
        """Return it with its values deleted; refused to whoever asked, and while a period of keeping runs."""
        self._check(by, on)
        if self.until is not None and on <= self.until:
            raise ErasureError(f"保存期限到{self.until}为止，届满后才能删除；在此之前保持限制处理")
        return replace(self, erased_on=on, erased_by=by)

    def declined(self, by: str, on: date) -> Erasure:
        """Return it turned down; restricted values are shown again."""
        self._check(by, on)
        return replace(self, declined_on=on, declined_by=by)

    def _check(self, by: str, on: date) -> None:
        if self.erased_on is not None or self.declined_on is not None:
            raise ErasureError(f"删除申请“{self.erasure_no}”{self.state.label}，不能再变动")
        if by == self.requested_by:
            raise ErasureError("申请人不能批准自己的申请：请由另一位有权限的人决定")
        if on < self.requested_on:
            raise ErasureError(f"日期早于申请之日（{self.requested_on}）：请核对")
