"""On a server the site may write rows, the backup may read them, and neither may alter the ledger."""

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import NOW, a_bench_on
from tests.factories import CLERK, make_register
from workbench.access.server_roles import make_roles
from workbench.app import Workbench
from workbench.config import Config
from workbench.records.roles import RolesError


@pytest.mark.postgres
def test_the_site_writes_rows_and_nothing_else_and_the_backup_only_reads(tmp_path, request):
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        make_roles(bench.config.database, site="try_site", backup="try_backup")
        make_roles(bench.config.database, site="try_site", backup="try_backup")  # once more changes nothing

        def opened(role):
            address = make_url(bench.config.database).set(username=role)
            config = Config(address.render_as_string(hide_password=False), bench.config.home)
            return Workbench(config, clock=lambda: NOW)

        site, backup = opened("try_site"), opened("try_backup")
        site.perform(make_register(case_no="A"), actor=CLERK)
        assert site.verify_ledger().is_sound
        for refused in (
            "UPDATE ledger_entry SET utc = ''",
            "DELETE FROM ledger_payload",
            "DROP TRIGGER ledger_entry_no_update ON ledger_entry",
            "DROP TABLE step",
            "CREATE TABLE mine (x int)",
            "UPDATE alembic_version SET version_num = '0001'",
            "TRUNCATE ledger_entry",
        ):
            with pytest.raises(DBAPIError), site.engine.begin() as link:
                link.execute(text(refused))
        assert backup.case_page("A").case_no == "A"
        with pytest.raises(DBAPIError), backup.engine.begin() as link:
            link.execute(text("INSERT INTO ledger_head VALUES (2, 0, '')"))
        site.close()
        backup.close()
        with bench.engine.begin() as link:
            for role in ("try_site", "try_backup"):
                link.execute(text(f"DROP OWNED BY {role}"))
                link.execute(text(f"DROP ROLE {role}"))


def test_a_file_has_no_roles(file_bench):
    with pytest.raises(RolesError, match="SQLite"):
        make_roles(file_bench.config.database, site="a", backup="b")


def test_the_three_accounts_are_three():
    with pytest.raises(RolesError, match="三个不同"):
        make_roles("postgresql+psycopg://a@/x", site="a", backup="b")
