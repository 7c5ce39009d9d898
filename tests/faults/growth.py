"""What a ledger grew by since the last look, verified entry by entry: each is read once, not each time."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import text

from workbench.app import Workbench
from workbench.ledger.tree import Frontier, leaf_hash

HEAD = text("SELECT size, frontier FROM ledger_head")
NEW = text("SELECT seq, actor, body, leaf FROM ledger_entry WHERE seq > :size ORDER BY seq")
HALF = text("SELECT case_id FROM step WHERE case_id > :size GROUP BY case_id HAVING count(*) = 2")
BATCHES = text(
    "SELECT b.rows_imported, (SELECT count(*) FROM petition_case c WHERE c.batch_id = b.id) "
    "FROM import_batch b WHERE b.id > :size"
)


class Growth:
    """The ledger as last seen: its edge is computed here from the bodies, and held against its head."""

    def __init__(self, bench: Workbench) -> None:
        self.frontier = Frontier()
        self.by: Counter[str] = Counter()
        self.faults = self.look(bench)

    @property
    def size(self) -> int:
        """How many entries were seen."""
        return self.frontier.size

    def look(self, bench: Workbench) -> list[str]:
        """Return what is wrong with everything written since the last look: entries, head, half matters.

        ``by`` says afterwards how many of them each account wrote.
        """
        self.by.clear()
        seen, faults = self.size, []
        with bench.reading() as session:
            link = session.connection()
            head = link.execute(HEAD).one()
            for seq, actor, body, leaf in link.execute(NEW, {"size": seen}):
                made = leaf_hash(body.encode())
                if seq != self.size + 1 or made != bytes(leaf):
                    faults.append(f"entry {seq} is not what should stand behind {self.size}")
                self.frontier.append(made)
                self.by[actor] += 1
            half = link.execute(HALF, {"size": seen}).all()
            batches = link.execute(BATCHES, {"size": seen}).all()
        if (head.size, bytes(head.frontier)) != (self.size, self.frontier.pack()):
            faults.append(f"head says {head.size}, entries are {self.size}, or their roots differ")
        if half:
            faults.append(f"{len(half)} matters have two of three acts")
        return [*faults, *(f"batch of {told} has {there}" for told, there in batches if told != there)]
