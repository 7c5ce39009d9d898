"""Who asked for the ratings of the demo: whoever was asked by the unit itself was kinder to it."""

from __future__ import annotations

from typing import Final

from workbench.demo.dice import Dice, Weighted
from workbench.terms import RatingAsker, Satisfaction

_UNIT, _OFFICE, _SYSTEM = RatingAsker.UNIT, RatingAsker.SUPERVISOR, RatingAsker.SYSTEM
# ``None``: the system above did not say who asked.
_ASKED: Final[dict[Satisfaction, tuple[tuple[RatingAsker | None, float], ...]]] = {
    Satisfaction.SATISFIED: ((_UNIT, 6), (_OFFICE, 1), (_SYSTEM, 2), (None, 1)),
    Satisfaction.MOSTLY_SATISFIED: ((_UNIT, 4), (_OFFICE, 2), (_SYSTEM, 3), (None, 1)),
    Satisfaction.DISSATISFIED: ((_UNIT, 2), (_OFFICE, 3), (_SYSTEM, 4), (None, 1)),
}


class Askers:
    """Draws by dice of its own, so that nothing else of the county falls otherwise."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed + 37)
        self._asked = {said: Weighted(weights) for said, weights in _ASKED.items()}

    def of(self, said: Satisfaction) -> RatingAsker | None:
        """Return who asked for a rating that said this, ``None`` where it is not known."""
        return self._asked[said].draw(self._dice)
