"""The numbers of the login and of the interface, read from ``login.toml`` and ``interface.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("login.toml")
INTERFACE_FILE = Path(__file__).with_name("interface.toml")


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


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """How long a token lasts (days), how often it may ask, and how much one answer holds (matters)."""

    usual_days: int
    longest_days: int
    ends_soon: timedelta
    idle: timedelta
    used_noted_every: timedelta
    per_minute: int
    burst: int
    wrong_per_address: int
    wrong_within: timedelta
    usual_page: int
    longest_page: int
    most_waiting: int


@lru_cache(maxsize=1)
def interface_settings() -> InterfaceSettings:
    """Return the settings as shipped (条例未规定)."""
    told = tomllib.loads(INTERFACE_FILE.read_text("utf-8"))
    token, rate, page = told["token"], told["rate"], told["page"]
    return InterfaceSettings(
        usual_days=token["usual_days"],
        longest_days=token["longest_days"],
        ends_soon=timedelta(days=token["ends_soon_days"]),
        idle=timedelta(days=token["idle_days"]),
        used_noted_every=timedelta(minutes=token["used_noted_every_minutes"]),
        per_minute=rate["per_minute"],
        burst=rate["burst"],
        wrong_per_address=rate["wrong_per_address"],
        wrong_within=timedelta(minutes=rate["wrong_within_minutes"]),
        usual_page=page["usual"],
        longest_page=page["most"],
        most_waiting=page["waiting"],
    )
