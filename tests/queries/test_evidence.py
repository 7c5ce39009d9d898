"""The originals of evidence are read back as they were kept, or not at all."""

from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import update

from tests.factories import CLERK
from workbench.acts.base import Actor
from workbench.acts.evidence import keep
from workbench.queries.evidence import EvidenceNotKeptError, KeptFile, kept_files, kept_on, original
from workbench.records.evidence import EvidenceFile
from workbench.terms import Role

PAID = keep("收据.pdf", b"paid")
PHOTO = keep("照片.jpg", b"photo")


def test_an_original_comes_back_with_its_name_and_every_byte(either_bench):
    either_bench.perform(PAID, PHOTO, actor=CLERK)

    assert either_bench.ask(original, PAID.sha256) == (KeptFile(PAID.sha256, "收据.pdf", 4), b"paid")


def test_names_are_told_of_those_that_are_kept_and_of_no_other(either_bench):
    either_bench.perform(PAID, PHOTO, actor=CLERK)

    found = either_bench.ask(kept_files, [PHOTO.sha256, "0" * 64])

    assert found == {PHOTO.sha256: KeptFile(PHOTO.sha256, "照片.jpg", 5)}


def test_what_an_account_kept_on_a_day_is_found_again_the_last_one_first(either_bench):
    either_bench.perform(PAID, PHOTO, PAID, actor=CLERK)
    either_bench.perform(keep("别人的.pdf", b"other"), actor=Actor("other", Role.CLERK))

    found = either_bench.ask(kept_on, CLERK.id, date(2026, 3, 31))
    assert [one.file_name for one in found] == ["照片.jpg", "收据.pdf"]
    assert either_bench.ask(kept_on, CLERK.id, date(2026, 3, 30)) == ()


def test_what_was_never_kept_is_refused(bench):
    with pytest.raises(EvidenceNotKeptError, match="没有保存"):
        bench.ask(original, sha256(b"never").hexdigest())


def test_an_altered_original_is_not_given_out(bench):
    bench.perform(PAID, actor=CLERK)
    with bench.transaction() as session:
        session.execute(update(EvidenceFile).values(content=b"pain"))

    with pytest.raises(EvidenceNotKeptError, match="校验值不符"):
        bench.ask(original, PAID.sha256)
