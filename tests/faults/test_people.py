"""Two at once, a line that is cut, a site that is killed, a clock that jumps. ``make soak`` takes longer."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, make_register
from tests.faults.test_storage import attack
from workbench.app import Workbench


def test_of_eight_who_want_the_same_one_gets_it_and_the_naive_control_fails(either_bench):
    told = attack("contended", either_bench.config.database, either_bench.config.home, 2)

    assert told["faults"] == []
    assert (told["tried"], told["acts"], told["struck"]) == (80, 24, 2)


@pytest.mark.postgres
def test_wherever_the_line_to_the_server_is_cut_nothing_is_lost_or_half_there(prepared_postgres, request):
    server = request.getfixturevalue("postgres_server")
    with server.database(template="prepared") as address:
        told = attack("cut", address, prepared_postgres, 1_500)

    assert told["faults"] == []
    assert told["struck"] >= 4


@pytest.mark.postgres
def test_wherever_the_line_to_the_server_stalls_the_act_ends_in_a_sentence(prepared_postgres, request):
    server = request.getfixturevalue("postgres_server")
    with server.database(template="prepared") as address:
        told = attack("cut", address, prepared_postgres, 20_000, "stall")

    assert told["faults"] == []
    assert told["struck"] >= 2


def test_a_site_that_is_killed_loses_nothing_that_was_confirmed(home):
    told = attack("site_killed", home, 1, 3)

    assert told["faults"] == [] and told["acts"] > 0


def test_a_clock_that_jumps_twenty_times_changes_no_order(either_bench):
    chance, moments = random.Random(5), []
    clock = [NOW]
    bench = Workbench(either_bench.config, clock=lambda: clock[0])
    for _ in range(20):
        clock[0] = NOW + timedelta(days=chance.randrange(-9_000, 9_000), seconds=chance.randrange(86_400))
        moments.append(clock[0])
        bench.perform(make_register(), actor=CLERK)

    with bench.reading() as session:
        told = (
            session.execute(text("SELECT utc FROM ledger_entry ORDER BY seq DESC LIMIT 20")).scalars().all()
        )
    assert told[::-1] == [moment.isoformat(timespec="milliseconds") for moment in moments]
    assert bench.verify_ledger().is_sound
    bench.close()
