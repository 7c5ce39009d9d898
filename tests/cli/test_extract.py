"""``workbench extract`` from the command line: a new file, and what was left out of it."""

from tests.factories import CLERK, make_register
from workbench.app import open_workbench
from workbench.cli import main
from workbench.terms import PetitionClass


def test_an_extract_is_a_new_file_and_tells_of_the_accusations_left_out(home, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    file = home / "分析.sqlite"
    bench = open_workbench()
    accusation = {"petition_class": PetitionClass.ACCUSATION, "path": None}
    bench.perform(
        *(make_register() for _ in range(5)), *(make_register(**accusation) for _ in range(6)), actor=CLERK
    )
    bench.close()

    assert main(["extract", str(file), "--as-of", "2026-03-31"]) == 0
    assert "检举控告类（含待认定的）不列，只有各年的件数，共 6 件" in capsys.readouterr().out

    before = file.read_bytes()
    assert main(["extract", str(file), "--as-of", "2026-03-31"]) == 1
    assert "已经存在" in capsys.readouterr().err and file.read_bytes() == before
    assert main(["extract", str(home / "没有" / "分析.sqlite"), "--as-of", "2026-03-31"]) == 1
    assert "请检查文件夹和权限" in capsys.readouterr().err
