"""The child process that parses a file handed in: limits first, then cells as lines of JSON.

Run as ``python -I -m workbench.intake.reading.child FILE NAME LIMITS [stream]``. It opens no network, writes
no file, and whatever a hostile file makes of it ends with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from workbench.intake.limits import Limits
from workbench.intake.reading.cells import packed
from workbench.intake.reading.container import TEXTS, FileKind, RefusedFileError, kind_of
from workbench.intake.reading.csv_text import decode, rows_of
from workbench.intake.reading.workbooks import Counted, read_xls, read_xlsx, send_sheet


def main(arguments: list[str]) -> int:
    """Parse one file and say what came of it; the last message is ``done`` or ``refused``."""
    path, name, limits = Path(arguments[0]), arguments[1], Limits(**json.loads(arguments[2]))
    _bind(limits)
    try:
        _read(path, name, limits, stream="stream" in arguments[3:])
    except RefusedFileError as error:
        emit({"refused": str(error)})
    except MemoryError:
        emit({"memory": True})
    except Exception:
        # Whatever a broken or hostile file does to a parser, the officer is told what he can do. A library
        # that finds no memory may say so in words of its own, or not load at all.
        if _is_nearly_full(limits):
            emit({"memory": True})
            return 0
        emit({"refused": "文件结构异常，无法读取：请用表格软件打开后另存为新的 .xlsx"})
    else:
        emit({"done": True})
    sys.stdout.flush()
    return 0


def emit(message: dict[str, Any]) -> None:
    """Write one message as one line."""
    sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":"), default=packed) + "\n")


def _read(path: Path, name: str, limits: Limits, *, stream: bool) -> None:
    kind = kind_of(path, name, limits)
    emit({"kind": kind.value})
    if kind is FileKind.XLSX:
        read_xlsx(path, limits, emit, stream=stream)
    elif kind is FileKind.XLS:
        read_xls(path, limits, emit)
    else:
        plain = decode(path.read_bytes())
        emit({"encoding": plain.encoding})
        if Path(name).suffix.lower() not in TEXTS:
            emit({"note": f"内容是文本，扩展名却是 {Path(name).suffix}：按文本读取"})
        rows = rows_of(plain, lambda note: emit({"note": note}))
        send_sheet(emit, "（文本文件）", False, None, [], Counted(limits).filled(rows))


def _bind(limits: Limits) -> None:
    """Bind this process to its memory and time; where that is not possible the parent's clock holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _is_nearly_full(limits: Limits) -> bool:
    """Return whether this process has held most of the memory it may have; False where that is not told."""
    try:
        told = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return False
    peak = next((line.split()[1] for line in told.splitlines() if line.startswith("VmPeak")), "0")
    return int(peak) * 1024 > limits.memory_bytes * 0.75


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
