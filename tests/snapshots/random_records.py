"""Records made of dice: every column of a step may say anything the tables allow, law or no law.

The fold must not depend on what a lawful course looks like, for a correction or an import may leave others.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine

from workbench.law.limits import limits
from workbench.law.topics import topic_tree
from workbench.records.tables import metadata
from workbench.terms import (
    CaseState,
    Channel,
    DeadlineState,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
)

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2025, 12, 31)
UNITS = ("430682XF", "430682101", "430682D01", "unheard-of")
NAMES = ("张大山", "大山", "李四", "欧阳小明", "王")
TITLES = (
    None,
    "",
    "反映路灯",
    "张大山反映大山的事",
    "电话13712345678",
    "身份证430682198001010010",
    '"引号",逗号\n换行',
)


def write_records(path: Path, count: int, seed: int) -> None:
    """Write ``count`` matters made of the dice ``seed`` into a new SQLite file."""
    dice = random.Random(seed)
    path.write_bytes(_empty())
    link = sqlite3.connect(path)
    link.execute("pragma synchronous = off")
    link.executemany(
        "insert into unit (code, kind, is_editable, version) values (?, 'town', 0, 1)",
        [(code,) for code in UNITS[:3]],
    )
    link.executemany(
        "insert into unit_version (unit_code, number, name, recorded) values (?, 1, ?, 1)",
        [(code, f"单位{code[-3:]}") for code in UNITS[:3]],
    )
    link.execute("insert into import_batch values (1, '批次一', 'm', 1, 1)")
    link.execute("insert into ledger_head values (1, 0, x'')")
    # The rules of the tables are not what is tried here: dice may break them.
    link.execute("pragma ignore_check_constraints = on")
    for number in range(1, count + 1):
        _write_matter(link, dice, number * 1_000)
    _write_links(link, dice, count)
    link.commit()
    link.close()


@cache
def _empty() -> bytes:
    link = sqlite3.connect(":memory:")
    engine = create_engine("sqlite://", creator=lambda: link)
    metadata.create_all(engine)
    return link.serialize()


def _write_matter(link: sqlite3.Connection, dice: random.Random, case: int) -> None:
    start = _day(dice)
    topics = [one.code for group in topic_tree().groups for one in group.topics]
    _insert(
        link,
        "petition_case",
        id=case,
        case_no=f"XF-{case}",
        topic=dice.choice((None, "自定", dice.choice(topics), topics[0][:2])),
        purpose=dice.choice((None, *(one.value for one in Purpose))),
        petition_class=_maybe(dice, PetitionClass),
        channel="letter",
        received_on=start,
        registered_on=start,
        state="registered",
        assumed=dice.choice((None, "channel,people")),
        held=dice.choice((None, None, None, 1)),
        cause_unit=dice.choice((None, *UNITS)),
        external_no=dice.choice((None, "外部,1")),
        batch_id=dice.choice((None, 1)),
        version=1,
    )
    kinds = [Step.REGISTER, *(dice.choice(list(Step)) for _ in range(dice.randrange(12)))]
    petitions = 0
    for number, kind in enumerate(kinds, 1):
        day = start if number == 1 else _day(dice)
        identity = case + number
        channel, people = dice.choice(list(Channel)).value, dice.choice((1, 3, 12))
        _insert(
            link,
            "step",
            id=identity,
            case_id=case,
            number=number,
            kind=kind.value,
            happened_on=day,
            happened_at=dice.choice((None, "08:15:00", "23:59:00")),
            unit=dice.choice((None, *UNITS)),
            to_unit=dice.choice((None, *UNITS)),
            received_on=dice.choice((None, _earlier(day))),
            received_at=dice.choice((None, "00:00:00", "17:30:00")),
            channel=channel if kind in (Step.REGISTER, Step.REPEAT) else dice.choice((None, channel)),
            people=people if kind in (Step.REGISTER, Step.REPEAT) else dice.choice((None, people)),
            petition_class=_maybe(dice, PetitionClass),
            path=_maybe(dice, StatutoryChannel),
            procedure=_maybe(dice, Procedure),
            outcome=_maybe(dice, Outcome),
            satisfaction=_maybe(dice, Satisfaction),
            asked_by=_maybe(dice, RatingAsker),
            actor="x",
            role="clerk",
        )
        if kind in (Step.REGISTER, Step.REPEAT):
            petitions += 1
            _write_petition(link, dice, case, identity, petitions, number, day, channel, people)
    _write_standings(link, dice, case, start)
    _write_obligations(link, dice, case)


def _write_links(link: sqlite3.Connection, dice: random.Random, count: int) -> None:
    """Link most matters to some later ones, with decisions that may go back and forth."""
    for number in range(1, count):
        for later in sorted(set(dice.sample(range(number + 1, count + 1), min(count - number, 5)))):
            if dice.random() < 0.3:
                continue
            identity = number * 1_000_000 + later
            pair = {"earlier": f"XF-{number * 1_000}", "later": f"XF-{later * 1_000}"}
            _insert(
                link,
                "matter_link",
                id=identity,
                link_no="~".join(pair.values()),
                **pair,
                relation="after_reply",
                likeness=50,
                same_place=0,
                same_unit=0,
                same_topic=0,
                days_between=1,
                version=1,
            )
            for at, day in enumerate(sorted(_day(dice) for _ in range(dice.randrange(4))), 1):
                verdict = dice.choice(("confirmed", "confirmed", "rejected", "split"))
                _insert(
                    link,
                    "matter_link_decision",
                    link_id=identity,
                    number=at,
                    on=day,
                    verdict=verdict,
                    account="x",
                )
            if dice.random() < 0.1:
                link.execute("update petition_case set held = 1 where case_no = ?", (pair["later"],))


def _write_petition(
    link: sqlite3.Connection,
    dice: random.Random,
    case: int,
    identity: int,
    number: int,
    step: int,
    day: str,
    channel: str,
    people: int,
) -> None:
    _insert(
        link,
        "petition",
        id=identity,
        case_id=case,
        number=number,
        step_number=step,
        channel=channel,
        received_on=day,
        registered_on=day,
        people=people,
    )
    _insert(
        link, "petition_text", petition_id=identity, title=dice.choice(TITLES), narrative=dice.choice(NAMES)
    )
    for place in range(dice.randrange(3)):
        _insert(
            link,
            "petitioner",
            petition_id=identity,
            number=place + 1,
            name=dice.choice((None, *NAMES)),
            id_kind="resident",
        )


def _write_standings(link: sqlite3.Connection, dice: random.Random, case: int, start: str) -> None:
    days = sorted({start, *(_day(dice) for _ in range(dice.randrange(4)))})
    days = [day for day in days if day >= start]
    for number, day in enumerate(days, 1):
        until = days[number] if number < len(days) else None
        state = dice.choice(list(CaseState)).value
        _insert(
            link,
            "standing",
            case_id=case,
            number=number,
            state=state,
            since=day,
            until=until,
            step_number=1,
        )


def _write_obligations(link: sqlite3.Connection, dice: random.Random, case: int) -> None:
    rules = sorted({limit.rule_id for limit in limits()})
    for rule in dice.sample(rules, dice.randrange(5)):
        for round_ in range(1, dice.choice((2, 2, 3, 12))):
            arises = _day(dice)
            _insert(
                link,
                "obligation",
                case_id=case,
                rule_id=rule,
                round=round_,
                unit=dice.choice((None, *UNITS)),
                started_by=1,
                arises_on=arises,
                met_on=dice.choice((None, _day(dice))),
                ended_on=dice.choice((None, None, None, _day(dice))),
            )
            since = sorted({arises, *(_day(dice) for _ in range(dice.randrange(3)))})
            for number, day in enumerate(since, 1):
                due = dice.choice((None, _day(dice)))
                why = (DeadlineState.ENDED_LATE,) if due else DeadlineState
                kind = dice.choice((None, *(one.value for one in why)))
                _insert(
                    link,
                    "due_version",
                    case_id=case,
                    rule_id=rule,
                    round=round_,
                    number=number,
                    since=day,
                    until=since[number] if number < len(since) else None,
                    start_on=dice.choice((None, day)),
                    due_strict=dice.choice((None, due, _day(dice))),
                    due_rolled=due,
                    kind=kind if dice.random() < 0.9 else DeadlineState.UNKNOWN.value,
                    calendar_version="v",
                )


def _insert(link: sqlite3.Connection, table: str, **row: object) -> None:
    columns, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    link.execute(f"insert into {table} ({columns}) values ({places})", list(row.values()))


def _maybe(dice: random.Random, terms: Sequence[object] | type) -> object:
    return dice.choice((None, *(str(term) for term in terms)))  # type: ignore[union-attr]


def _day(dice: random.Random) -> str:
    return (FIRST_DAY + timedelta(dice.randrange((LAST_DAY - FIRST_DAY).days))).isoformat()


def _earlier(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(2)).isoformat()
