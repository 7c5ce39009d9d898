"""The root code in the footer of a screen is the one of the ledger, on both engines."""

from tests.factories import CLERK, make_register


def test_the_root_code_is_the_one_that_verification_finds(either_bench):
    either_bench.perform(make_register(), actor=CLERK)
    size = either_bench.ledger_size()

    assert either_bench.ledger_root(size) == either_bench.verify_ledger().root


def test_a_ledger_that_has_grown_gives_no_root_for_what_was_before(either_bench):
    size = either_bench.ledger_size()
    before = either_bench.ledger_root(size)
    either_bench.perform(make_register(), actor=CLERK)

    assert either_bench.ledger_root(size) == ""
    assert either_bench.ledger_root(size + 1) not in ("", before)
