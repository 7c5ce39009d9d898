"""Hand files to the state as the screen does, without a screen and without a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from widgets.intake.state import IntakeState, Work


def never_mind(*_step: object) -> None:
    """Hear how far the work is."""


def finish(state: IntakeState, work: Work) -> IntakeState:
    """Do the work here and now, and let the state take what came of it."""
    state.settle(work(never_mind, threading.Event()))
    return state


@pytest.fixture
def state(bench) -> IntakeState:
    """The import screen of a fresh workbench."""
    return IntakeState(bench)


@pytest.fixture
def hand_in(state: IntakeState, tmp_path: Path) -> Callable[..., IntakeState]:
    """Give the screen a file, and return the state with its preview or its result."""

    def handed(content: bytes, name: str = "台账.xlsx") -> IntakeState:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return finish(state, state.start_reading(path, name))

    return handed
