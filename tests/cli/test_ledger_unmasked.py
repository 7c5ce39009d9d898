"""Who saw which original text, listed at the command line for whoever audits; nobody else may ask."""

import json

import pytest

from tests.factories import CLERK, make_register
from workbench.access.accounts import AccountBook
from workbench.acts.handling import Person
from workbench.acts.unmasking import UnmaskValue
from workbench.app import open_workbench
from workbench.cli import main
from workbench.terms import Role, UnmaskField, UnmaskReason


@pytest.fixture
def passwords(tmp_path, monkeypatch):
    """A workbench in which a clerk has seen a phone number, with an auditor and a clerk who have accounts."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    main(["init"])
    bench = open_workbench()
    person = Person(name="王小明", phone="13812345678")
    seen = UnmaskValue("C", 1, UnmaskField.PHONE, UnmaskReason.CONTACT, 1, "核实路灯位置")
    bench.perform(make_register(case_no="C", persons=(person,)), seen, actor=CLERK)
    book = AccountBook(bench)
    for name, role in (("audit", Role.AUDITOR), ("clerk.two", Role.CLERK)):
        book.add(name, "某人", role, None, by="root")
    made = {name: book.reset(name, by="root", must_change=False) for name in ("audit", "clerk.two")}
    bench.close()
    monkeypatch.setattr("getpass.getpass", lambda prompt: made[prompt.split()[0]])
    return made


def test_an_auditor_gets_the_list_without_any_original(passwords, capsys):
    capsys.readouterr()

    assert main(["ledger", "unmasked", "--account", "audit", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["unmasked"]
    assert (line["case_no"], line["field"], line["account"], line["why"]) == (
        "C", "phone", "clerk", "核实路灯位置",
    )  # fmt: skip

    assert main(["ledger", "unmasked", "--account", "audit", "--days", "1"]) == 0
    told = capsys.readouterr().out
    assert "第 1 次来信来访的电话，联系信访人（核实路灯位置）" in told
    assert "13812345678" not in told and "王小明" not in told


def test_whoever_does_not_audit_gets_nothing(passwords, capsys):
    capsys.readouterr()

    assert main(["ledger", "unmasked", "--account", "clerk.two"]) != 0
    told = capsys.readouterr()
    assert "登记人员" in told.out + told.err and "核实路灯位置" not in told.out + told.err
