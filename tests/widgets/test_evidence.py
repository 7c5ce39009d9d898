"""Evidence on a screen: kept as soon as it is uploaded, offered to the form, given back on request."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from widgets.evidence import EvidenceUpload, evidence_download
from widgets.parts.form import Form
from widgets.parts.upload import UploadedFile
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.queries.evidence import KeptFile, kept_files
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.app import Workbench

TODAY = date(2026, 3, 31)
CONTENT = b"%PDF-1.7 paid"
DIGEST = sha256(CONTENT).hexdigest()
HANDLER = Viewer("handler", "承办人", Role.HANDLER, "430682102")


@pytest.fixture
def arrive(tmp_path):
    """Let a file arrive as the page's upload does when it is complete."""

    def arrived(upload: EvidenceUpload, name: str = "补偿款收据.pdf", content: bytes = CONTENT) -> None:
        path = tmp_path / "arrived"
        path.write_bytes(content)
        upload.upload.on_file(UploadedFile(name, path, len(content), sha256(content).hexdigest()))

    return arrived


def test_a_file_is_kept_in_the_ledger_as_soon_as_it_is_here(bench: Workbench, arrive) -> None:
    heard: list[KeptFile] = []
    upload = EvidenceUpload(bench, HANDLER, on_kept=heard.append)

    arrive(upload)

    assert upload.kept == (KeptFile(DIGEST, "补偿款收据.pdf", len(CONTENT)),) == tuple(heard)
    assert bench.ask(kept_files, [DIGEST])[DIGEST] == upload.kept[0]
    assert bench.verify_ledger().is_sound


def test_a_form_offers_the_original_once_it_is_kept(bench: Workbench, arrive) -> None:
    upload = EvidenceUpload(bench, HANDLER)
    form = Form(upload.fields(TODAY), print, label="节点完成", button="记入台账")
    upload.join(form)
    assert "evidence.sha256" in form.read({}).errors

    arrive(upload)

    original, title, _ = form.shape
    assert (original["initial"], title["initial"]) == (DIGEST, "补偿款收据")
    given = form.read(
        {"evidence.sha256": DIGEST, "evidence.title": "收据", "evidence.dated_on": "2026-03-30"}
    )
    assert not given.errors and given.text("evidence.sha256") == DIGEST


def test_what_was_kept_before_the_page_was_loaded_again_is_offered_again(bench: Workbench, arrive) -> None:
    arrive(EvidenceUpload(bench, HANDLER))

    again = EvidenceUpload(bench, HANDLER)
    form = Form(again.fields(TODAY), print, label="节点完成", button="记入台账")
    again.join(form)
    assert form.shape[0]["initial"] == "" and "evidence.sha256" in form.read({}).errors
    assert form.read({"evidence.sha256": DIGEST}).text("evidence.sha256") == DIGEST
    assert "不必再传" in again.children[1].value

    arrive(again)
    assert [one["code"] for one in form.shape[0]["choices"]] == [DIGEST]
    other = EvidenceUpload(bench, Viewer("other", "别人", Role.HANDLER, "430682102"))
    assert other.fields(TODAY)[0].choices == ()


def test_the_same_file_twice_is_offered_once(bench: Workbench, arrive) -> None:
    upload = EvidenceUpload(bench, HANDLER)

    arrive(upload)
    arrive(upload)

    assert [one.sha256 for one in upload.kept] == [DIGEST]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISPLAY, Role.ADMINISTRATOR])
def test_who_records_nothing_keeps_nothing(bench: Workbench, arrive, role: Role) -> None:
    upload = EvidenceUpload(bench, Viewer("somebody", "某人", role))

    with pytest.raises(NotPermittedError):
        arrive(upload)
    assert upload.kept == () and bench.ask(kept_files, [DIGEST]) == {}


def test_a_button_says_what_a_material_is_called_and_never_the_name_of_its_file(
    bench: Workbench, arrive
) -> None:
    upload = EvidenceUpload(bench, HANDLER)
    arrive(upload)
    (file,) = upload.kept

    assert evidence_download(bench, HANDLER, file, title="王某某的收据").label == "下载 王某某的收据"
    assert evidence_download(bench, HANDLER, file).label == f"下载 PDF 原件（{len(CONTENT)} 字节）"


def test_a_kept_original_is_given_back_to_who_may_see_cases(bench: Workbench, arrive) -> None:
    upload = EvidenceUpload(bench, HANDLER)
    arrive(upload)
    (file,) = upload.kept

    saved = evidence_download(bench, Viewer("auditor", "审计", Role.AUDITOR), file).make()

    assert (saved.name, saved.content) == ("补偿款收据.pdf", CONTENT)
    with pytest.raises(NotPermittedError):
        evidence_download(bench, Viewer("wall", "大屏", Role.DISPLAY), file).make()
