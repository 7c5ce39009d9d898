"""Which tests of a run in several processes stay together."""

from __future__ import annotations

from xdist.scheduler.loadfile import LoadFileScheduling

# Folders whose files need the same thing, which takes long to make: the acts of the whole demo county.
TOGETHER = ("tests/demo/",)


class BySharing(LoadFileScheduling):
    """Keeps the tests of a file together, and all of these folders."""

    def _split_scope(self, nodeid: str) -> str:
        shared = next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
        return shared or str(super()._split_scope(nodeid))
