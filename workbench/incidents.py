"""Unexpected errors: each gets a number, and the log keeps what a developer needs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

from workbench.logs import json_handler, new_id

LOG_FILE = "workbench.log"


class Incident(NamedTuple):
    """The number of an error (8 characters), and whether the log took it, not standard error."""

    number: str
    is_kept: bool


def record_incident(logs: Path, error: BaseException) -> Incident:
    """Write ``error`` and where it came from, masked, to the log in ``logs``, else to standard error."""
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
    return Incident(number, handler.is_whole)
