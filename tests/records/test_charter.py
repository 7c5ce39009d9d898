"""The charter in the schema: no person is listed, scored, controlled or followed."""

from sqlalchemy import inspect

from workbench.records.tables import metadata

FORBIDDEN = (
    *(
        "稳控",
        "劝返",
        "重点人员",
        "重点群体",
        "异常访",
        "非访",
        "非正常上访",
        "进京",
        "赴省",
        "越级",
        "滞留",
        "随访",
    ),
    *(
        "缠访",
        "闹访",
        "息诉",
        "罢访",
        "积分",
        "评分",
        "排名",
        "风险等级",
        "危险",
        "前科",
        "行踪",
        "轨迹",
        "车票",
        "住宿",
    ),
    *(
        "score",
        "rank",
        "risk",
        "danger",
        "control",
        "intercept",
        "dissuade",
        "skip_level",
        "capital",
        "beijing",
    ),
    *(
        "location",
        "travel",
        "ticket",
        "hotel",
        "watch",
        "track",
        "predict",
        "key_person",
        "blacklist",
        "profile",
    ),
)
PERSONAL = {"name", "phone", "address", "id_kind", "id_hash", "id_last_two"}


def test_no_table_column_or_comment_speaks_of_controlling_people():
    for table in metadata.tables.values():
        words = [table.name, table.comment or ""]
        words += [f"{column.name} {column.comment}" for column in table.columns]
        words += [str(constraint.name) for constraint in table.constraints]
        for word in words:
            assert not [bad for bad in FORBIDDEN if bad in word.lower()], f"{table.name}: {word}"


def test_personal_values_stand_in_one_table_of_the_records():
    holders = {
        table.name
        for table in metadata.tables.values()
        if PERSONAL - {"name"} & {column.name for column in table.columns}
    }
    assert holders == {"petitioner"}


def test_nothing_but_the_identity_hash_leads_to_a_person(either_bench):
    inspected = inspect(either_bench.engine)
    assert inspected.get_view_names() == []
    indexes = [
        (table, column)
        for table in inspected.get_table_names()
        for index in inspected.get_indexes(table)
        for column in index["column_names"]
        if table == "petitioner"
    ]
    assert indexes == [("petitioner", "id_hash")]


def test_a_matter_does_not_point_to_a_person():
    pointed = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}
    assert "petitioner" not in pointed
