"""A ledger of any size as an export, made without a database: for measuring those who read it."""

from workbench.ledger.checkpoint import Checkpoint, origin_of
from workbench.ledger.entries import Entry, commit
from workbench.ledger.tree import leaf_hash, root


def made_lines(many):
    """Return so many lines of an export, as objects: every fourth entry has a value with its commitment."""
    lines = []
    for seq in range(1, many + 1):
        commits, kept = commit({"narrative": f"某村道路损坏，第{seq}次反映"} if seq % 4 == 0 else {})
        public = {"received_on": "2026-01-05", "channel": "visit", "unit": "430682XF", "people": seq % 7 + 1}
        body = Entry(
            seq, "2026-01-05T01:00:00.000+00:00", "clerk", "clerk", "430682XF", "register", f"M-{seq}",
            public, commits,
        ).body()  # fmt: skip
        values = {name: [salt.hex(), value] for name, (salt, value) in kept.items()}
        lines.append({"body": body, "values": values})
    return lines


def paper_of(lines):
    """Return the code that paper would carry for a ledger of these lines."""
    leaves = [leaf_hash(line["body"].encode()) for line in lines]
    return Checkpoint(origin_of(leaves[0]), len(leaves), root(leaves)).code
