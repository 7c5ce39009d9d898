"""The time by which the office lives: a day of a record is a day in China."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Final

CHINA: Final = timezone(timedelta(hours=8), "Asia/Shanghai")  # no daylight saving since 1991
