"""``workbench demo`` on a county that is there already: what was not done, and what to do instead."""

from types import SimpleNamespace

from workbench.cli import demo, main


def test_appraisals_that_are_not_made_are_told_with_what_to_do(home, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    there = SimpleNamespace(is_new=False, data=dict)
    monkeypatch.setattr(demo, "ensure_demo", lambda *_, **__: there)
    monkeypatch.setattr(demo, "summarise", lambda *_, **__: there)
    monkeypatch.setattr(demo, "ensure_papers", lambda *_, **__: None)
    monkeypatch.setattr(demo, "_text", lambda *_: "")
    monkeypatch.setattr(demo, "ensure_appraisals", lambda *_, **__: 0)

    assert main(["demo", "--appraisals", "4"]) == 0
    said = capsys.readouterr().out
    assert "没有编制月考核" in said and "WORKBENCH_HOME=新文件夹 workbench demo --appraisals 4" in said

    monkeypatch.setattr(demo, "ensure_appraisals", lambda *_, **__: 4)
    main(["demo", "--appraisals", "4"])
    assert "补编了4个月" in capsys.readouterr().out
