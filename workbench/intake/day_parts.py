"""Hours with the part of the day before or after them: 下午3时, 3 PM. What can mean two hours is refused."""

from __future__ import annotations

PARTS = "上午|早上|凌晨|中午|下午|晚上"
# Of each part: what an hour written there means. An hour not named means nothing certain: 上午12:30 is
# half past midnight to a table program and half past noon to people; 晚上12:30 may be of the next day.
_MEANS: dict[str, dict[int, int]] = {
    "上午": {hour: hour for hour in range(12)},
    "早上": {hour: hour for hour in range(3, 12)},
    "凌晨": {**{hour: hour for hour in range(7)}, 12: 0},
    "中午": {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "下午": {**{hour: hour + 12 for hour in range(12)}, **{hour: hour for hour in range(12, 24)}},
    "晚上": {**{hour: hour + 12 for hour in range(5, 12)}, **{hour: hour for hour in range(17, 24)}},
    "am": {**{hour: hour for hour in range(1, 12)}, 12: 0},
    "pm": {**{hour: hour + 12 for hour in range(1, 12)}, 12: 12},
}


def hour_of(part: str | None, hour: int) -> int | None:
    """Return the hour of 24 that is meant; ``None`` where it does not fit its part, or fits two."""
    return hour if part is None else _MEANS[part.lower().replace(".", "")].get(hour)
