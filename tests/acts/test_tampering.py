"""Every change behind the back of the acts is named: table, key, column."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from tests.appraised import appraised_to_the_end
from tests.conftest import a_bench_on
from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from tests.issued import papers_of
from tests.looked_back import LINKED, looked_back_to_the_end
from tests.owned import owned_by_mistake, owned_to_the_end
from tests.proceedings import PAPER as FACTS
from tests.proceedings import to_the_end
from tests.received import received_and_instructed
from tests.reviewed import reviewed_to_the_end
from tests.screened import screened_to_the_end
from workbench.acts import evidence
from workbench.acts.agreed_items import AgreeItem, AmendItem, ConfirmItem, ReportItem
from workbench.acts.campaigns import CloseCampaign, EnterCampaign, LeaveCampaign, OpenCampaign
from workbench.acts.erasing import RequestErasure
from workbench.acts.handling import DocumentDraft, Person
from workbench.acts.intake import RecordBatch, RecordRefusal
from workbench.acts.meetings import (
    AgendaEntry,
    CloseMeeting,
    Mark,
    MarkAttendance,
    OpenMeeting,
    PlanMeeting,
    PutOnAgenda,
    RemoveFromAgenda,
)
from workbench.acts.proposals import IssueProposal, RecordFeedback
from workbench.acts.supervision import (
    CloseOrder,
    IssueOrder,
    RemindOrder,
    ReplyOrder,
    ReturnReply,
    WithdrawOrder,
)
from workbench.acts.urgencies import EndUrgency, NoteUrgency
from workbench.acts.verification import verify
from workbench.law.erasure import ErasedValue
from workbench.ledger.entries import read_body
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.records.tables import RECORDS, table_of
from workbench.terms import (
    Adoption,
    AgendaReason,
    AttendanceStatus,
    DocumentKind,
    ErasureBasis,
    MeetingKind,
    PetitionClass,
    ProposalKind,
    Step,
    SupervisionReason,
    UrgencyReason,
    ValueForm,
)


def orders_and_proposals(case_no):
    """One order in every way that an order goes, and one proposal with feedback."""
    paper = evidence.keep("反馈.pdf", b"mended")
    told = {"title": "整改报告", "dated_on": date(2026, 2, 9), "sha256": paper.sha256}
    number, work = "督〔2026〕1号", ProposalKind.IMPROVE_WORK
    issue = IssueOrder(
        number, TOWN, OFFICE, SupervisionReason.LATE, date(2026, 2, 2), date(2026, 2, 27),
        "超期3日", "第四十条", "限期办结", case_no=case_no,
    )  # fmt: skip
    other = replace(issue, order_no="督〔2026〕2号", case_no=None, item_no="2026-1-3")
    clauses = {"about_unit": TOWN, "clauses": ("XF45-1",)}
    accountability, due = ProposalKind.ACCOUNTABILITY, date(2026, 3, 4)
    return (
        paper,
        issue,
        other,
        RemindOrder(number, date(2026, 2, 5), "请尽快反馈"),
        ReplyOrder(number, date(2026, 2, 10), TOWN, "已办结", **told),
        ReturnReply(number, date(2026, 2, 11), date(2026, 3, 2), "未附送达回证"),
        ReplyOrder(number, date(2026, 2, 12), TOWN, "已送达", **told),
        CloseOrder(number, date(2026, 2, 13), "属实"),
        WithdrawOrder("督〔2026〕2号", date(2026, 2, 13), "重复"),
        IssueProposal(
            "信建〔2026〕1号", work, TOWN, OFFICE, (case_no,), date(2026, 2, 2), due, "改进路灯巡查"
        ),
        IssueProposal(
            "信建〔2026〕2号", accountability, DEPARTMENT, OFFICE, (case_no,), date(2026, 2, 2), due,
            "超期3日", **clauses,
        ),
        RecordFeedback(
            "信建〔2026〕1号", date(2026, 2, 20), TOWN, Adoption.PARTLY, date(2026, 2, 9), paper.sha256,
            "已建台账", "复函", "经费不足",
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def lived_in(request, engine, tmp_path_factory):
    """A workbench with at least one row in every table that acts on matters fill.

    One for the whole file: what a test does to it is rolled back.
    """
    with a_bench_on(engine, request, tmp_path_factory.mktemp("lived-in") / "home") as bench:
        live_in(bench)
        yield bench


def live_in(bench):
    """Perform what fills every table."""
    person = Person(name="王某某", phone="13800001111", id_number="11010519491231002X", address="忠防镇")
    letter = DocumentDraft(DocumentKind.TRANSFER_LETTER, "转送函", "1号", date(2026, 1, 8), "正文")
    content = b"original bytes"
    digest = sha256(content).hexdigest()
    bench.perform(
        RecordBatch("B1", digest, "留言", 1, 1, "留言.xlsx", content),
        RecordRefusal("0" * 64, "拒.xlsx", (("charter", 2),)),
        make_register(case_no="A", persons=(person,), batch="B1", external_no="X-1"),
        make_take(
            "A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN, documents=(letter,), note="说明"
        ),
        evidence.keep("收据.pdf", b"paid"),
        OpenCampaign("ZX-1", "积案清零", "超期未办结的事项", date(2026, 2, 1)),
        EnterCampaign("ZX-1", ("A",), date(2026, 2, 2)),
        LeaveCampaign("ZX-1", "A", date(2026, 2, 3), "重复"),
        CloseCampaign("ZX-1", date(2026, 3, 1)),
        *owned_to_the_end("A", TOWN),
        *owned_by_mistake("A"),
        *orders_and_proposals("A"),
        *papers_of("A", "督〔2026〕1号", "信建〔2026〕1号"),
        *meeting_acts(),
        *received_and_instructed("A", TOWN),
        *urgent("A", date(2026, 2, 2)),
        actor=CLERK,
    )
    bench.perform(FACTS, *to_the_end(), actor=CLERK)
    bench.perform(make_register(case_no="AA", on=date(2026, 1, 6)), LINKED, actor=CLERK)
    bench.perform(*screened_to_the_end(), actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        bench.perform(act, actor=actor)
    for act, reviewer in reviewed_to_the_end("A"):
        bench.perform(act, actor=reviewer)
    for act, actor in appraised_to_the_end():
        bench.perform(act, actor=actor)
    bench.perform(make_register(case_no="H", narrative="江南镇的干部收受好处费"), actor=CLERK)  # is held
    last = make_register(case_no="B", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN)
    asked = RequestErasure(
        "S-1", (ErasedValue(1, "note", ValueForm.TEXT),), ErasureBasis.OTHER_LAW, date(2026, 3, 1), "申请"
    )
    bench.perform(asked, last, actor=CLERK)
    assert bench.verify_ledger().is_sound


def urgent(case_no, on):
    """A matter that is urgent for a day."""
    number = f"JJ-{case_no}-1"
    yield NoteUrgency(number, case_no, UrgencyReason.SAFETY, on, on, "塌方", "市政府")
    yield EndUrgency(number, on + timedelta(1), "已处置")


def meeting_acts():
    """A meeting with all that may happen to it and to what it agreed."""
    on, paper = date(2026, 2, 10), evidence.keep("收据.pdf", b"paid").sha256
    yield PlanMeeting("2026-02", MeetingKind.WORKING, on, "09:00", "赵某", "副书记", "三楼")
    yield MarkAttendance("2026-02", on, (Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长"),))
    entries = (
        AgendaEntry(AgendaReason.LATE, "A", None, "路灯", "超期"),
        AgendaEntry(AgendaReason.OTHER, subject="用水"),
    )
    yield PutOnAgenda("2026-02", on, entries)
    yield RemoveFromAgenda("2026-02", 2, on, "另议")
    yield OpenMeeting("2026-02", on)
    item = AgreeItem(
        "2026-02-01", "2026-02", 1, on, date(2026, 3, 1), TOWN, (DEPARTMENT,), None, "修路灯", "钱某", "镇长"
    )
    yield item
    yield CloseMeeting("2026-02", on)
    yield AmendItem("2026-02-01", date(2026, 2, 20), date(2026, 3, 9), "2026-02", "缺料")
    yield ReportItem("2026-02-01", date(2026, 3, 3), TOWN, date(2026, 3, 2), paper, "修好了", "收据")
    yield ConfirmItem("2026-02-01", date(2026, 3, 4))


def release_brakes(connection):
    """What a database administrator can do before he writes."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in triggers.scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))


def tampered(bench, *statements, **parameters):
    """What is found after tampering; undone at the end."""
    with bench.engine.connect() as connection:
        release_brakes(connection)
        for statement in statements:
            connection.execute(text(statement), parameters)
        found = verify(connection)
        connection.rollback()
    return found


def other_value(column):
    kind = column.type.python_type
    name = f'"{column.name}"'
    if kind is bool:
        return f"NOT {name}" if not column.nullable else f"NOT COALESCE({name}, false)"
    if kind is int:
        return f"COALESCE({name}, 0) + 1000"
    if kind is date:
        return "'1999-01-01'"
    if kind is bytes:
        return None
    if kind is str:
        return f"'~' || substr(COALESCE({name}, ''), 2)"
    return "'23:59:59'"


# Values that a check constraint ties to a list: another member of the list.
LISTED = {
    ("petition_case", "petition_class"): "'suggestion'",
    ("petition_case", "path"): "'31-1'",
    ("petition", "channel"): "'online'",
    ("petitioner", "id_last_two"): "'00'",
    ("petition_case", "received_on"): "'1998-01-01'",
    ("petition", "received_on"): "'1998-01-01'",
    ("petition_case", "registered_on"): "'2031-01-01'",
    ("petition", "registered_on"): "'2031-01-01'",
    ("standing", "until"): "'2031-01-01'",
    ("due_version", "due_rolled"): "'2031-01-01'",
    ("import_batch", "rows_imported"): "0",
    ("unit_version", "valid_until"): "'2031-01-01'",
    ("unit_version", "parent_code"): "CASE WHEN unit_code = '4306' THEN '00' ELSE '4306' END",
    ("petition_case", "case_no"): "case_no || 'x'",
    ("document", "sha256"): f"'{'f' * 64}'",
    ("obligation", "round"): '"round" + 1000',
    ("campaign", "closed_on"): "'2031-01-01'",
    ("campaign_entry", "left_on"): "'2031-01-01'",
    ("campaign_entry", "case_no"): "'B'",
    ("matter_link", "later"): "later || 'x'",
    ("matter_link", "relation"): "'duplicate'",
    ("matter_link", "likeness"): "100 - likeness",
    ("look_back_round", "closed_on"): "'2031-01-01'",
    ("look_back_round", "opened_on"): "'2030-01-01'",
    ("look_back_entry", "case_no"): "'B'",
    ("look_back", "case_no"): "'B'",
    ("look_back", "locked_on"): "'2031-01-01'",
    ("look_back", "rework_due"): "'2031-01-01'",
    ("look_back_report", "sha256"): f"'{'f' * 64}'",
    ("look_back_report", "decided_on"): "'2031-01-01'",
    ("review_round", "as_of"): '"end"',
    ("review_round", "opened_on"): "'2031-01-01'",
    ("review_round", "end"): "start",
    ("review_sheet", "turn"): "3 - turn",
    ("review_sheet", "locked_on"): "'2031-01-01'",
    ("review_sheet", "case_no"): "'B'",
    ("review_round_file", "case_no"): "'B'",
    ("review_sheet_answer", "item"): "item || '~'",
    ("reception", "kind"): "'going_down'",
    ("reception", "held_on"): "CASE WHEN held_on IS NULL THEN held_on ELSE '2031-01-01' END",
    ("reception", "nobody_came"): "NOT nobody_came",
    ("reception", "not_held_reason"): "'~' || not_held_reason",
    ("reception", "not_held_why"): "'~' || not_held_why",
    ("reception", "moved_on"): "CASE WHEN moved_on IS NULL THEN moved_on ELSE '2031-01-01' END",
    ("reception", "moved_to"): "'~' || moved_to",
    ("instruction", "kind"): "'letter'",
    ("instruction", "case_no"): "'B'",
    ("instruction_report", "returned_on"): (
        "CASE WHEN returned_on IS NULL THEN returned_on ELSE '2031-01-01' END"
    ),
    ("instruction_report", "returned_why"): "'~' || returned_why",
    ("instruction_report", "evidence_sha256"): f"'{'f' * 64}'",
    ("received_matter", "case_no"): "'B'",
    ("ownership", "case_no"): "'B'",
    ("ownership", "ended_on"): "'2031-01-01'",
    ("ownership_plan", "signed_on"): "'2031-01-01'",
    ("ownership_kept", "dated_on"): "'1998-01-01'",
    ("ownership_claim", "dated_on"): "'1998-01-01'",
    ("urgency", "case_no"): "'B'",
    ("meeting", "kind"): "'plenary'",
    ("meeting", "closed_on"): "'2031-01-01'",
    ("meeting", "planned_at"): "'23:59'",
    ("meeting", "meeting_no"): "meeting_no || 'x'",
    ("attendance", "status"): "'absent'",
    ("attendance", "unit"): f"'{DEPARTMENT}'",
    ("agenda_item", "case_no"): "'B'",
    ("agenda_item", "removed_on"): "'2031-01-01'",
    ("agreed_item", "case_no"): "'B'",
    ("agreed_item", "due_on"): "'2031-01-01'",
    ("agreed_item", "lead_unit"): f"'{DEPARTMENT}'",
    ("agreed_item_supporting", "unit"): f"'{TOWN}'",
    ("agreed_item_amendment", "due_after"): "'2031-01-01'",
    ("agreed_item_report", "decided_on"): "'2031-01-01'",
    ("agreed_item_report", "decision"): "'returned'",
    ("agreed_item_report", "evidence_sha256"): f"'{'f' * 64}'",
    ("appraisal", "edition"): "CASE WHEN edition = 1 THEN edition ELSE edition + 1000 END",
    ("appraisal", "replaces"): (
        "CASE WHEN replaces IS NULL THEN replaces ELSE '~' || substr(appraisal_no, 2) END"
    ),
    ("appraisal", "object_until"): "'2031-01-01'",
    ("appraisal", "final_on"): "'2032-01-01'",
    ("appraisal_unit", "unit"): f"CASE WHEN unit = '{TOWN}' THEN '{DEPARTMENT}' ELSE '430682D02' END",
    ("appraisal_line", "unit"): f"CASE WHEN unit = '{TOWN}' THEN '{DEPARTMENT}' ELSE '430682D02' END",
    ("appraisal_objection", "unit"): f"'{DEPARTMENT}'",
    ("supervision_order", "reply_due_on"): "'2031-01-01'",
    ("order_return", "due_on"): "'2031-01-01'",
    ("proposal", "feedback_due_on"): "'2031-01-01'",
    ("screening_edition", "why"): "CASE WHEN why IS NULL THEN why ELSE '~' END",
    ("screening_return", "due_on"): "'2031-01-01'",
    ("proceeding", "case_no"): "'B'",
    ("proceeding_entry", "happened_on"): "'1998-01-01'",
    ("proceeding_entry", "corrects"): "CASE WHEN corrects IS NULL THEN corrects ELSE 1 END",
    **{  # what is empty must stay so where something else is not
        (table, column): f"CASE WHEN {column} IS NULL THEN {column} ELSE {value} END"
        for table, column, value in (
            ("supervision_order", "case_no", "'B'"),
            ("supervision_order", "item_no", "'x'"),
            ("supervision_order", "closed_on", "'2031-01-01'"),
            ("supervision_order", "closed_by", "'x'"),
            ("supervision_order", "withdrawn_on", "'2031-01-01'"),
            ("supervision_order", "withdrawn_why", "'x'"),
            ("proposal", "feedback_on", "'2031-01-01'"),
            ("proposal", "adoption", "'adopted'"),
            ("proposal", "sha256", "'x'"),
            ("proceeding_entry", "title", "'x'"),
            ("proceeding_entry", "dated_on", "'2031-01-01'"),
            ("proceeding_entry", "sha256", "'x'"),
            ("proceeding_entry", "unit", "'430682103'"),
        )
    },
}
TABLES = {
    table_of(model).name: [c for c in table_of(model).columns if not c.primary_key and c.name != "content"]
    for model in RECORDS
}


@pytest.mark.parametrize("table", [table for table, columns in TABLES.items() if columns])
def test_every_edited_column_is_named(lived_in, table):
    columns = TABLES[table]
    edits = [f'"{c.name}" = {LISTED.get((table, c.name)) or other_value(c)}' for c in columns]

    found = tampered(lived_in, f"UPDATE {table} SET {', '.join(edits)}")

    implied = {"content"} if table == "import_file" else set()
    assert {d.table for d in found.differences} <= {table}
    assert {d.column for d in found.differences} == {c.name for c in columns} | implied


@pytest.mark.parametrize("table", TABLES)
def test_deleted_rows_are_named(lived_in, table):
    found = tampered(lived_in, f"DELETE FROM {table}")

    assert {d.table for d in found.differences} == {table}
    assert all("记录缺失" in d.message for d in found.differences)


def test_an_invented_row_is_named(lived_in):
    found = tampered(
        lived_in, "INSERT INTO petition_text (petition_id, title, narrative) VALUES (999, '', '')"
    )

    (found,) = found.differences
    assert (found.table, found.key) == ("petition_text", "999")
    assert "台账中没有的记录" in found.message


def test_an_edited_original_file_is_named(lived_in):
    found = tampered(lived_in, "UPDATE import_file SET content = :content", content=b"forged")

    (found,) = found.differences
    assert (found.table, found.column) == ("import_file", "content")


def test_an_edited_body_is_named(lived_in):
    seq = lived_in.ledger_size()
    found = tampered(
        lived_in,
        f"UPDATE ledger_entry SET body = replace(body, '2026-01-05', '2026-01-04') WHERE seq = {seq}",
    )

    columns = {(d.table, d.key, d.column) for d in found.differences}
    assert ("ledger_entry", str(seq), "leaf") in columns
    assert ("ledger_head", "1", "frontier") in columns


def test_an_edited_body_with_its_leaf_recomputed_still_differs_from_the_head_and_the_records(lived_in):
    seq = lived_in.ledger_size()
    with lived_in.reading() as session:
        body = session.execute(text(f"SELECT body FROM ledger_entry WHERE seq = {seq}")).scalar()
    forged = body.replace("2026-01-05", "2026-01-04")
    assert read_body(forged)
    found = tampered(
        lived_in,
        f"UPDATE ledger_entry SET body = :body, leaf = :leaf WHERE seq = {seq}",
        body=forged,
        leaf=leaf_hash(forged.encode()),
    )

    tables = {d.table for d in found.differences}
    assert {"ledger_head", "petition_case", "step"} <= tables


@pytest.mark.parametrize("column", ["utc", "actor", "role", "kind", "object"])
def test_a_column_that_contradicts_its_body_is_named(lived_in, column):
    seq = lived_in.ledger_size()
    found = tampered(lived_in, f"UPDATE ledger_entry SET {column} = 'forged' WHERE seq = {seq}")

    (found,) = found.differences
    assert (found.table, found.key, found.column) == ("ledger_entry", str(seq), column)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE ledger_payload SET value = 'x' WHERE field = 'title'", "与承诺不符"),
        ("UPDATE ledger_payload SET salt = :salt WHERE field = 'title'", "与承诺不符"),
        ("DELETE FROM ledger_payload WHERE field = 'title'", "缺失"),
        ("UPDATE ledger_payload SET field = 'heading' WHERE field = 'title'", "多出附值"),
    ],
    ids=["value", "salt", "deleted", "renamed"],
)
def test_an_edited_payload_is_named(lived_in, statement, sentence):
    found = tampered(lived_in, statement, **({"salt": b"0" * 16} if ":salt" in statement else {}))

    found = found.differences
    assert any(d.table == "ledger_payload" and sentence in d.message for d in found)


def test_a_payload_without_entry_is_named(lived_in):
    found = tampered(
        lived_in,
        "INSERT INTO ledger_payload (seq, field, salt, value) VALUES (999, 'a', :salt, 'b')",
        salt=b"0" * 16,
    )

    assert any("没有对应的台账条目" in d.message for d in found.differences)


@pytest.mark.parametrize("back", [0, 1, 2], ids=["the last", "the last but one", "in the middle"])
def test_a_deleted_entry_is_named(lived_in, back):
    seq = lived_in.ledger_size() - back
    found = tampered(
        lived_in,
        f"DELETE FROM ledger_entry WHERE seq = {seq}",
        f"DELETE FROM ledger_payload WHERE seq = {seq}",
    )

    messages = [d.message for d in found.differences]
    assert any("台账首部记有" in message for message in messages)
    if back:
        assert f"台账缺第{seq}条" in messages


def test_a_truncated_ledger_with_a_fitting_head_differs_from_the_records(lived_in):
    size = lived_in.ledger_size()
    frontier = Frontier()
    with lived_in.reading() as session:
        for leaf in session.execute(text("SELECT leaf FROM ledger_entry ORDER BY seq")).scalars().all()[:-1]:
            frontier.append(bytes(leaf))
    found = tampered(
        lived_in,
        f"DELETE FROM ledger_payload WHERE seq = {size}",
        f"DELETE FROM ledger_entry WHERE seq = {size}",
        f"UPDATE ledger_head SET size = {size - 1}, frontier = :frontier",
        frontier=frontier.pack(),
    )

    assert any(d.table == "petition_case" and "台账中没有的记录" in d.message for d in found.differences)


def test_a_missing_head_is_named(lived_in):
    found = tampered(lived_in, "DELETE FROM ledger_head")

    assert any(d.message == "台账首部缺失" for d in found.differences)


def test_no_difference_tells_a_value(lived_in):
    found = tampered(
        lived_in, "UPDATE petitioner SET name = '李某某'", "UPDATE petition_text SET narrative = '别的内容'"
    )

    told = repr(found)
    assert "李某某" not in told and "王某某" not in told and "别的内容" not in told
