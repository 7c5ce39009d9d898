"""Which tests of a run in several processes stay together, and in which order they come."""

from __future__ import annotations

from collections import defaultdict

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

# Folders whose files need the same thing, which takes long to make: the acts of the whole demo county.
TOGETHER = ("tests/demo/",)
# Of the run, where the tests in a browser are spread: none of them shall be what all others wait for.
SPREAD = 0.75


def in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests, those of a file together, long files first, those in a browser spread among them.

    A browser leaves the cores waiting: two files of such tests beside each other gain nothing, and all of
    them at the end leave no work for the cores meanwhile.
    """
    files: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[scope_of(item.nodeid)].append(item)
    ordered = sorted(files.values(), key=len, reverse=True)
    waiting = [one for one in ordered if any(item.get_closest_marker("browser") for item in one)]
    busy = [one for one in ordered if one not in waiting]
    step = len(busy) * SPREAD / max(len(waiting), 1)
    placed = [(float(at), one) for at, one in enumerate(busy)]
    placed += [(at * step, one) for at, one in enumerate(waiting)]
    return [item for _, one in sorted(placed, key=lambda pair: pair[0]) for item in one]


def scope_of(nodeid: str) -> str:
    """Return what a test stays together with: its file, or a folder."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.split("::", 1)[0])


class BySharing(LoadFileScheduling):
    """Keeps the tests of a file together, and all of these folders, in the order in which they come."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
