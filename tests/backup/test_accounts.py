"""On a server the owner, the site and the backup hold one ledger, and one set of checkpoints beside it."""

from dataclasses import replace

import pytest
from sqlalchemy import make_url, text

from tests.conftest import NOW, a_bench_on
from tests.factories import CLERK, make_register
from tests.postgres import WITH_PASSWORD
from workbench.access.server_roles import make_roles
from workbench.acts.restoring import RestoreError
from workbench.app import Workbench
from workbench.backup.before import keep_before_upgrade
from workbench.backup.make import make_backup
from workbench.backup.restore import restore_backup
from workbench.backup.sealed import new_pair, read_private
from workbench.backup.server import ServerError, create_database, drop_database
from workbench.config import Config
from workbench.doctor.look import examine
from workbench.ledger.notes import NoteFolder
from workbench.records.base import REVISIONS
from workbench.records.naming import server_url
from workbench.records.roles import RolesError, as_owner
from workbench.records.sqlite_file import DatabaseError

SITE, BACKUP = "petition_site_try", WITH_PASSWORD


@pytest.fixture
def owner(request, tmp_path, monkeypatch):
    """The owner's workbench, with the roles of the site and of the backup made as documented.

    The password of the backup stands in the file for passwords of whoever runs the commands.
    """
    (tmp_path / ".pgpass").write_text(rf"*:*:*:{BACKUP}:Geh\:eim\\nis" + "\n")
    (tmp_path / ".pgpass").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        make_roles(bench.config.database, site=SITE, backup=BACKUP)
        with bench.engine.begin() as link:
            link.execute(text(rf"ALTER ROLE {BACKUP} CREATEDB PASSWORD 'Geh\:eim\nis'"))
        yield bench
        with bench.engine.begin() as link:
            for role in (SITE, BACKUP):
                link.execute(text(f"DROP OWNED BY {role}"))
                link.execute(text(f"DROP ROLE {role}"))


@pytest.fixture
def opened():
    """Open a database as an account, in a user's folder."""
    benches = []

    def as_account(database, account, home):
        address = make_url(database).set(username=account).render_as_string(hide_password=False)
        benches.append(Workbench(Config(address, home), clock=lambda: NOW))
        return benches[-1]

    yield as_account
    for bench in benches:
        bench.close()


@pytest.mark.postgres
def test_an_older_copy_restored_by_the_owner_is_held_for_the_site(owner, opened, tmp_path):
    public, told = new_pair()
    home, disk = owner.config.home, tmp_path / "disk"
    (home / "backup.pub").write_text(public)
    site, backup = (opened(owner.config.database, account, home) for account in (SITE, BACKUP))
    site.perform(make_register(), actor=CLERK)
    site.anchors.checkpoint()
    assert "checkpoint_missing" not in {finding.code for finding in examine(backup)}

    good = make_backup(backup, disk)
    site.perform(make_register(), actor=CLERK)
    site.anchors.checkpoint()
    new = make_url(owner.config.database)
    new = new.set(database=f"{new.database}_new").render_as_string(hide_password=False)
    done = restore_backup(
        disk / good.file, read_private(told), tmp_path / "new", now=owner.now, database=new,
        known=owner.anchors.notes, replay=False,
    )  # fmt: skip

    try:
        assert len([file for file in done.manifest.files if file.name.endswith(".txt")]) == 1
        assert (done.known_size, done.missing) == (site.ledger_size(), 1)
        make_roles(new, site=SITE, backup=BACKUP)
        copy = opened(new, SITE, done.home)
        with pytest.raises(RestoreError, match="两个人"):
            copy.perform(make_register(), actor=CLERK)
        copy.close()
    finally:
        drop_database(new)


@pytest.mark.postgres
def test_what_stands_in_the_way_of_an_account_is_told_with_what_to_do(owner, tmp_path, monkeypatch):
    def address(account, database="none_yet"):
        return server_url(owner.config.database).set(username=account, database=database).render_as_string()

    with pytest.raises(ServerError, match=r"没有地方恢复.*ALTER ROLE 账号 CREATEDB$"):
        create_database(address(SITE))
    here = server_url(owner.config.database).database
    with pytest.raises(RolesError, match="由属主另恢复"), as_owner(address(SITE, here)) as link:
        link.execute(text("CREATE ROLE somebody"))
    (tmp_path / ".pgpass").unlink()
    for said in ("没有找到口令", "不让这个账号进来"):
        with pytest.raises(ServerError, match=said):
            create_database(address(BACKUP))
        with pytest.raises(DatabaseError, match=said):
            keep_before_upgrade(replace(owner.config, database=address(BACKUP)))
        with pytest.raises(DatabaseError, match=said), as_owner(address(BACKUP)):
            pass
        monkeypatch.setenv("PGPASSWORD", "another")


@pytest.mark.postgres
def test_checkpoints_kept_under_an_earlier_name_are_moved_over(owner, opened, reopen):
    home, address = owner.config.home, owner.config.database
    kept = owner.anchors.checkpoint()
    owner.anchors.notes.path.rename(NoteFolder.of(home, address).path)
    owner.perform(make_register(), actor=CLERK)
    later = opened(address, SITE, home).anchors.checkpoint()

    sizes = [note.checkpoint.size for note in reopen(owner).anchors.notes.newest_first()]

    assert sizes[0] == later.checkpoint.size
    assert set(sizes) == {later.checkpoint.size, kept.checkpoint.size}
    assert not NoteFolder.of(home, address).path.exists()


@pytest.mark.postgres
@pytest.mark.parametrize("account", [SITE, BACKUP])
def test_an_upgrade_by_another_than_the_owner_says_so_before_anything_is_dumped(
    owner, opened, monkeypatch, account
):
    monkeypatch.setattr("workbench.backup.before.HEAD", "next")
    monkeypatch.setattr("workbench.backup.before.REVISIONS", (*REVISIONS, "next"))
    other = opened(owner.config.database, account, owner.config.home)

    with pytest.raises(ServerError, match=r"属主.*workbench init"):
        keep_before_upgrade(other.config)

    assert not list(owner.config.home.glob("postgresql.before-*"))
