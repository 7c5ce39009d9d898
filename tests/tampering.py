"""What somebody with the rights of a database administrator does behind the back of the acts."""

from datetime import date

from sqlalchemy import text

from tests.factories import DEPARTMENT, TOWN
from workbench.acts.verification import verify


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
    ("work_study", "body"): "'government'",
    ("work_study_session", "struck_on"): "CASE WHEN struck_on IS NULL THEN struck_on ELSE '2031-01-01' END",
    ("work_study_session", "struck_why"): "'~' || struck_why",
    ("impact_assessment", "ground"): "'other'",
    ("impact_assessment", "struck_on"): "CASE WHEN struck_on IS NULL THEN struck_on ELSE '2031-01-01' END",
    ("impact_assessment", "struck_why"): "'~' || struck_why",
    ("impact_assessment", "destroyed_on"): (
        "CASE WHEN destroyed_on IS NULL THEN destroyed_on ELSE '2031-01-01' END"
    ),
    ("impact_assessment", "destroyed_paper"): "'~' || destroyed_paper",
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
    ("appraisal", "month"): (
        "CASE WHEN edition > 9 THEN month WHEN appraisal_no LIKE 'KH-2025%' THEN '1998-01-01' "
        "ELSE '1999-01-01' END"
    ),
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
