"""What somebody sees of a workbench, and what he is told of what he does not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, insert, select

from workbench.access.policy import policy
from workbench.access.sight import read_sight
from workbench.access.viewer import Viewer
from workbench.acts.base import Act
from workbench.app import Workbench
from workbench.records.petitions import AccusedLink, PetitionCase
from workbench.records.tables import metadata

TODAY = date(2026, 3, 31)
ACCUSED = "430682105"  # the unit that the matter A, with all that rests on it, is about


def accuse(bench: Workbench, case_no: str, unit: str) -> None:
    with bench.transaction() as session:
        case_id = session.scalar(select(PetitionCase.id).where(PetitionCase.case_no == case_no))
        session.execute(insert(AccusedLink).values(case_id=case_id, unit_code=unit))


def rows(bench: Workbench, table: str) -> int:
    with bench.reading() as session:
        return session.scalar(select(func.count()).select_from(metadata.tables[table])) or 0


def seen(bench: Workbench, viewer: Viewer) -> list[str]:
    return [str(no) for (no,) in bench.seen_by(viewer).snapshot().rows("select case_no from case_fact")]


def said(bench: Workbench, viewer: Viewer, *acts: Act) -> tuple[type[Exception], str]:
    with pytest.raises(ValueError) as caught:
        bench.seen_by(viewer).perform(*acts, actor=viewer.actor)
    return type(caught.value), str(caught.value)


def own_of(world: Workbench, viewer: Viewer, *own: str, on: date = TODAY, ended: str = "") -> set[str]:
    rules = policy()
    only = replace(rules, own={viewer.role: own}, cells=rules.cells)
    with world.reading() as session:
        ask = lambda sql: session.connection().exec_driver_sql(sql).all()  # noqa: E731
        if ended:  # rolled back with the session
            for one in ended.format(f"'{TODAY}'").split(";"):
                session.connection().exec_driver_sql(one)
        chosen = read_sight(ask, viewer, on, only).own
        assert chosen is not None
        return {str(no) for (no,) in ask(f"SELECT case_no FROM petition_case WHERE id IN ({chosen})")}
