"""What a page was handed for a while is gone with it, also when nobody could tidy up."""

from __future__ import annotations

import logging
from pathlib import Path

from workbench.site.scratch import Scratch

LOG = logging.getLogger("test")


def test_each_kernel_has_a_private_folder_that_goes_with_it(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "scratch", LOG)
    first, second = scratch.open("k-1"), scratch.open("k-2")
    here, other = Path(first["TMPDIR"]), Path(second["TMPDIR"])
    (here / "workbench-upload-x").mkdir()
    (here / "workbench-upload-x" / "名单.xlsx").write_bytes(b"x")

    scratch.drop("k-1")
    scratch.drop("k-1")  # a kernel may be told to have ended twice

    assert not here.exists() and other.is_dir()
    assert set(first) == {"TMPDIR", "TEMP", "TMP"} and len(set(first.values())) == 1
    assert other.stat().st_mode & 0o077 == 0
    scratch.close()
    assert [one.name for one in (tmp_path / "scratch").iterdir()] == ["lock"]


def test_what_a_killed_site_left_goes_at_the_next_start_and_what_a_running_one_has_stays(
    tmp_path: Path,
) -> None:
    root = tmp_path / "scratch"
    killed, running = Scratch(root, LOG), Scratch(root, LOG)
    left, kept = Path(killed.open("k-1")["TMPDIR"]), Path(running.open("k-2")["TMPDIR"])
    (left / "名单.xlsx").write_bytes(b"x")
    killed.let_go()  # as the system does for a process that dies

    following = Scratch(root, LOG)

    assert not left.exists() and kept.is_dir()
    assert not left.parent.exists()
    running.close()
    following.close()
