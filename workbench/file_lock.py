"""A lock on a file that the system lets go when its holder ends, however it ends."""

from __future__ import annotations


def take(handle: int) -> bool:
    """Lock an open file for this process; ``False`` if another has it. Closing the file gives it back."""
    try:
        import fcntl
    except ImportError:
        return _take_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _take_on_windows(handle: int) -> bool:
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
