"""Record what gets the next number of its list: where somebody else was quicker, the number after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer
    from workbench.acts.base import Act
    from workbench.app import Workbench

TRIES: Final = 3  # somebody else may take the number between looking and writing


def record_numbered(bench: Workbench, viewer: Viewer, make: Callable[[], tuple[str, Act]]) -> tuple[str, int]:
    """Perform the act that ``make`` makes with the number that is next; return number and ledger position.

    ``make`` is asked again after each number that was taken meanwhile; ``DossierTakenError`` after the last.
    """
    from workbench.acts.dossier import DossierTakenError

    for left in range(TRIES - 1, -1, -1):
        number, act = make()
        try:
            return number, bench.perform(act, actor=viewer.actor)[0]
        except DossierTakenError:
            if not left:
                raise
    raise AssertionError("unreachable")
