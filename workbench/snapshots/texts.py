"""The texts a search reads, for many matters at once: what ``fold`` makes of them, read in two questions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from workbench.access.masking import scrub
from workbench.snapshots.dialect import quoted
from workbench.snapshots.fold import longest_first
from workbench.terms import PetitionClass


def fold_texts(link: sqlite3.Connection, as_of: date, first: int, last: int) -> None:
    """Add the masked texts of the matters ``first`` to ``last``; their titles are in ``case_fact``."""
    link.executemany("insert into main.case_text values (?, ?)", _texts(link, as_of, first, last))


def _texts(link: sqlite3.Connection, as_of: date, first: int, last: int) -> Iterator[tuple[int, str]]:
    today, within = quoted(as_of.isoformat()), f"between {first} and {last}"
    names: dict[int, list[str]] = defaultdict(list)
    told = (
        f"select p.case_id, n.name from petition p join petitioner n on n.petition_id = p.id "
        f"where p.case_id {within} and n.name is not null"
    )
    for case, name in link.execute(told).fetchall():
        names[case].append(name)
    bodies: dict[int, list[str]] = defaultdict(list)
    written = (
        "select p.case_id, x.narrative from petition p join petition_text x on x.petition_id = p.id "
        f"where p.case_id {within} and p.registered_on <= {today} order by p.case_id, p.number"
    )
    for case, narrative in link.execute(written).fetchall():
        bodies[case].append(narrative)
    titles = f"select case_id, title, petition_class from main.case_fact where case_id {within}"
    for case, title, kind in link.execute(titles).fetchall():
        body = ""
        if kind != PetitionClass.ACCUSATION:
            body = scrub("\n".join(bodies.get(case, ())), longest_first(names.get(case, ())))
        yield case, f"{title}\n{body}".lower()
