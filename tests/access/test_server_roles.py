"""On PostgreSQL the server itself keeps the rules: who connects by himself reads what the policy says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, insert, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from tests.conftest import NOW, a_bench_on
from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.lived_in import live_in
from workbench.access.actor import Actor
from workbench.access.policy import policy
from workbench.access.server_rights import cells
from workbench.access.server_roles import admit, check, dismiss, make_roles
from workbench.access.viewer import Viewer
from workbench.acts.erasing import EraseValues, RequestErasure, values_to_erase
from workbench.acts.handling import Person
from workbench.app import Workbench
from workbench.backup.archive import never, silent
from workbench.backup.passing import passing_database
from workbench.backup.server import ServerError, dump, restore
from workbench.config import Config
from workbench.figures import totals
from workbench.figures.questions import QuestionError
from workbench.records.accounts import AccountRow
from workbench.records.petitions import AccusedLink
from workbench.records.roles import RolesError
from workbench.records.sqlite_file import DatabaseError
from workbench.records.tables import metadata
from workbench.terms import ErasureBasis, Role

ACCUSED = "430682105"  # the unit that the matter A, with all that rests on it, is about
PREFIX = "try"
UNITS = {Role.HANDLER: TOWN, Role.LEADER: TOWN}
READERS = (Role.SUPERVISOR, Role.CLERK, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.AUDITOR)
ONLY_COUNT = (Role.DISPLAY, Role.ANALYST, Role.IMPORTER, Role.ADMINISTRATOR)

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def world(request, tmp_path_factory) -> Iterator[Workbench]:
    """A workbench on a server with its roles; every role has an account here and one in the accused unit."""
    home = tmp_path_factory.mktemp("server") / "home"
    with a_bench_on("postgres", request, home) as bench:
        live_in(bench)
        with bench.transaction() as session:
            case_id = session.scalar(text("SELECT id FROM petition_case WHERE case_no = 'A'"))
            session.execute(insert(AccusedLink).values(case_id=case_id, unit_code=ACCUSED))
            for role in Role:
                for name, unit in (
                    (f"here.{role.value}", UNITS.get(role, OFFICE)),
                    (f"there.{role.value}", ACCUSED),
                ):
                    session.execute(
                        insert(AccountRow).values(
                            name=name, display_name="某", role=role.value, unit=unit, password_hash="x",
                            must_change=False, is_demo=False, created_utc="2026-01-01", version=1,
                        )
                    )  # fmt: skip
        make_roles(bench.config.database, site="try_site", backup="try_backup", prefix=PREFIX)
        make_roles(bench.config.database, site="try_site", backup="try_backup", prefix=PREFIX)  # anew
        for role in Role:
            for place in ("here", "there"):
                assert admit(bench.config.database, f"{place}.{role.value}") is role
        yield bench
        with bench.engine.begin() as link:
            link.execute(text("DROP SCHEMA petition_sight CASCADE"))
            made = [f"{place}.{role.value}" for role in Role for place in ("here", "there")]
            for name in (*made, "try_site", "try_backup", *(f"{PREFIX}_{role.value}" for role in Role)):
                link.execute(text(f'DROP OWNED BY "{name}"'))
                link.execute(text(f'DROP ROLE "{name}"'))


@contextmanager
def as_himself(bench: Workbench, name: str) -> Iterator[Connection]:
    """Connect as an account of the server, as psql does."""
    engine = create_engine(make_url(bench.config.database).set(username=name), poolclass=NullPool)
    with engine.connect() as link:
        yield link


def address_of(bench: Workbench, name: str) -> str:
    return make_url(bench.config.database).set(username=name).render_as_string(hide_password=False)


def opened(bench: Workbench, name: str) -> Workbench:
    return Workbench(Config(address_of(bench, name), bench.config.home), clock=lambda: NOW)


def refused(link: Connection, statement: str) -> bool:
    """Whether the server says that this account may not."""
    try:
        with link.begin():
            link.exec_driver_sql(statement)
    except DBAPIError as error:
        assert type(error.orig).__name__ == "InsufficientPrivilege", error.orig
        return True
    return False


def rests_on_nothing(row: object) -> bool:
    """The order on an item that no meeting has agreed on, made for the tests of tampering alone."""
    return getattr(row, "item_no", None) == "2026-1-3" and hasattr(row, "order_no")


def of(role: Role) -> dict[str, tuple[str, ...]]:
    """The tables that a role reads by itself, with their columns."""
    return {cell.table: cell.columns for cell in cells(policy()) if cell.role is role}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", ["here", "there"])
def test_each_role_reads_the_rows_that_the_site_would_show_him_and_nothing_else(world, role, place):
    name = f"{place}.{role.value}"
    unit = ACCUSED if place == "there" else UNITS.get(role, OFFICE)
    site = Workbench(world.config, clock=lambda: datetime.now(UTC)).seen_by(Viewer(name, "某", role, unit))
    readable = of(role)
    with as_himself(world, name) as link, site.reading() as session:
        held = "SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class ON oid = attrelid "
        held += "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 "
        held += "AND has_column_privilege(attrelid, attnum, 'SELECT')"
        may = {(table, column) for table, column in link.exec_driver_sql(held).all()}
        assert may == {(table, column) for table, columns in readable.items() for column in columns}
        for table, columns in readable.items():
            named = ", ".join(f'"{column}"' for column in columns)
            asked = f'SELECT {named} FROM "{table}" ORDER BY {named}'
            found = link.exec_driver_sql(asked).all()
            shown = session.connection().exec_driver_sql(asked).all()
            if table == "login_record" and role is not Role.ADMINISTRATOR:
                shown = [row for row in shown if row.name == name]
            if table.startswith("issued_") and "supervision_order" not in readable:
                assert set(found) <= set(shown), table  # papers on orders, which he does not list
            else:
                assert found == [row for row in shown if not rests_on_nothing(row)], table
        entries = link.exec_driver_sql("SELECT seq FROM petition_sight.seen_entry()").all()
        assert set(entries) <= set(session.connection().exec_driver_sql("SELECT seq FROM ledger_entry").all())
        link.rollback()
        assert refused(link, "SELECT name FROM petitioner")
        assert refused(link, "SELECT title FROM petition_text")
    site.close()


@pytest.mark.parametrize("role", READERS)
def test_of_what_accuses_his_unit_he_finds_nothing(world, role):
    with as_himself(world, f"there.{role.value}") as link:
        for table, columns in of(role).items():
            for column in columns:
                if column == "case_no" or column in ("earlier", "later", "object"):
                    assert link.scalar(text(f"SELECT count(*) FROM \"{table}\" WHERE {column} = 'A'")) == 0
        assert link.scalar(text("SELECT count(*) FROM petition_sight.seen_case() WHERE case_no = 'A'")) == 0


def test_the_same_matter_is_there_for_others(world):
    with as_himself(world, "here.supervisor") as link:
        assert link.scalar(text("SELECT count(*) FROM petition_case WHERE case_no = 'A'")) == 1
        assert link.scalar(text("SELECT count(*) FROM ledger_entry WHERE object = 'A'")) > 0
    with as_himself(world, "here.handler") as link:
        assert set(link.scalars(text("SELECT case_no FROM petition_case"))) == {"A"}


@pytest.mark.parametrize("role", Role)
def test_nobody_writes_makes_or_becomes_anything(world, role):
    with as_himself(world, f"here.{role.value}") as link:
        for statement in (
            "INSERT INTO ledger_head VALUES (2, 0, '')",
            "UPDATE petition_case SET state = 'closed'",
            "DELETE FROM ledger_entry",
            "TRUNCATE step",
            "CREATE TABLE mine (x int)",
            "CREATE TEMPORARY TABLE mine (x int)",
            "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "DROP TABLE step",
            "ALTER TABLE step DISABLE ROW LEVEL SECURITY",
            "DROP POLICY site_rows ON step",
            "SET ROLE try_site",
            "SET ROLE workbench",
            "SET SESSION AUTHORIZATION workbench",
            f"SET ROLE {PREFIX}_{'clerk' if role is not Role.CLERK else 'supervisor'}",
            "SELECT pg_read_file('postgresql.conf')",
            "COPY petition_text TO PROGRAM 'cat'",
            "SELECT * FROM petition_sight.hidden_case()",
            "SELECT petition_sight.rewrite('step')",
            "SELECT * FROM pg_authid",
        ):
            assert refused(link, statement), statement


@pytest.mark.parametrize("role", ONLY_COUNT)
def test_who_only_counts_gets_totals_without_small_cells(world, role):
    assert not {"petition_case", "step", "petition", "obligation"} & set(of(role))
    with as_himself(world, f"here.{role.value}") as link:
        counted = link.execute(text("SELECT matters FROM petition_sight.matter_totals")).all()
    assert all(row.matters >= 5 for row in counted)


def test_handlers_see_no_totals_of_others(world):
    with as_himself(world, "here.handler") as link:
        assert refused(link, "SELECT * FROM petition_sight.matter_totals")
    with pytest.raises(QuestionError, match="没有让这个账号看合计"):
        totals(address_of(world, "here.handler"))


def test_an_analyst_s_notebook_counts_as_his_own_account_and_opens_no_records(world):
    with world.engine.begin() as link:
        unit = link.scalar(text("SELECT responsible_unit FROM petition_case WHERE responsible_unit <> ''"))
        more = (
            "INSERT INTO petition_case SELECT (json_populate_record(one, json_build_object("
            "'id', 9000 + n, 'case_no', 'M' || n)::json)).* "
            "FROM petition_case AS one, generate_series(1, 5) AS n "
            "WHERE one.id = (SELECT min(id) FROM petition_case WHERE responsible_unit = :unit "
            "AND held IS NULL AND petition_class IS DISTINCT FROM 'accusation')"
        )
        link.execute(text(more), {"unit": unit})
    try:
        address = address_of(world, "here.analyst")
        found = totals(address)
        assert found["件数"].max() >= 5 and not found["责任单位"].str.isdecimal().any()
        with pytest.raises(DatabaseError, match="只能自己查询"):
            opened(world, "here.analyst").ledger_size()
    finally:
        with world.engine.begin() as link:
            link.execute(text("DELETE FROM petition_case WHERE id > 9000"))


def test_a_forgotten_table_is_denied_and_told(world):
    with world.engine.begin() as link:
        link.execute(text("CREATE TABLE forgotten (id int PRIMARY KEY)"))
    try:
        for role in Role:
            with as_himself(world, f"here.{role.value}") as link:
                assert refused(link, "SELECT * FROM forgotten")
        assert any("forgotten" in one for one in check(world.config.database))
    finally:
        with world.engine.begin() as link:
            link.execute(text("DROP TABLE forgotten"))


def test_what_somebody_granted_by_hand_is_told(world):
    assert check(world.config.database) == []
    with world.engine.begin() as link:
        link.execute(text(f"GRANT SELECT (name) ON petitioner TO {PREFIX}_analyst"))
        link.execute(text("ALTER TABLE step DISABLE ROW LEVEL SECURITY"))
    assert len(check(world.config.database)) == 2
    make_roles(world.config.database, site="try_site", backup="try_backup", prefix=PREFIX)
    assert check(world.config.database) == []


def test_a_changed_role_and_a_closed_account_hold_at_once(world):
    def change(**values: object) -> None:
        told = ", ".join(f"{key} = :{key}" for key in values)
        with world.engine.begin() as link:
            link.execute(text(f"UPDATE account SET {told} WHERE name = 'here.clerk'"), values)

    with as_himself(world, "here.clerk") as link:
        many = lambda: link.scalar(text("SELECT count(*) FROM petition_case"))  # noqa: E731
        assert many() > 0
        for values in ({"role": "handler"}, {"role": "analyst"}, {"disabled_utc": "2026-03-31"}):
            change(**values)
            assert many() == 0, values
            change(role="clerk", disabled_utc=None)
        assert many() > 0


def test_the_site_works_on_its_role_and_the_backup_reads_all(world):
    site, backup = opened(world, "try_site"), opened(world, "try_backup")
    site.perform(make_register(case_no="S"), actor=CLERK)
    assert site.verify_ledger().is_sound == world.verify_ledger().is_sound
    seen = site.seen_by(Viewer("x", "某", Role.CLERK, ACCUSED))
    assert "A" not in [no for (no,) in seen.snapshot().rows("select case_no from case_fact")]
    assert backup.case_page("S").case_no == "S"
    with site.engine.connect() as link, backup.engine.connect() as other, world.engine.connect() as owner:
        for table in metadata.tables:
            counted = [one.scalar(text(f'SELECT count(*) FROM "{table}"')) for one in (link, other, owner)]
            assert len(set(counted)) == 1, table
    for statement in (
        "UPDATE ledger_entry SET utc = ''", "DELETE FROM ledger_entry",
        "UPDATE ledger_payload SET value = ''",
        "DROP POLICY site_rows ON step", "ALTER TABLE step ADD x int", "DROP TABLE step",
        "DROP FUNCTION petition_sight.me()", "CREATE TABLE mine (x int)",
    ):  # fmt: skip
        with site.engine.connect() as link:
            assert refused(link, statement), statement
    with pytest.raises(DBAPIError), site.engine.begin() as link:
        link.execute(text("DELETE FROM ledger_payload"))
    site.close()
    backup.close()


def test_personal_values_are_erased_by_the_site_and_are_in_no_file_of_a_table(world):
    with world.engine.begin() as link:  # it was put there behind the back of the ledger
        link.execute(
            text(
                "DELETE FROM accused_link WHERE case_id IN (SELECT id FROM petition_case WHERE case_no = 'A')"
            )
        )
    site, auditor, on = opened(world, "try_site"), Actor("auditor", Role.AUDITOR, OFFICE), NOW.date()
    site.perform(
        make_register(case_no="E", persons=(Person(name="赵抹去", phone="13811112222"),)), actor=CLERK
    )
    with site.reading() as session:
        values = values_to_erase(session.connection(), [(site.ledger_size(), "person.1.name")])
    basis = ErasureBasis.CONSENT_WITHDRAWN
    site.perform(RequestErasure("S-9", values, basis, on, "撤回"), actor=CLERK)
    assert any("赵抹去".encode() in content for content in table_files(world))

    site.perform(EraseValues("S-9", values, basis, on), actor=auditor)

    assert not any("赵抹去".encode() in content for content in table_files(world))
    assert site.verify_ledger().is_sound
    site.close()


def table_files(world: Workbench) -> list[bytes]:
    """The files of all tables, indexes and long values of the database, as they lie on the disk."""
    with world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
        link.execute(text("CHECKPOINT"))
        folder = link.scalar(text("SHOW data_directory"))
        asked = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
        paths = [Path(folder) / path for path in link.scalars(text(asked)) if path]
    return [path.read_bytes() for path in paths]


def test_only_accounts_of_the_workbench_are_let_in_and_only_ours_taken_away(world):
    for name in ("nobody.there", "try_site", "workbench", f"{PREFIX}_clerk"):
        with pytest.raises(RolesError):
            admit(world.config.database, name)
        with pytest.raises(RolesError):
            dismiss(world.config.database, name)
    admit(world.config.database, "here.display")
    dismiss(world.config.database, "here.display")
    with pytest.raises(DBAPIError), as_himself(world, "here.display"):
        pass
    admit(world.config.database, "here.display")


def test_a_backup_by_its_account_holds_every_row_and_is_restored_where_the_roles_are_not(world, tmp_path):
    backup = opened(world, "try_backup")
    with backup.engine.connect().execution_options(isolation_level="REPEATABLE READ") as link:
        dump(link, tmp_path / "dump", progress=silent, cancelled=never)
    backup.close()
    with passing_database(world.config.database) as address:
        restore(tmp_path / "dump", address)
        restored = create_engine(address, poolclass=NullPool)
        with restored.connect() as link, world.engine.connect() as real:
            for table in metadata.tables:
                asked = text(f'SELECT count(*) FROM "{table}"')
                assert link.scalar(asked) == real.scalar(asked), table
            assert link.scalar(text("SELECT count(*) FROM pg_policies")) == 0


def test_an_account_that_sees_a_part_makes_no_backup(world, tmp_path):
    with as_himself(world, "here.clerk") as link, pytest.raises(ServerError, match="看不全"):
        dump(link, tmp_path / "dump", progress=silent, cancelled=never)
