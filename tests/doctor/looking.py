"""What tests of the doctor share: the codes of what is not well, and a workbench that is kept."""

from workbench.backup.kept import note
from workbench.doctor.look import examine
from workbench.ledger.outcomes import Reach, note_look
from workbench.records.naming import name_within
from workbench.terms import Health


def codes(bench, **options):
    return {one.code for one in examine(bench, **options) if one.health is not Health.FINE}


def well(bench):
    """What a kept workbench has: a checkpoint, a replay and a backup."""
    bench.anchors.checkpoint()
    (bench.config.home / "backup.pub").write_text("age1")
    (bench.config.home / "backup.pub").chmod(0o600)
    note(bench.config.home, "good", bench.now(), folder=str(bench.config.home), ledger_size=1, code="A")
    name = name_within(bench.config.database, bench.config.home)
    note_look(bench.config.home, name, bench.now(), Reach.REPLAY, 1, [])
