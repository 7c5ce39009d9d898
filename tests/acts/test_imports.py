"""An import is a batch with its original; the same file is never imported twice."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from tests.factories import CLERK, make_register
from workbench.acts.apply import AlreadyImportedError
from workbench.acts.book import UnknownBatchError
from workbench.acts.intake import RecordBatch, RecordRefusal
from workbench.records.batches import ImportBatch, ImportFile, ImportRefusal
from workbench.records.petitions import PetitionCase

CONTENT = b"the original bytes"
BATCH = RecordBatch("2026-03-31-1", sha256(CONTENT).hexdigest(), "留言", 2, 1, "留言.xlsx", CONTENT)


def test_registrations_belong_to_their_batch(either_bench):
    either_bench.perform(BATCH, make_register(case_no="A", batch=BATCH.batch), actor=CLERK)

    with either_bench.reading() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert session.scalars(select(PetitionCase.batch_id)).one() == batch.id
        assert session.scalars(select(ImportFile.content)).one() == CONTENT
        assert (batch.rows_read, batch.rows_imported) == (2, 1)


def test_the_same_file_is_imported_once(either_bench):
    either_bench.perform(BATCH, actor=CLERK)

    again = RecordBatch("2026-03-31-2", BATCH.sha256, "留言", 2, 1, "改了名.xlsx", CONTENT)
    with pytest.raises(AlreadyImportedError, match="批次2026-03-31-1"):
        either_bench.perform(again, actor=CLERK)


def test_a_batch_is_recorded_before_what_names_it(bench):
    with pytest.raises(UnknownBatchError, match="请先记录导入批次"):
        bench.perform(make_register(batch="没有"), actor=CLERK)


def test_a_refusal_is_kept_without_the_rows(bench):
    bench.perform(RecordRefusal("0" * 64, "拒.xlsx", (("charter", 3),)), actor=CLERK)

    with bench.reading() as session:
        assert session.scalars(select(ImportRefusal.reasons)).one() == '[["charter", 3]]'
    assert bench.verify_ledger().is_sound
