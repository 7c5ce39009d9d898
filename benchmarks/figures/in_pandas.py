"""The conditions of the catalogue as masks over a pandas frame: it reads the little SQL they are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.indicators.catalogue import GRAIN_DIMENSIONS, DefinitionError, Indicator, catalogue
from workbench.snapshots.engines import connect
from workbench.snapshots.schema import CASE_COLUMNS, DAYS, DEADLINE_COLUMNS, PETITION_COLUMNS

KEPT = "case_id person_times petition_people unit closed_by channel petition_class topic_group".split()
PEOPLE = {"case": "person_times", "closure": "person_times", "petition": "petition_people"}
TOKENS = re.compile(r"\s*(<=|>=|<>|=|<|>|\(|\)|,|:\w+|'[^']*'|\d+|\w+)")


class UnreadableError(ValueError):
    """The condition holds something that this reader does not know."""


class Mask:
    """Reads one condition and gives the rows of a frame for which it is true; null is not true."""

    def __init__(self, frame: pd.DataFrame, text: str, values: Mapping[str, Any]) -> None:
        self._frame, self._values = frame, values
        self._words = TOKENS.findall(text)
        self._at = 0

    def read(self) -> pd.Series:
        found = self._either()
        if self._at != len(self._words):
            raise UnreadableError(" ".join(self._words[self._at :]))
        return found

    def _either(self) -> pd.Series:
        found = self._both()
        while self._next("or"):
            found = found | self._both()
        return found

    def _both(self) -> pd.Series:
        found = self._one()
        while self._next("and"):
            found = found & self._one()
        return found

    def _one(self) -> pd.Series:
        if self._next("not"):
            return ~self._one()
        if self._next("("):
            found = self._either()
            self._need(")")
            return found
        left = self._operand()
        if self._next("between"):
            low = self._operand()
            self._need("and")
            return (left >= low) & (left <= self._operand())
        if self._next("is"):
            negated = self._next("not")
            self._need("null")
            return left.notna() if negated else left.isna()
        if self._next("in"):
            self._need("(")
            codes = [self._operand()]
            while self._next(","):
                codes.append(self._operand())
            self._need(")")
            return left.isin(codes)
        sign = self._words[self._at]
        self._at += 1
        right = self._operand()
        compared = {
            "=": lambda: left == right,
            "<>": lambda: left != right,
            "<": lambda: left < right,
            "<=": lambda: left <= right,
            ">": lambda: left > right,
            ">=": lambda: left >= right,
        }
        if sign not in compared:
            raise UnreadableError(sign)
        return compared[sign]()

    def _operand(self) -> Any:
        word = self._words[self._at]
        self._at += 1
        if word.startswith(":"):
            return self._values[word[1:]]
        if word.startswith("'"):
            return word[1:-1]
        if word.isdigit():
            return int(word)
        if word in self._frame.columns:
            return self._frame[word]
        raise UnreadableError(word)

    def _next(self, word: str) -> bool:
        if self._at < len(self._words) and self._words[self._at].lower() == word:
            self._at += 1
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._next(word):
            raise UnreadableError(word)


class PandasFacts:
    """Frames of matters, petitions and duties with the facts of their matter; days and codes well typed."""

    def __init__(self, folder: Path) -> None:
        cases = _frame(folder / "case_fact.parquet", CASE_COLUMNS)
        petitions = _frame(folder / "petition_fact.parquet", PETITION_COLUMNS)
        duties = _frame(folder / "deadline_fact.parquet", DEADLINE_COLUMNS)
        duties = duties.rename(columns={"unit": "bound_unit"})
        # Of the matter only what duties are filtered and broken down by: three duties each are many rows.
        narrow = cases[[name for name in KEPT if name in cases and name != "person_times"]]
        self._frames = {
            "case": cases,
            "closure": cases,
            "petition": petitions.merge(cases, on="case_id"),
            "deadline": duties.merge(narrow, on="case_id"),
        }

    def figure(
        self,
        one: Indicator,
        start: date,
        end: date,
        as_of: date,
        where: str,
        values: Mapping[str, Any],
        by: str | None,
    ) -> list[tuple[Any, int, int, int]]:
        """Return (group, denominator, numerator, person-times) as the engine does."""
        if one.grain not in self._frames:
            raise UnreadableError(one.grain)
        frame = self._frames[one.grain]
        days = {"start": start, "end": end, "as_of": as_of}
        given = {**values, **{name: pd.Timestamp(day) for name, day in days.items()}}
        counted = Mask(frame, one.of, given).read()
        if where != "1":
            counted &= Mask(frame, where, given).read()
        chosen = frame[counted]
        people = chosen[PEOPLE[one.grain]] if one.grain in PEOPLE else pd.Series(0, index=chosen.index)
        passed = Mask(chosen, one.that, given).read() if one.that else pd.Series(False, index=chosen.index)
        if by is None:
            return [(None, len(chosen), int(passed.sum()), int(people.sum()))]
        if by not in one.dimensions:
            raise DefinitionError(by)
        named = GRAIN_DIMENSIONS.get(one.grain, {}).get(by, by)
        key = chosen[one.date].dt.strftime("%Y-%m") if by == "month" else chosen[named]
        table = pd.DataFrame({"key": key, "passed": passed, "people": people})
        found = table.groupby("key", observed=True).agg(
            n=("passed", "size"), hits=("passed", "sum"), p=("people", "sum")
        )
        return [(str(row.Index), int(row.n), int(row.hits), int(row.p)) for row in found.itertuples()]


def _frame(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read the columns that the definitions, their groups and the filter name; all would need 14 GB."""
    told = " ".join(f"{one.of} {one.that or ''} {one.date}" for one in catalogue().values())
    named = {*re.findall(r"\w+", told), *KEPT}
    wanted = [name for name in columns if name in named]
    casts = ", ".join(f"cast({name} as date) as {name}" if name in DAYS else name for name in wanted)
    with connect(threads=1) as link:
        frame = link.execute(f"select {casts} from read_parquet('{path}')").df()
    for name, kind in columns.items():
        if name in frame and kind.startswith("TEXT"):
            frame[name] = frame[name].astype("datetime64[s]" if name in DAYS else "category")
    return frame
