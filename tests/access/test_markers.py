"""Planted markers: no name, number or text that is to be masked comes out anywhere, in whatever packing."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import ipywidgets as ipw
import pytest

from tests.architecture.sources import ROOT
from tests.conftest import NOW
from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from tests.interfaced import tell_interface
from tests.lived_in import live_in
from tests.markers import found_in
from tests.screens import OPENERS, _lines, tell_screen
from widgets.parts.download import Download
from widgets.parts.values import FileToSave
from workbench.access.viewer import Viewer
from workbench.acts.handling import DocumentDraft, Person
from workbench.app import Workbench
from workbench.briefings.files import files_of
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.spans import Span
from workbench.config import Config
from workbench.documents.rendering import FORMATS, render
from workbench.incidents import record_incident
from workbench.letters.make import letter_of, write
from workbench.queries.case_page import CaseNotFoundError
from workbench.terms import DocumentKind, IssuedKind, PetitionClass, Role, Step

MARK = "欧阳墨痕"
PERSON = {"name": "司马青简", "phone": "13955510001", "address": "桃花源记路十九号"}
ID_NUMBER = "11010519491231002X"
ACCUSATION = {"title": "贪墨七号工程款", "narrative": "夜半分银三百万两", "note": "线索转第九组核查"}
DOCUMENT = {"title": "关于沧浪亭的移送函", "text": "经查沧浪亭账册不实"}
NEVER = {*PERSON.values(), ID_NUMBER, *ACCUSATION.values(), *DOCUMENT.values()}  # to nobody, masked or secret
MASKED_PHONE = "139****0001"  # on the page of the matter, to those who have to reach the person
SHOWN_TO_FEW, SHOWN_TO_MOST = (
    f"司某某（{phone}，证件 ****2X）" for phone in (f"电话 {MASKED_PHONE}", "电话不显示")
)
NOWHERE = {*NEVER, MASKED_PHONE}  # in no file, no paper, no briefing, to whomever
TEXT = "湖心亭看雪处漏水"  # of a claim: to those who read matters, never to those who count
VIEWERS = [
    Viewer("s.one", "某", Role.SUPERVISOR, OFFICE),
    Viewer("h.one", "某", Role.HANDLER, TOWN),
    Viewer("a.one", "某", Role.AUDITOR),
    Viewer("d.one", "某", Role.DISPLAY),
    Viewer("c.one", "某", Role.CLERK, OFFICE),
    Viewer("l.one", "某", Role.LEADER, TOWN),
    Viewer("r.one", "某", Role.REVIEWER, OFFICE),
    Viewer("n.one", "某", Role.ANALYST),
    Viewer("i.one", "某", Role.IMPORTER, OFFICE),
    Viewer("m.one", "某", Role.ADMINISTRATOR),
]


def _zip(**members: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as parts:
        for name, content in members.items():
            parts.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def _png(kind: bytes, content: bytes) -> bytes:
    chunk = len(content).to_bytes(4, "big") + kind + content + bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk


def _pdf() -> bytes:
    from pypdf import PdfWriter

    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": MARK})
    writer.write(made)
    return made.getvalue()


CONTAINERS = {
    "text": lambda: MARK.encode(),
    "utf-16": lambda: MARK.encode("utf-16"),
    "gb18030": lambda: MARK.encode("gb18030"),
    "json": lambda: json.dumps({"a": MARK}).encode(),
    "html": lambda: "".join(f"&#{ord(sign)};" for sign in MARK).encode(),
    "address": lambda: quote(f"?text={MARK}").encode(),
    "base64": lambda: b"data:;base64," + base64.b64encode(f"some more {MARK} text".encode()),
    "gzip": lambda: gzip.compress(MARK.encode()),
    "xlsx": lambda: _zip(xl__sharedStrings_xml=f"<si><t>{escape(MARK)}</t></si>"),
    "docx": lambda: _zip(word__document_xml=f"<w:t>{MARK[:2]}</w:t></w:r><w:r><w:t>{MARK[2:]}</w:t>"),
    "name in an archive": lambda: _zip(**{f"{MARK}.txt": ""}),
    "svg": lambda: f"<svg><!-- {MARK} --><path d='M0'/></svg>".encode(),
    "png": lambda: _png(b"zTXt", b"Title\0\0" + zlib.compress(MARK.encode())),
    "pdf metadata": _pdf,
    "notebook": lambda: json.dumps({"data": {"x": base64.b64encode(MARK.encode() * 4).decode()}}).encode(),
    "workbook in a message": lambda: b'{"file": "' + base64.b64encode(CONTAINERS["xlsx"]()) + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CONTAINERS))
def test_the_scan_finds_a_marker_in_every_kind_of_container(kind: str):
    assert found_in(CONTAINERS[kind](), [MARK]) == {MARK}
    assert found_in(CONTAINERS[kind](), ["上官无痕"]) == set()


@pytest.fixture(scope="module")
def planted(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    home = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("markers") / "home"))
    address = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    bench = Workbench(Config(address, home), clock=lambda: NOW)
    live_in(bench)
    person = Person(**PERSON, id_number=ID_NUMBER)
    on = NOW.date().replace(day=2)
    paper = DocumentDraft(DocumentKind.TRANSFER_LETTER, DOCUMENT["title"], "9号", on, DOCUMENT["text"])
    told = f"{TEXT}，{PERSON['name']}（{PERSON['phone']}，身份证{ID_NUMBER}）"
    kinds = {"petition_class": PetitionClass.ACCUSATION, "path": None, "accused_unit": DEPARTMENT}
    bench.perform(
        make_register(case_no="SHOWN", on=on, title=f"{TEXT}一事", narrative=told, persons=(person,)),
        make_take("SHOWN", Step.TRANSFER, on, unit=OFFICE, to_unit=TOWN, note=f"请联系{PERSON['name']}"),
        make_register(
            case_no="SECRET",
            on=on,
            title=ACCUSATION["title"],
            narrative=ACCUSATION["narrative"],
            persons=(person,),
            **kinds,
        ),
        make_take(
            "SECRET",
            Step.TRANSFER,
            on,
            unit=OFFICE,
            to_unit=TOWN,
            note=ACCUSATION["note"],
            documents=(paper,),
        ),
        actor=CLERK,
    )
    yield bench
    bench.close()


@pytest.mark.parametrize("kind", sorted(CONTAINERS))
def test_a_marker_in_a_file_that_a_page_offers_is_found_in_whatever_it_is_packed(kind: str):
    """The control of the next one: it looks into the bytes, not into what is left of them as text."""
    raw: dict[str, bytes] = {}
    offered = FileToSave("a.bin", CONTAINERS[kind](), "application/octet-stream")

    list(_lines(ipw.VBox([Download("下载", lambda: offered), ipw.Image(value=CONTAINERS[kind]())]), raw))

    assert [found_in(content, [MARK]) for content in raw.values()] == [{MARK}] * 2


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.role.value)
def test_no_marker_comes_out_of_any_screen_or_of_any_file_it_offers(planted: Workbench, viewer: Viewer):
    addresses = [{}, {"case": "SHOWN"}, {"case": "SECRET"}, {"text": PERSON["phone"][:7]}]
    raw: dict[str, bytes] = {}
    told = {
        f"{app} {address}": tell_screen(planted, viewer, app, address, raw=raw)
        for app in OPENERS
        for address in (addresses if app == "case_review" else [{}])
    } | dict(tell_interface(planted, viewer, "SHOWN", "SECRET"))

    for screen, content in told.items():
        assert found_in(content, NEVER) == set(), screen
    for name, content in raw.items():
        assert found_in(name, NOWHERE) | found_in(content, NOWHERE) == set(), name
    with_phone = {screen for screen, content in told.items() if found_in(content, [MASKED_PHONE])}
    reaches = viewer.role in (Role.CLERK, Role.HANDLER)  # of the office, and of the unit that handles it
    assert with_phone == ({f"case_review {addresses[1]}"} if reaches else set())
    if viewer.role is Role.HANDLER:  # the control: it is told, and masked
        assert (
            found_in(told["interface matters.json"], [TEXT]) and "SECRET" not in told["interface matters.csv"]
        )
    reads = viewer.role not in (Role.DISPLAY, Role.ANALYST, Role.IMPORTER, Role.ADMINISTRATOR, Role.REVIEWER)
    assert any(found_in(content, [TEXT]) for content in told.values()) is reads


def test_a_masked_phone_is_for_the_unit_that_handles_the_matter_and_for_the_clerks_of_the_office(planted):
    """Every role in every place: what it is shown on the page, or that there is no such matter for it."""
    shown = set()
    for role in Role:
        for unit in (None, OFFICE, TOWN, DEPARTMENT):
            with suppress(CaseNotFoundError):
                page = planted.seen_by(Viewer("x", "某", role, unit)).case_page("SHOWN")
                people = set(page.petitions[0].people)
                assert people <= {SHOWN_TO_FEW} or people <= {SHOWN_TO_MOST}
                shown |= {(role, unit)} if SHOWN_TO_FEW in people else set()

    assert shown == {
        (Role.CLERK, None), (Role.CLERK, OFFICE), (Role.CLERK, TOWN), (Role.HANDLER, TOWN),
    }  # fmt: skip
    assert planted.case_page("SHOWN").petitions[0].people == (SHOWN_TO_MOST,)  # a notebook: nobody is known


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (IssuedKind.ACCEPTANCE_NOTICE, "SHOWN"),
        (IssuedKind.MINUTES, "2026-02"),
    ],
)
def test_no_marker_stands_in_a_paper_that_is_issued(planted: Workbench, kind: IssuedKind, subject: str):
    boss = VIEWERS[0]
    texts = {one.name: "某某" for one in letter_of(kind).passages if one.is_required}
    bench, more = planted.seen_by(boss), {"refused_term": lambda _text: None, "issued_on": NOW.date()}
    paper = replace(write(bench, boss, kind, subject, texts, **more).document, number="临信〔2026〕1号")

    for form, content in render(paper, FORMATS).items():
        assert found_in(content, NOWHERE) == set(), form
        assert found_in(content, ["临信"]), form  # the control


def test_no_marker_stands_in_a_briefing(planted: Workbench):
    made = make_briefing(planted, Asked(Span(IssuedKind.MONTHLY_BRIEFING, 2026, 3), as_of=NOW.date()))

    for name, content in files_of(made).items():
        assert found_in(content, NOWHERE) == set(), name


def test_no_marker_lies_in_a_file_beside_the_database(planted: Workbench):
    """Snapshots, kept answers, checkpoints: whatever is copied out of the records, and its name."""
    planted.snapshot().rows("select * from case_fact")
    planted.anchors.checkpoint()

    files = [path for path in planted.config.home.rglob("*") if path.is_file()]
    copies = [path for path in files if not path.name.startswith("workbench.sqlite")]

    assert any(path.suffix == ".sqlite" for path in copies)
    for path in copies:
        assert found_in(str(path), NOWHERE) == set()
        assert found_in(path.read_bytes(), NOWHERE) == set(), path.name


def test_no_marker_stands_in_a_refusal_or_in_the_log(planted: Workbench, tmp_path: Path):
    """A row that the database refuses names the constraint, never the values."""
    again = make_register(case_no="SHOWN", title=ACCUSATION["title"], persons=(Person(**PERSON),))
    wrong = make_take("SECRET", Step.ACCEPT, NOW.date().replace(day=1), unit=DEPARTMENT)
    sentences = []
    for act in (again, wrong):
        with pytest.raises(ValueError) as caught:
            planted.perform(act, actor=CLERK)
        sentences.append(str(caught.value))
        record_incident(tmp_path, caught.value)

    logged = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert logged
    assert found_in("\n".join(sentences), NEVER) == set()
    assert found_in(logged, NEVER) == set()


def test_every_page_of_the_site_is_looked_at():
    """All but the import, which shows nothing but the file that its user has just given it."""
    pages = {path.stem for path in (ROOT / "notebooks" / "apps").glob("*.ipynb")}

    assert set(OPENERS) == pages - {"intake"}
