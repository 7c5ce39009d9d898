"""``python -m benchmarks.ledger``: how long it takes to check a ledger of 100,000 entries against a code."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, update

from workbench.acts.leaves import edges_at, head_of
from workbench.ledger.entries import Entry
from workbench.ledger.proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from workbench.ledger.standalone_verify import read, tree_root
from workbench.ledger.tree import Frontier, leaf_hash, root
from workbench.records.engine import open_engine
from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.records.migrate import create_or_upgrade

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def timed(what: str, work: Callable[[], object], times: int = 5) -> None:
    """Print the middle of so many runs."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    sys.stdout.write(f"{what}: {sorted(spent)[times // 2]:.3f} s\n")


def bodies() -> list[str]:
    """Entries as long as those of a registration."""
    public = {"step": {"kind": "register", "on": "2026-01-05", "unit": "430682XF", "channel": "visit"}}
    commits = {field: "0" * 64 for field in ("title", "narrative", "person.1.name", "person.1.phone")}
    return [
        Entry(
            seq,
            "2026-01-05T01:00:00.000+00:00",
            "clerk",
            "clerk",
            None,
            "register",
            f"C{seq}",
            public,
            commits,
        ).body()
        for seq in range(1, SIZE + 1)
    ]


def main() -> None:
    """Make the ledger, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'home' / 'ledger.sqlite'}"
        create_or_upgrade(address)
        made, edge = bodies(), Frontier()
        leaves = [leaf_hash(body.encode()) for body in made]
        for leaf in leaves:
            edge.append(leaf)
        engine = open_engine(address)
        with engine.begin() as link:
            names = ("seq", "utc", "actor", "role", "kind", "object", "body", "leaf")
            link.execute(
                insert(LedgerEntryRow),
                [
                    dict(
                        zip(
                            names, (seq, "2026", "c", "clerk", "register", f"C{seq}", body, leaf), strict=True
                        )
                    )
                    for seq, (body, leaf) in enumerate(zip(made, leaves, strict=True), 1)
                ],
            )
            link.execute(update(LedgerHead).values(size=SIZE, frontier=edge.pack()))
        with engine.connect() as link:
            assert edges_at(link, [SIZE])[SIZE].pack() == head_of(link).pack()
            timed(f"root of {SIZE} entries from the database", lambda: edges_at(link, [SIZE]))
        path = Path(folder) / "ledger.jsonl"
        path.write_text("".join(json.dumps({"body": body}) + "\n" for body in made), "utf-8")
        timed("the same by the independent verifier", lambda: tree_root(read(str(path), [])), 3)
        whole, half = root(leaves), root(leaves[: SIZE // 2 + 1])
        audit, prefix = inclusion_proof(leaves, SIZE // 3), consistency_proof(leaves, SIZE // 2 + 1)
        timed(
            f"1,000 inclusion proofs of {len(audit)} hashes verified",
            lambda: [
                verify_inclusion(leaves[SIZE // 3], SIZE // 3, SIZE, audit, whole) for _ in range(1_000)
            ],
        )
        timed(
            f"1,000 consistency proofs of {len(prefix)} hashes verified",
            lambda: [verify_consistency(SIZE // 2 + 1, SIZE, half, whole, prefix) for _ in range(1_000)],
        )
        engine.dispose()


if __name__ == "__main__":
    main()
