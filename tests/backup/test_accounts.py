"""On a server the owner, the site and the backup hold one ledger, and one set of checkpoints beside it."""

import pytest
from sqlalchemy import make_url, text

from tests.conftest import NOW, a_bench_on
from tests.factories import CLERK, make_register
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

SITE, BACKUP = "petition_site_try", "petition_backup_try"


@pytest.fixture
def owner(request, tmp_path):
    """The owner's workbench, with the roles of the site and of the backup made as documented."""
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        make_roles(bench.config.database, site=SITE, backup=BACKUP)
        with bench.engine.begin() as link:
            link.execute(text(f"ALTER ROLE {BACKUP} CREATEDB"))
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
def test_an_account_that_may_make_no_database_is_told_so_whatever_it_restores_for(owner):
    new = make_url(owner.config.database).set(username=SITE, database="none_yet")

    with pytest.raises(ServerError, match=r"没有地方恢复.*ALTER ROLE 账号 CREATEDB$"):
        create_database(new.render_as_string(hide_password=False))


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
