"""Ways to alter what was written, each on entries that a code on paper covers."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

from tests.ledger.attacks.forger import POWERS, Forger
from workbench.ledger.entries import commit

Ledger = list


def edit(name, value):
    def change(ledger, chance):
        entry = ledger[at(ledger, chance)][0]
        entry[name] = value if entry.get(name) != value else f"{value}2"

    return change


def at(ledger, chance, kinds=("register", "take", "correct")):
    return chance.choice([i for i, (entry, _) in enumerate(ledger) if entry["kind"] in kinds])


def edit_public(ledger, chance):
    entry = ledger[at(ledger, chance)][0]
    entry["public"] = json.loads(json.dumps(entry["public"]).replace("2026-01", "2025-12")) | {"x": 1}


def edit_day(ledger, chance):
    entry = ledger[at(ledger, chance, ("register",))][0]
    entry["public"] = json.loads(json.dumps(entry["public"]).replace("2026-", "2025-"))


def other_person(ledger, chance):
    entry, payload = ledger[at(ledger, chance, ("register",))]
    commits, kept = commit({field: "改" for field in payload} or {"narrative": "改"})
    entry["commits"] = entry["commits"] | commits
    payload.update({field: list(pair) for field, pair in kept.items()})


def edit_value(ledger, chance):
    i = chance.choice([i for i, (_, payload) in enumerate(ledger) if payload])
    next(iter(ledger[i][1].values()))[1] = "改过的值"


def edit_salt(ledger, chance):
    i = chance.choice([i for i, (_, payload) in enumerate(ledger) if payload])
    next(iter(ledger[i][1].values()))[0] = bytes(16)


def drop_value(ledger, chance):
    i = chance.choice([i for i, (_, payload) in enumerate(ledger) if payload])
    ledger[i][1].popitem()


def add_value(ledger, chance):
    ledger[at(ledger, chance)][1]["extra"] = [bytes(16), "多"]


def delete(ledger, chance):
    del ledger[at(ledger, chance)]


def renumbered(change):
    def changed(ledger, chance):
        change(ledger, chance)
        for seq, (entry, _) in enumerate(ledger, 1):
            entry["seq"] = seq

    return changed


def insert_dated_back(ledger, chance):
    i = at(ledger, chance)
    entry, payload = copy.deepcopy(ledger[i])
    entry["object"] = "X-1"
    entry["utc"] = ledger[i][0]["utc"]
    ledger.insert(i, [entry, payload])


def double(ledger, chance):
    i = at(ledger[:-1], chance)  # doubling the last adds one after what the code covers: nothing is altered
    ledger.insert(i, copy.deepcopy(ledger[i]))


def swap(ledger, chance):
    i, j = chance.sample(range(len(ledger)), 2)
    ledger[i], ledger[j] = ledger[j], ledger[i]


def truncate(ledger, chance):
    ledger.pop()


def truncate_much(ledger, chance):
    del ledger[len(ledger) - len(ledger) // 4 :]


def rewrite_all(ledger, chance):
    for entry, _ in ledger:
        entry["utc"] = entry["utc"].replace("2026-", "2025-")


def other_beginning(ledger, chance):
    ledger[0][0]["utc"] = "2020-01-01T00:00:00.000+00:00"


CHANGES: dict[str, Callable] = {
    "edit the actor": edit("actor", "other"),
    "edit the role": edit("role", "leader"),
    "edit the unit": edit("unit", "430682101"),
    "edit the moment": edit("utc", "2026-01-01T00:00:00.000+00:00"),
    "edit the object": edit("object", "Z-9"),
    "edit the kind": edit("kind", "take"),
    "edit what is open": edit_public,
    "edit a day": edit_day,
    "put another person in": other_person,
    "edit a value": edit_value,
    "edit a salt": edit_salt,
    "erase a value without an entry": drop_value,
    "add a value": add_value,
    "delete an entry": delete,
    "delete and number anew": renumbered(delete),
    "insert dated back": renumbered(insert_dated_back),
    "double an entry": renumbered(double),
    "swap two entries": renumbered(swap),
    "truncate the last": truncate,
    "truncate a quarter": truncate_much,
    "rewrite everything": rewrite_all,
    "another beginning": other_beginning,
}


def altering(name: str, power: str) -> Callable[[Forger, object], None]:
    """The attack that changes the ledger in this way, with this power."""

    def attack(forger, chance):
        ledger = forger.read()
        CHANGES[name](ledger, chance)
        forger.write(ledger, power)

    return attack


def in_records(statement: str) -> Callable[[Forger, object], None]:
    """The attack that leaves the ledger alone and edits one table."""

    def attack(forger, chance):
        assert forger.do(statement) >= 1

    return attack


ATTACKS: dict[str, Callable] = {
    f"{name}, power: {power}": altering(name, power) for name in CHANGES for power in POWERS
} | {
    "a table only: day of receipt": in_records("UPDATE petition_case SET received_on = '1999-01-01'"),
    "a table only: text": in_records("UPDATE petition_text SET narrative = 'x'"),
    "a table only: unit of a step": in_records("UPDATE step SET unit = '430682D01'"),
    "a table only: deleted row": in_records("DELETE FROM petition_text"),
    "a table only: invented row": in_records("INSERT INTO petition_text VALUES (9999, '', '')"),
    "a table only: due date": in_records("UPDATE due_version SET due_rolled = '2031-01-01'"),
    "the head: size": in_records("UPDATE ledger_head SET size = size + 1"),
    "the head: edge": in_records("UPDATE ledger_head SET frontier = zeroblob(length(frontier))"),
    "columns beside the body": in_records("UPDATE ledger_entry SET actor = 'other'"),
    "leaves": in_records("UPDATE ledger_entry SET leaf = zeroblob(32)"),
}
