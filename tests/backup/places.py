"""Where a restored copy goes, how it is opened, and how nothing of it stays."""

from sqlalchemy import make_url

from tests.conftest import NOW
from workbench.app import Workbench
from workbench.backup.restore import restore_backup
from workbench.config import Config

MARK = "住在三和街的王小二"


def beside(bench, tmp_path):
    """Where a restored copy may go: for PostgreSQL the address of a database that does not exist yet."""
    if bench.config.database.startswith("sqlite"):
        return None
    url = make_url(bench.config.database)
    return url.set(database=f"{url.database}_restored").render_as_string(hide_password=False)


def restored(bench, file, private, tmp_path, **options):
    address = beside(bench, tmp_path)
    return restore_backup(file, private, tmp_path / "new", now=bench.now, database=address, **options)


def opened(done):
    return Workbench(Config(done.database, done.home), clock=lambda: NOW)


def drop(done):
    if done.database.startswith("postgresql"):
        from workbench.backup.server import drop_database

        drop_database(done.database)
