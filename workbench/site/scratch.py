"""Where pages put what they were handed for a while, such as a workbook to be read: gone with the page.

A kernel that is killed takes nothing away itself, and such a file tells of people. So the site gives each
kernel a folder and takes it away when the kernel has ended; what a site that was killed has left, the next
one takes away.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from workbench.file_lock import take

NAMES = ("TMPDIR", "TEMP", "TMP")  # by which Python and libraries are told where to put such files
LOCK = "lock"
PATIENCE = 10.0  # seconds in which another site that starts is through


class Scratch:
    """The folders of one site's kernels."""

    def __init__(self, root: Path, log: logging.Logger) -> None:
        """``root`` is private to the user of the workbench, for all sites over the same data."""
        self._log = log
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(root):
            for left in filter(Path.is_dir, root.iterdir()):
                self._take_away_if_left(left)
            self._own = Path(tempfile.mkdtemp(prefix="site-", dir=root))
            self._lock: int | None = _opened(self._own)
            take(self._lock)

    def open(self, kernel: str) -> Mapping[str, str]:
        """Make the folder of a kernel, and return the part of its environment that names it."""
        folder = self._own / kernel
        folder.mkdir(mode=0o700)
        return dict.fromkeys(NAMES, str(folder))

    def drop(self, kernel: str) -> None:
        """Take away the folder of a kernel that has ended, if it has one."""
        self._take_away(self._own / kernel)

    def close(self) -> None:
        """Take away everything."""
        self.let_go()
        self._take_away(self._own)

    def let_go(self) -> None:
        """Leave what is there to the next site."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_away_if_left(self, folder: Path) -> None:
        lock = _opened(folder)
        try:
            is_left = take(lock)  # nobody holds what a site held that was killed
        finally:
            os.close(lock)
        if is_left:
            self._take_away(folder)

    def _take_away(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            self._log.warning("a folder of what pages were handed could not be taken away: %s", folder.name)


def _opened(folder: Path) -> int:
    return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let no other site start meanwhile: it might take a new folder for one that was left."""
    lock = _opened(root)
    try:
        deadline = time.monotonic() + PATIENCE
        while not take(lock) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield
    finally:
        os.close(lock)
