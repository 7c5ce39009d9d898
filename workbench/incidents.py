"""Unexpected errors: each gets a number, and the log keeps what a developer needs."""

from __future__ import annotations

import logging
from pathlib import Path

from workbench.logs import json_handler, new_id

LOG_FILE = "workbench.log"


def record_incident(logs: Path, error: BaseException) -> str:
    """Write ``error`` and where it came from to the log in ``logs``; return its number (8 characters)."""
    number = new_id()
    handler = json_handler(logs / LOG_FILE)
    record = logging.LogRecord(
        "workbench",
        logging.ERROR,
        __file__,
        0,
        "incident %s",
        (number,),
        (type(error), error, error.__traceback__),
    )
    record.incident = number
    try:
        handler.emit(record)
    finally:
        handler.close()
    return number
