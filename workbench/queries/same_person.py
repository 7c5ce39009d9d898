"""Which matters have a person in common, and nothing else: no name, no hash, no list leaves this module.

Same person: one identity number (by its keyed hash), or one name with one phone number where not both told a
number of an identity document. One of the people of a group visit or a joint letter is enough.
"""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations

from sqlalchemy import Connection, select

from workbench.records.identity import IdentityKey
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition


def matters_with_a_person_in_common(
    connection: Connection, key: IdentityKey | None, case_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Return the pairs of these matters that have a person in common, the smaller id first.

    Without the office's key only people with an identity document are found.
    """
    asked = select(Petition.case_id, Petitioner.id_hash, Petitioner.name, Petitioner.phone).join(
        Petitioner, Petitioner.petition_id == Petition.id
    )
    by_number: dict[str, set[int]] = defaultdict(set)
    by_contact: dict[bytes, set[tuple[int, bool]]] = defaultdict(set)
    wanted = set(case_ids)
    for case_id, id_hash, name, phone in connection.execute(asked).all():
        if case_id not in wanted:
            continue
        if id_hash is not None:
            by_number[id_hash].add(case_id)
        if key is not None and name and phone:
            by_contact[_sealed(key, name, phone)].add((case_id, id_hash is not None))
    pairs = {pair for cases in by_number.values() for pair in combinations(sorted(cases), 2)}
    for people in by_contact.values():
        for (one, one_has), (other, other_has) in combinations(sorted(people), 2):
            if one != other and not (one_has and other_has):
                pairs.add((min(one, other), max(one, other)))
    return pairs


def without_names(connection: Connection, texts: Sequence[str]) -> list[str]:
    """Return the texts without the full names of any petitioner: who wrote does not make texts alike."""
    asked = select(Petitioner.name).where(Petitioner.name.is_not(None)).distinct()
    names = {name for name in connection.scalars(asked) if name is not None and len(name) > 1}
    if not names:
        return list(texts)
    starts = re.compile(f"[{re.escape(''.join(sorted({name[0] for name in names})))}]")
    sizes = sorted({len(name) for name in names}, reverse=True)
    return [_without(text, names, starts, sizes) for text in texts]


def _without(text: str, names: set[str], starts: re.Pattern[str], sizes: list[int]) -> str:
    """Leave out the longest name at each position; only where one may start is looked at, for speed."""
    kept: list[str] = []
    done = end = 0
    for start in starts.finditer(text):
        at = start.start()
        if at < end:
            continue
        size = next((one for one in sizes if text[at : at + one] in names), 0)
        if size:
            kept.append(text[done:at])
            done = end = at + size
    return "".join((*kept, text[done:]))


def _sealed(key: IdentityKey, name: str, phone: str) -> bytes:
    told = f"contact:{''.join(name.split())}:{''.join(filter(str.isdigit, phone))}"
    return hmac.digest(key.secret, told.encode(), "sha256")
