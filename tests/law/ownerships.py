"""An ownership to begin with, and its small pieces, for the tests."""

from datetime import date

from workbench.law.evidence import Evidence
from workbench.law.ownership import Ownership
from workbench.law.ownership_parts import Check, Leader, Member, Milestone, Plan
from workbench.law.ownership_turns import assigned
from workbench.terms import OwnershipSource, TeamRole

ASSIGNED = date(2026, 1, 5)
TOWN, BUREAU, CITY = "430682102", "430682ZJ", "430682"
PAPER = Evidence("补偿款收据", date(2026, 1, 5), "a" * 64)


def leader(since=ASSIGNED, name="李副市长", account="leader"):
    return Leader(name, "副市长", CITY, account, since)


def member(unit=TOWN, role=TeamRole.LEAD, person="张镇长", post="镇长"):
    return Member(role, unit, person, post, ASSIGNED)


def owned(team=(), **changed):
    facts = dict(
        id=7,
        ownership_no="BA-A-1",
        case_no="A",
        source=OwnershipSource.SCREENING,
        assigned_on=ASSIGNED,
        asked="征地补偿款未付",
        settles="补偿款付清并公示",
        leaders=(leader(),),
        team=team,
    )
    return assigned(Ownership(**{**facts, **changed}))


def plan(on=ASSIGNED, author="clerk", why=None):
    return Plan(author, on, "核实面积，筹措资金", "《土地管理法》第四十八条", why=why)


def promise(key, due_on, words="付清"):
    return Milestone(1, key, words, due_on)


def planned(*dues, on=ASSIGNED):
    """Return an ownership with a signed plan whose milestones fall due on these days."""
    drafted = owned((member(),)).drafted(plan(on), [promise(key, due) for key, due in enumerate(dues, 1)])
    return drafted.signed_off("leader", "李副市长", on)


def revised(ownership, on, *milestones, by="supervisor"):
    """Return it with another signed version of the plan, approved by the head of the city."""
    return ownership.drafted(plan(on, why="资金晚到"), milestones).signed_off(by, "王书记", on)


def check(on, *, confirmed=True, account="supervisor", unit="430682XF"):
    return Check(on, account, unit, "督查员", confirmed, "走访三户，款已到账")
