"""The policy, cell by cell: written down twice, held against the hard rules, and no cell may be turned."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from workbench.access.gate import allow, declarations, holding_of, reach, rules
from workbench.access.policy import FILE, Policy, PolicyError, policy, read_policy
from workbench.access.viewer import Viewer
from workbench.terms import Holding, Operation, Reach, Role

# Written by hand from the table of roles, one word a role, in the order of ``Role``. A letter is an
# operation: List Count Read Unmask New Work eXport Erase; capital: all, small: own, with #: totals only.
MATRIX = """
petitioner     LCRUNWE LCRUNWE lru   lrE   lru   LR   -      -         CN     -
case           LCRNWX  LCRNWX  lcrwx lcrx  lcrx  LCRX C#     C#        C#N    C#
text           LCRUNWE LCRUNWE lcru  lcrE  lcru  LCR  -      -         CN     -
attachment     LRNX    LRNX    lrnx  lrnx  lrnx  LRX  -      -         -      -
petition       LCRNWX  LCRNWX  lcrx  lcrx  lcrx  LCRX C#     C#        C#N    C#
accusation     LCUNW   LCUNW   lcuw  lc    lc    LC   C#     C#        C#N    C#
accused        NW      N       -     -     -     -    -      -         N      -
assignment     LCRNWX  LCRNWX  lcrwx lcrwx cr    LCRX C#R#   C#        C#     C#
ownership      LCRNWX  LCRWX   lcrwx lcrwx lcrwx LCRX C#     C#        C#     C#
review         LCRNWX  LCRWX   lcrwx -     lcrwx LCRX -      -         -      -
accountability LCRNWX  -       lr    lr    -     LCRX -      -         -      -
figures        LCRNX   LCRX    lcrx  lcrx  lcrx  LCRX L#C#R# L#C#R#NX# L#C#R# L#C#R#
exports        LRNWX   LRNX    lrx   lrx   lrx   LRX  -      -         -      -
access_log     LR      lr      lr    lr    lr    LCRX -      -         -      LR
ledger         LCRWX   CR      CR    CR    CR    LCRX C#R#   C#R#      C#R#   C#R#WX
settings       LCRNW   LCR     LCR   LCR   LCR   LCR  LCR    LCR       LCR    LCRNW
import         LCRN    LCRN    -     -     -     LC   -      -         lcrN   -
"""
LETTERS = dict(zip("LCRUNWXE", Operation, strict=True))
CELLS = tuple(product(Role, Holding, Operation))
OF_MATTERS = frozenset(Holding) - {Holding.FIGURES, Holding.LEDGER, Holding.SETTINGS, Holding.ACCESS_LOG}
WRITES = (Operation.CREATE, Operation.UPDATE, Operation.ERASE)


def written(word: str) -> Iterator[tuple[Operation, Reach]]:
    for at, letter in enumerate(word):
        if letter.upper() in LETTERS:
            is_counted = word[at + 1 : at + 2] == "#"
            whole = Reach.TOTALS if is_counted else Reach.ALL
            yield LETTERS[letter.upper()], whole if letter.isupper() else Reach.OWN


def matrix() -> dict[tuple[Role, Holding, Operation], Reach]:
    found = {}
    for line in MATRIX.split("\n")[1:-1]:
        holding, *words = line.split()
        for role, word in zip(Role, words, strict=True):
            for operation, how_far in written(word):
                found[role, Holding.coded(holding), operation] = how_far
    return found


EXPECTED = matrix()


def broken_rules(told: Policy) -> set[str]:
    """Return which of the hard rules a policy breaks."""

    def of(role: Role, holding: Holding, operation: Operation) -> Reach:
        return told.reach(role, holding, operation)

    def some(roles: object, holdings: object, operations: object, *wanted: Reach) -> bool:
        return any(of(*cell) in wanted for cell in product(roles, holdings, operations))  # type: ignore[call-overload]

    looks = (Operation.LIST, Operation.COUNT, Operation.READ)
    any_reach = (Reach.TOTALS, Reach.OWN, Reach.ALL)
    single = (Reach.OWN, Reach.ALL)
    never_unmasks = (Role.LEADER, Role.AUDITOR, Role.DISPLAY, Role.ANALYST, Role.IMPORTER, Role.ADMINISTRATOR)
    unmaskable = {Holding.PETITIONER, Holding.TEXT, Holding.ACCUSATION}
    counting = (Role.DISPLAY, Role.ANALYST, Role.ADMINISTRATOR)
    shown = (*looks, Operation.UNMASK, Operation.EXPORT)
    found = {
        "HR1": some(Role, [Holding.ACCUSED], shown, *any_reach),
        "HR2": some(Role, [Holding.ACCUSATION], [Operation.READ, Operation.EXPORT], *any_reach),
        "HR4 who": some(never_unmasks, Holding, [Operation.UNMASK], *any_reach),
        "HR4 what": some(Role, set(Holding) - unmaskable, [Operation.UNMASK], *any_reach),
        "HR5": some([Role.HANDLER], OF_MATTERS, looks, Reach.ALL),
        "HR6": some([Role.LEADER], OF_MATTERS, looks, Reach.ALL),
        "HR7": some([Role.REVIEWER], OF_MATTERS, looks, Reach.ALL),
        "HR8": some(Role, [Holding.ACCOUNTABILITY], [Operation.ERASE], *any_reach),
        "HR9": some([Role.DISPLAY], OF_MATTERS | {Holding.FIGURES}, Operation, *single),
        "HR10": some(set(Role) - {Role.SUPERVISOR, Role.CLERK, Role.IMPORTER}, [Holding.PETITIONER],
                     [Operation.COUNT], *any_reach)
        or some(Role, [Holding.PETITIONER], [Operation.EXPORT], *any_reach),
        "HR10 counting": some(counting, [Holding.PETITIONER, Holding.TEXT], Operation, *any_reach),
        "HR11": some([Role.ADMINISTRATOR], OF_MATTERS, Operation, *single),
        "HR12": some([Role.AUDITOR], Holding, WRITES, *any_reach),
    }  # fmt: skip
    return {rule for rule, is_broken in found.items() if is_broken}


def test_every_cell_is_written_down():
    assert len(CELLS) == 10 * 17 * 8 == 1360
    assert set(policy().cells) == set(CELLS)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("holding", list(Holding))
def test_each_cell_is_as_the_office_wants_it(role: Role, holding: Holding):
    viewer = Viewer("somebody", "某人", role)
    for operation in Operation:
        assert reach(viewer, holding, operation) is EXPECTED.get((role, holding, operation), Reach.NONE)


def test_what_is_not_written_reaches_nothing():
    assert Policy({}, {}, 0).reach(Role.SUPERVISOR, Holding.CASE, Operation.READ) is Reach.NONE


def test_no_hard_rule_is_broken():
    assert broken_rules(policy()) == set()


@pytest.mark.parametrize("role", list(Role))
def test_no_cell_can_be_dropped_or_turned_unnoticed(role: Role):
    """4,080 policies with one wrong cell each: every one differs from the table or breaks a hard rule."""
    told = policy()
    for cell in CELLS:
        if cell[0] is not role:
            continue
        for other in set(Reach) - {told.cells[cell]}:
            turned = replace(told, cells={**told.cells, cell: other})
            wrong = {at for at in CELLS if turned.reach(*at) is not EXPECTED.get(at, Reach.NONE)}
            assert wrong == {cell}


@pytest.mark.parametrize(
    ("rule", "cell"),
    [
        ("HR1", (Role.SUPERVISOR, Holding.ACCUSED, Operation.LIST)),
        ("HR2", (Role.HANDLER, Holding.ACCUSATION, Operation.READ)),
        ("HR4 who", (Role.AUDITOR, Holding.PETITIONER, Operation.UNMASK)),
        ("HR4 what", (Role.CLERK, Holding.CASE, Operation.UNMASK)),
        ("HR5", (Role.HANDLER, Holding.CASE, Operation.LIST)),
        ("HR6", (Role.LEADER, Holding.CASE, Operation.READ)),
        ("HR7", (Role.REVIEWER, Holding.REVIEW, Operation.LIST)),
        ("HR8", (Role.SUPERVISOR, Holding.ACCOUNTABILITY, Operation.ERASE)),
        ("HR9", (Role.DISPLAY, Holding.FIGURES, Operation.READ)),
        ("HR10", (Role.HANDLER, Holding.PETITIONER, Operation.COUNT)),
        ("HR10 counting", (Role.ANALYST, Holding.TEXT, Operation.READ)),
        ("HR11", (Role.ADMINISTRATOR, Holding.CASE, Operation.READ)),
        ("HR12", (Role.AUDITOR, Holding.CASE, Operation.UPDATE)),
    ],
)
def test_each_hard_rule_finds_a_cell_that_breaks_it(rule: str, cell: tuple[Role, Holding, Operation]):
    told = policy()

    assert rule in broken_rules(replace(told, cells={**told.cells, cell: Reach.ALL}))


def test_the_gate_lets_nobody_do_what_the_policy_does_not_reach():
    for what, (roles, of) in sorted(rules().items()):
        assert of is not None, f"{what} names no cell of the policy"
        assert declarations()[what] == roles, what


def test_each_cell_that_the_gate_serves_is_served_to_every_role_that_reaches_it():
    served: dict[tuple[Holding, Operation], set[Role]] = {}
    for roles, of in rules().values():
        if of is not None:
            served.setdefault(of, set()).update(roles)

    for (holding, operation), roles in served.items():
        reached = {role for role in Role if policy().reach(role, holding, operation) is not Reach.NONE}
        if operation in WRITES:
            assert roles == reached, (holding, operation)
        assert roles <= reached, (holding, operation)


def test_a_declared_thing_is_about_one_type_of_record():
    assert holding_of("act:take") is Holding.CASE
    assert holding_of("act:nothing") is None
    assert not allow(Viewer("a", "a", Role.SUPERVISOR), "act:nothing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"case": {"read": "all all"}}, "写法有误"),
        ({"case": {"read": " ".join(["some"] * 10)}}, "写法有误"),
        ({"case": {"steal": " ".join(["all"] * 10)}}, "写法有误"),
        ({"secrets": {"read": " ".join(["all"] * 10)}}, "写法有误"),
        ({"own": {"handler": "neighbours", "recent_days": 1}}, "neighbours"),
        ({"own": {}}, "写法有误"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(change: dict[str, object], said: str):
    told = tomllib.loads(FILE.read_text("utf-8"))

    with pytest.raises(PolicyError, match=said):
        read_policy({**told, **change})
