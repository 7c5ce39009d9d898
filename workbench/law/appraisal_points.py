"""Points of an appraisal, exactly: an item from its share, a total brought to 100 over what applies."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from workbench.law.appraisal_data import FULL


def item_points(points: int, floor: int, numerator: int, denominator: int) -> Fraction:
    """Return the points of an item that applies: from its floor to its full points, by its share.

    ``ZeroDivisionError`` never comes from a sheet: an item without cases has no line.
    """
    return floor + (points - floor) * Fraction(numerator, denominator)


def total(items: Iterable[tuple[int, Fraction | None]]) -> Fraction | None:
    """Return the total of 0 to 100 of (most points, points given); ``None`` stands for "does not apply".

    ``None`` where no item applies: that is neither 0 nor 100.
    """
    given = [(most, points) for most, points in items if points is not None]
    most = sum(one for one, _ in given)
    return sum((points for _, points in given), Fraction(0)) * FULL / most if most else None


def said(points: Fraction | float) -> str:
    """Return points as they are printed: one decimal, halves upwards."""
    tenths = int(Fraction(points) * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"
