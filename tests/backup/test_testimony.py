"""Where the machine is lost with all its checkpoints, paper and witnesses still hold an older copy."""

import pytest

from tests.backup.places import opened, restored
from tests.factories import CLERK, OFFICE, make_register
from workbench.access.actor import Actor
from workbench.acts.restoring import RestoreError
from workbench.backup.make import make_backup
from workbench.backup.manifest import BackupError
from workbench.ledger.checkpoint import CheckpointError
from workbench.ledger.witness import Witness
from workbench.terms import Role


@pytest.fixture
def lost(bench, private, target):
    """A backup, older than what was printed and given to another office; the machine is gone."""
    good = make_backup(bench, target)
    bench.perform(make_register(), make_register(), actor=CLERK)
    return bench, target / good.file, private


def test_a_newer_code_on_paper_holds_the_copy_until_two_people_know(lost, target, tmp_path):
    bench, file, private = lost
    printed = bench.anchors.checkpoint().checkpoint

    done = restored(bench, file, private, tmp_path, paper=(printed.size, printed.code.lower()), replay=False)

    assert (done.known_size, done.missing) == (printed.size, 2)
    copy = opened(done)
    with pytest.raises(RestoreError, match="两个人"):
        copy.perform(make_register(), actor=CLERK)
    with pytest.raises(RestoreError):
        copy.anchors.checkpoint()
    assert printed.code in {fault.code for fault in copy.anchors.faults()}
    with copy.desk(Actor("one", Role.SUPERVISOR, OFFICE), restoring=True) as desk:
        act = copy.anchors.acknowledgement(desk.connection, "one", "two", "机器全部损坏")
        desk.perform(act, now=copy.now())
    assert (act.codes, act.known_size) == ((printed.code,), printed.size)
    copy.perform(make_register(), actor=CLERK)
    assert copy.verify_ledger().is_sound
    make_backup(copy, target / "later")  # what was acknowledged does not spoil the next backup
    copy.close()


def test_a_witness_file_holds_the_copy_as_well_and_goes_into_the_next_restore(lost, tmp_path):
    bench, file, private = lost
    witness = bench.anchors.witness()

    done = restored(bench, file, private, tmp_path, witness=witness, replay=False)

    assert done.missing == 2
    copy = opened(done)
    with pytest.raises(RestoreError):
        copy.perform(make_register(), actor=CLERK)
    again = restored(
        bench, file, private, tmp_path / "again", known=copy.anchors.notes, replay=False
    )  # the copy is lost in turn
    assert again.missing == 2
    copy.close()


def test_a_witness_that_the_backup_contradicts_leaves_nothing(lost, tmp_path):
    bench, file, private = lost
    told = bench.anchors.checkpoint()
    other = Witness("petition-workbench/0000000000000000+ab+cd", ((told.made, told.note),))
    with pytest.raises((BackupError, CheckpointError)):
        restored(bench, file, private, tmp_path, witness=other, replay=False)
    assert not (tmp_path / "new").exists()


def test_paper_that_is_no_code_is_told_before_anything_is_restored(lost, tmp_path):
    bench, file, private = lost
    with pytest.raises(CheckpointError, match="20个字符"):
        restored(bench, file, private, tmp_path, paper=(9_999, "ABC"))
    assert not (tmp_path / "new").exists()
