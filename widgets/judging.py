"""What stands between the answers of a form and the ledger: refused words, the law, a last question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from widgets.parts.form_values import Blocker, FormValues

NEVER_DELETED: Final = "记入台账后不能删除。确定记入？"
ONLY_CORRECTED: Final = "记入台账后不能删除，只能更正。确定记入？"


def judged(values: FormValues, refusal: Callable[[], str]) -> list[Blocker]:
    """Return what stands against an act; ``refusal`` tells why it would be refused, "" where it would not.

    It is asked only where every answer can be read and no word is refused: else there is no act to try.
    """
    blockers = refused_words(values)
    if values.errors or blockers:
        return blockers
    why = refusal()
    return [Blocker(why)] if why else []


def refused_words(values: FormValues, keys: Iterable[str] | None = None) -> list[Blocker]:
    """Return what the charter does not let in: labels for watching or stopping people who petition.

    ``keys`` are the questions whose answers are looked at, ``None`` for all of them.
    """
    from workbench.intake.firewall import shipped_firewall

    firewall = shipped_firewall()
    for key in values.given if keys is None else keys:
        term = firewall.term_in_unasked(values.text(key))
        if term:
            return [Blocker(f"内容含“{term}”：本系统不登记对信访人的管控类标签，请改写")]
    return []
