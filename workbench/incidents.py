"""Unexpected errors: each gets a number, and the log keeps what a developer needs."""

from __future__ import annotations

import logging
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_FILE = "workbench.log"
_BYTES_PER_FILE = 5_000_000
_KEPT_FILES = 5


def record_incident(logs: Path, error: BaseException) -> str:
    """Write ``error`` with its traceback to the log in ``logs`` and return its number (8 characters)."""
    number = secrets.token_hex(4)
    logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        logs / LOG_FILE, maxBytes=_BYTES_PER_FILE, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    record = logging.LogRecord(
        "workbench",
        logging.ERROR,
        __file__,
        0,
        "incident %s",
        (number,),
        (type(error), error, error.__traceback__),
    )
    try:
        handler.emit(record)
    finally:
        handler.close()
    return number
