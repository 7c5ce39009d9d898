"""The numbers of the login, read from ``login.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("login.toml")


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """How often one may err, how long a login lasts, and what a password costs."""

    failures: int
    within: timedelta
    locked: timedelta
    address_failures: int
    address_within: timedelta
    idle: timedelta
    longest_session: timedelta
    shortest_password: int
    longest_password: int
    time_cost: int
    memory_kib: int
    parallelism: int


@lru_cache(maxsize=1)
def login_settings() -> LoginSettings:
    """Return the settings as shipped."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    lockout, address, session = told["lockout"], told["address"], told["session"]
    return LoginSettings(
        failures=lockout["failures"],
        within=timedelta(minutes=lockout["within_minutes"]),
        locked=timedelta(minutes=lockout["locked_minutes"]),
        address_failures=address["failures"],
        address_within=timedelta(minutes=address["within_minutes"]),
        idle=timedelta(minutes=session["idle_minutes"]),
        longest_session=timedelta(hours=session["longest_hours"]),
        shortest_password=told["password"]["shortest"],
        longest_password=told["password"]["longest"],
        time_cost=told["argon2"]["time_cost"],
        memory_kib=told["argon2"]["memory_kib"],
        parallelism=told["argon2"]["parallelism"],
    )
