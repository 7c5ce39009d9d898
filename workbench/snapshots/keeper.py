"""Keeps today's snapshot up to date in the background: after midnight, and after acts.

The fold is done by a child process of low priority: a server that folds itself would answer nobody meanwhile.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import Final

COMMAND: Final = (sys.executable, "-m", "workbench", "snapshot", "--json")
EVERY: Final = 10.0  # seconds between two looks
PATIENCE: Final = 300.0  # seconds of rest after a fold that failed
_MOST_WORDS: Final = 20_000  # bytes of what it said
_LOWEST: Final = 15  # of priority; what viewers ask for goes first


class Keeper:
    """Looks every few seconds whether the snapshot is up to date; where it is not, has it folded."""

    def __init__(
        self,
        is_ready: Callable[[], bool],
        log: logging.Logger,
        *,
        command: Sequence[str] = COMMAND,
        every: float = EVERY,
        patience: float = PATIENCE,
    ) -> None:
        """``is_ready`` is asked from a thread of the keeper's own, and must be quick."""
        self._is_ready = is_ready
        self._log = log
        self._command = list(command)
        self._every = every
        self._patience = patience
        self._over = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="snapshot keeper", daemon=True)

    def begin(self) -> None:
        """Look from now on."""
        self._thread.start()

    def end(self) -> None:
        """Stop looking, and stop a fold that is under way: it leaves nothing behind."""
        self._over.set()
        child = self._child
        if child is not None:
            child.terminate()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _keep(self) -> None:
        rest = self._every
        while not self._over.wait(rest):
            rest = self._every if self._look() else self._patience

    def _look(self) -> bool:
        """Return whether all is well: the snapshot is up to date, or has been folded."""
        try:
            return self._is_ready() or self._fold()
        except Exception:
            self._log.exception("today's snapshot could not be looked after")
            return False

    def _fold(self) -> bool:
        # A file and no pipe: whatever was forked in this moment holds the other end of a pipe as long as it
        # lives, and its end would be waited for.
        with tempfile.TemporaryFile() as words:
            self._child = child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words
            )
            if self._over.is_set():
                child.terminate()
            if hasattr(os, "setpriority"):
                try:
                    os.setpriority(os.PRIO_PROCESS, child.pid, _LOWEST)
                except OSError:
                    pass  # it has ended already
            try:
                child.wait()
            finally:
                self._child = None
            if child.returncode == 0 or self._over.is_set():
                return True
            words.seek(0)
            said = words.read(_MOST_WORDS).decode("utf-8", "replace").strip()
        self._log.error("today's snapshot was not folded (status %s): %s", child.returncode, said)
        return False
