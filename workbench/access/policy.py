"""How far each operation on each type of record reaches for each role; what is not written reaches nothing.

Standard library only: this stands before the first view of every app.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.terms import Holding, Operation, Reach, Role

FILE = Path(__file__).with_name("policy.toml")
Cell = tuple[Role, Holding, Operation]
OWN_RULES = frozenset(  # each is a question in ``sight_rules``
    "responsible handled team order item instruction review proposal proceeding reception owner sheet check "
    "claimed".split()
)

_BESIDE_CELLS = ("roles", "own", "ends", "unmask", "phone")


class PolicyError(ValueError):
    """The policy says something that it cannot mean."""


@dataclass(frozen=True, slots=True)
class Ending:
    """For how many calendar days more a rule makes a matter one's own after what it rests on, and why."""

    days: int
    why: str


@dataclass(frozen=True, slots=True)
class PhoneRule:
    """Who sees a masked phone number: roles of the petition office, and of the unit by some rules."""

    office: tuple[Role, ...] = ()
    unit: tuple[Role, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """The policy as written: every cell, and what makes a matter one's own, by role."""

    cells: Mapping[Cell, Reach]
    own: Mapping[Role, tuple[str, ...]]
    recent_days: int
    unmask_minutes: int = 0
    charged: tuple[str, ...] = ()
    ends: Mapping[str, Ending] = field(default_factory=dict)
    phone: PhoneRule = PhoneRule()

    def days_of(self, rule: str) -> int:
        """Return for how many calendar days more a rule makes a matter one's own after its end."""
        return self.ends[rule].days if rule in self.ends else self.recent_days

    def reach(self, role: Role, holding: Holding, operation: Operation) -> Reach:
        """Return how far the operation reaches for the role; ``Reach.NONE`` for what is not written."""
        return self.cells.get((role, holding, operation), Reach.NONE)

    def sees(self, role: Role, holding: Holding) -> Reach:
        """Return how far the role's screens may look into a type of record, by whatever operation."""
        looks = (Operation.LIST, Operation.READ, Operation.COUNT)
        return max((self.reach(role, holding, one) for one in looks), key=list(Reach).index)

    def only_counts(self, role: Role) -> bool:
        """Return whether the role sees matters in totals alone, and brings none in (HR9)."""
        is_maker = self.reach(role, Holding.CASE, Operation.CREATE) is not Reach.NONE
        return self.sees(role, Holding.CASE) is Reach.TOTALS and not is_maker


@lru_cache(maxsize=1)
def policy() -> Policy:
    """Return the policy that ships with the software."""
    return read_policy(tomllib.loads(FILE.read_text("utf-8")))


def read_policy(told: Mapping[str, Any]) -> Policy:
    """Return the policy of a parsed file; ``PolicyError`` for an unknown word or a row of another length."""
    try:
        roles = [Role.coded(code) for code in told["roles"].split()]
        own = {Role.coded(role): tuple(rules.split()) for role, rules in _own_rules(told)}
        cells = {
            (role, Holding.coded(holding), Operation.coded(operation)): Reach.coded(reach)
            for holding, rows in told.items()
            if holding not in _BESIDE_CELLS
            for operation, row in rows.items()
            for role, reach in zip(roles, row.split(), strict=True)
        }
        days, minutes = int(told["own"]["recent_days"]), int(told["unmask"]["minutes"])
        charged = tuple(told["unmask"]["charged"].split())
        phone = _phone_rule(told.get("phone", {}))
        ends = {rule: Ending(int(one["days"]), str(one["why"])) for rule, one in told.get("ends", {}).items()}
    except (ValueError, KeyError, AttributeError) as error:
        raise PolicyError(f"policy.toml 写法有误：{error}") from error
    unknown = {rule for rules in (*own.values(), charged, phone.by, ends) for rule in rules} - OWN_RULES
    if unknown:
        raise PolicyError(
            f"policy.toml 的 [own]、[unmask]、[phone]、[ends] 中有不认识的规则：{'、'.join(sorted(unknown))}"
        )
    return Policy(cells, own, days, minutes, charged, ends, phone)


def _phone_rule(told: Mapping[str, str]) -> PhoneRule:
    office, unit = (tuple(map(Role.coded, told.get(name, "").split())) for name in ("office", "unit"))
    return PhoneRule(office, unit, tuple(told.get("by", "").split()))


def _own_rules(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(role, rules) for role, rules in told["own"].items() if role != "recent_days"]
