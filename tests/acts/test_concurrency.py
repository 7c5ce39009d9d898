"""Two people at once, and a process that dies: nothing is lost, nothing is half done."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date

import pytest
from sqlalchemy import text

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.law.lifecycle import NotAllowedError
from workbench.records.base import StaleError
from workbench.terms import Step

WRITERS, ACTS = 6, 10


def at_once(*jobs):
    """Run the jobs at the same moment; return what each returned or raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        barrier.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_six_writers_wait_for_each_other_and_none_is_turned_away(either_bench, reopen):
    benches = [reopen(either_bench) for _ in range(WRITERS)]
    before = either_bench.ledger_size()

    def write(bench):
        return [bench.perform(make_register(), actor=CLERK) for _ in range(ACTS)]

    results = at_once(*(lambda bench=bench: write(bench) for bench in benches))

    assert not [result for result in results if isinstance(result, Exception)]
    positions = sorted(seq for result in results for (seq,) in result)
    assert positions == list(range(before + 1, before + 1 + WRITERS * ACTS))
    assert either_bench.verify_ledger().is_sound


def test_of_two_officers_with_the_same_page_one_is_told(either_bench, reopen):
    for round_number in range(5):
        case_no = f"R{round_number}"
        either_bench.perform(make_register(case_no=case_no), actor=CLERK)
        towns = {TOWN: reopen(either_bench), OTHER_TOWN: reopen(either_bench)}

        def transfer(bench, town, case_no=case_no):
            step = make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=town)
            return bench.perform(step, actor=CLERK, seen=1)

        results = at_once(*(lambda t=t, b=b: transfer(b, t) for t, b in towns.items()))

        refused = [result for result in results if isinstance(result, Exception)]
        assert len(refused) == 1 and isinstance(refused[0], StaleError)
    assert either_bench.verify_ledger().is_sound


def test_a_matter_is_accepted_once(either_bench, reopen):
    either_bench.perform(
        make_register(case_no="A"),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    accept = make_take("A", Step.ACCEPT, date(2026, 1, 20), unit=TOWN)
    benches = [reopen(either_bench) for _ in range(4)]

    results = at_once(*(lambda b=b: b.perform(accept, actor=CLERK) for b in benches))

    assert sum(isinstance(result, NotAllowedError) for result in results) == 3
    assert sum(isinstance(result, tuple) for result in results) == 1


def test_readers_go_on_while_somebody_writes(bench, reopen):
    reader = reopen(bench)
    with bench.desk(CLERK) as desk:
        desk.perform(make_register())
        desk.flush()
        before = reader.ledger_size()
        assert before == desk.size - 1
    assert reader.ledger_size() == before + 1


def test_an_error_in_the_middle_leaves_nothing(either_bench):
    before = either_bench.ledger_size()

    with pytest.raises(KeyboardInterrupt), either_bench.desk(CLERK) as desk:
        desk.perform(make_register())
        desk.flush()
        raise KeyboardInterrupt

    assert either_bench.ledger_size() == before
    assert either_bench.verify_ledger().is_sound


KILLED = """
import sys
from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.config import Config
from pathlib import Path

bench = Workbench(Config(sys.argv[1], Path(sys.argv[2])))
while True:
    with bench.desk(CLERK) as desk:
        for _ in range(3):
            desk.perform(make_register(case_no=f"{desk.size:06}"))
            desk.flush()
    sys.stdout.write(f"{desk.size}\\n")
    sys.stdout.flush()
"""


def test_a_killed_process_leaves_whole_transactions_and_loses_none_it_confirmed(bench):
    for moment in (0.013, 0.057):
        arguments = [sys.executable, "-c", KILLED, bench.config.database, str(bench.config.home)]
        child = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=os.getcwd())
        child.stdout.readline()  # one transaction is confirmed
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        told = [line for line in child.stdout.read().split() if line]
        child.wait()

        size = bench.ledger_size()
        assert not told or size >= int(told[-1])
        with bench.engine.connect() as connection:
            cases = connection.execute(text("SELECT count(*) FROM petition_case")).scalar()
        assert cases % 3 == 0 and cases > 0
    assert bench.verify_ledger().is_sound
