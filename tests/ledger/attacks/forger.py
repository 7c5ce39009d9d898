"""Whoever alters: he has the database, and by degrees the hashes, the key with the notes, and the records."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from tests.conftest import NOW
from workbench.acts.base import Actor, read_act
from workbench.acts.replay import Rebuilt
from workbench.ledger.checkpoint import Checkpoint, origin_of
from workbench.ledger.entries import read_body
from workbench.ledger.notes import NoteFolder
from workbench.ledger.signing import LedgerKey
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.records.engine import open_engine
from workbench.records.tables import RECORDS, table_of
from workbench.terms import Role

POWERS = ("sql", "hashes", "key", "records")


class Forger:
    """One altered copy of a workbench's folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "workbench.sqlite"

    def connect(self):
        """The database without its brakes, as an administrator has it."""
        link = sqlite3.connect(self.database)
        for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            link.execute(f"DROP TRIGGER {name}")
        return link

    def do(self, statement, *parameters):
        with closing(self.connect()) as link:
            done = link.execute(statement, parameters)
            link.commit()
            return done.rowcount

    def read(self):
        """The ledger as a list of [entry as dict, {field: [salt, value]}]."""
        with closing(self.connect()) as link:
            found = [
                [json.loads(body), {}]
                for (body,) in link.execute("SELECT body FROM ledger_entry ORDER BY seq")
            ]
            for seq, field, salt, value in link.execute("SELECT * FROM ledger_payload"):
                found[seq - 1][1][field] = [salt, value]
        return found

    def write(self, ledger, power):
        """Put another ledger in its place; with more power, everything that would betray it follows."""
        with closing(self.connect()) as link:
            before = dict(link.execute("SELECT seq, leaf FROM ledger_entry"))
            link.execute("DELETE FROM ledger_payload")
            link.execute("DELETE FROM ledger_entry")
            edge = Frontier()
            for entry, payload in ledger:
                body = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                leaf = leaf_hash(body.encode())
                edge.append(leaf)
                kept = leaf if power != "sql" else before.get(entry["seq"], leaf)
                columns = [entry[name] for name in ("seq", "utc", "actor", "role", "kind", "object")]
                link.execute("INSERT INTO ledger_entry VALUES (?,?,?,?,?,?,?,?)", (*columns, body, kept))
                for field, (salt, value) in payload.items():
                    link.execute(
                        "INSERT INTO ledger_payload VALUES (?,?,?,?)", (entry["seq"], field, salt, value)
                    )
            if power != "sql":
                link.execute("UPDATE ledger_head SET size = ?, frontier = ?", (edge.size, edge.pack()))
            link.commit()
        if power in ("key", "records"):
            self.sign_anew()
        if power == "records":
            self.rebuild(ledger)

    def sign_anew(self):
        """Throw away every note and sign the ledger as it is now, with the office's own key."""
        edge, first = Frontier(), b""
        with closing(self.connect()) as link:
            for (body,) in link.execute("SELECT body FROM ledger_entry ORDER BY seq"):
                edge.append(leaf_hash(body.encode()))
                first = first or edge.root()
        self.drop_notes()
        made = Checkpoint(origin_of(first), edge.size, edge.root())
        note = LedgerKey.read(self.home).sign(made)
        NoteFolder.of(self.home, "workbench.sqlite").keep(note, made, edge, NOW)

    def drop_notes(self):
        shutil.rmtree(self.home / "checkpoints", ignore_errors=True)

    def rebuild(self, ledger):
        """Let the records say what the altered ledger says, as far as it can be performed."""
        engine = open_engine(f"sqlite:///{self.database}")
        with Rebuilt("430682XF") as made, closing(self.connect()) as link:
            for entry, payload in ledger:
                try:
                    told = read_body(
                        json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                    )
                    values = {field: value for field, (_, value) in payload.items()}
                    act = read_act(told.kind, told.object, told.public, values)
                    made.perform(act, told.seq, Actor(told.actor, Role.coded(told.role), told.unit))
                    made.finish()
                except Exception:
                    continue
            rows = {model: made.connection.execute(table_of(model).select()).all() for model in RECORDS}
            link.execute("PRAGMA foreign_keys = OFF")
            for model in reversed(RECORDS):
                link.execute(f"DELETE FROM {table_of(model).name}")
            link.commit()
            with engine.begin() as connection:
                for model, found in rows.items():
                    if found:
                        connection.execute(insert(table_of(model)), [row._asdict() for row in found])
        engine.dispose()
