"""The questions of each step (data: step_forms.toml), and the act that their answers make."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from widgets.parts.form_values import Blocker, FormField, FormKind, FormValues, document_fields
from widgets.parts.values import Choice
from workbench.law.facts import StepTaken
from workbench.terms import (
    Channel,
    DocumentKind,
    Outcome,
    PetitionClass,
    Procedure,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Step,
    Term,
)

if TYPE_CHECKING:
    from workbench.acts.handling import DocumentDraft, RegisterRepeat, Take  # load the tables

FILE = Path(__file__).with_name("step_forms.toml")
LONGEST_NOTE = 2000
SIMPLE_HINT = "简易程序只适用于初次、事实清楚、易于解决的事项；上级交办、集体联名的重大复杂疑难事项不适用"
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Askable:
    """A field of a step that a form can ask for."""

    label: str
    kind: FormKind
    terms: type[Term] | None = None
    low: int | None = None
    high: int | None = None
    hint: str = ""


ASKABLE: Mapping[str, Askable] = {
    "to_unit": Askable("收到单位", "unit"),
    "received_on": Askable("收到日期", "date", hint="与办理日期不同的才填"),
    "due_on": Askable("限期", "date"),
    "days": Askable("天数", "number", low=1, high=366),
    "approved_by_head": Askable("经机关负责人批准", "yes_no"),
    "told_on": Askable("告知信访人日期", "date", hint="已告知延期理由的才填"),
    "sender_agreed": Askable("转送、交办机关同意", "yes_no"),
    "petition_class": Askable("诉求类别", "choice", PetitionClass),
    "path": Askable("法定途径", "choice", StatutoryChannel),
    "procedure": Askable("办理程序", "choice", Procedure, hint=SIMPLE_HINT),
    "outcome": Askable("处理意见", "choice", Outcome),
    "satisfaction": Askable("信访人评价", "choice", Satisfaction),
    "asked_by": Askable("评价由谁征求", "choice", RatingAsker, hint="不清楚的不选，统计时列为“未注明”"),
    "channel": Askable("信访渠道", "choice", Channel),
    "people": Askable("人数", "number", low=1, high=MOST_PEOPLE),
}
FORESEEN = frozenset({"due_on"})  # days that may lie ahead; everything else has happened


@dataclass(frozen=True, slots=True)
class StepForm:
    """What one step asks; see step_forms.toml for the words."""

    step: Step
    by: str
    asks: tuple[tuple[str, bool], ...]
    note: str
    needs_note: bool
    papers: tuple[DocumentKind, ...]
    is_bulk: bool
    labels: Mapping[str, str]


@cache
def step_forms() -> Mapping[Step, StepForm]:
    """Return the forms by step; ``ValueError`` names what in the file cannot be."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    return {Step.coded(code): _read(Step.coded(code), values) for code, values in content.items()}


def bulk_steps() -> tuple[Step, ...]:
    """Return the steps that several matters may take at once."""
    return tuple(step for step, form in step_forms().items() if form.is_bulk)


def step_fields(
    form: StepForm,
    *,
    units: Sequence[Choice],
    acting: Sequence[Choice],
    unit: str | None,
    today: date,
    in_bulk: bool = False,
) -> tuple[FormField, ...]:
    """Return the questions of a step.

    ``acting`` are the units that may act for this viewer, ``unit`` the one first offered. In bulk the unit
    may stay open (each matter's own), and no document is asked, for that belongs to one matter.
    """
    offered = unit if unit in {one.code for one in acting} else ""
    fields = [
        FormField("on", "办理日期", "date", required=True, initial=today.isoformat(), high=today),
        FormField(
            "unit",
            form.labels.get("unit", "办理单位"),
            "unit",
            required=not in_bulk,
            choices=tuple(acting),
            initial=offered or "",
            hint="不选则为各件的责任单位" if in_bulk and form.by != "office" else "",
        ),
        *(_field(form, name, required, units, today) for name, required in form.asks),
    ]
    if form.note:
        fields.append(FormField("note", form.note, "long", required=form.needs_note, longest=LONGEST_NOTE))
    if form.papers and not in_bulk:
        kinds = [Choice(kind.value, kind.label) for kind in (*form.papers, DocumentKind.OTHER)]
        fields += document_fields("文书（有的才填）", kinds, high=today)
    return tuple(fields)


def missing_of_document(values: FormValues) -> list[Blocker]:
    """Return what a document lacks that somebody began to describe."""
    told = any(values.given.get(f"document.{part}") for part in ("title", "number", "issued_on"))
    return [Blocker("已填写文书，请选择文书种类")] if told and not values.text("document.kind") else []


def make_act(
    form: StepForm, case_no: str, values: FormValues, *, unit: str | None = None
) -> Take | RegisterRepeat:
    """Return the act that the answers make; ``unit`` acts where the answers name none."""
    from workbench.acts.handling import RegisterRepeat, Take

    on = values.day("on")
    assert on is not None  # the form has no other errors when it gets here
    facts: dict[str, Any] = {name: _fact(name, values) for name, _ in form.asks}
    documents = _documents(form, values)
    number = documents[0].document_no if documents else None
    step = StepTaken(form.step, on, unit=values.text("unit") or unit, document_no=number, **facts)
    note = values.text("note") or None
    if form.step is Step.REPEAT:
        return RegisterRepeat(case_no, note or "", step)
    return Take(case_no, step, documents=documents, note=note)


def _fact(name: str, values: FormValues) -> Any:
    value = values.given.get(name)
    terms = ASKABLE[name].terms
    return terms.coded(value) if terms is not None and isinstance(value, str) else value


def _documents(form: StepForm, values: FormValues) -> tuple[DocumentDraft, ...]:
    from workbench.acts.handling import DocumentDraft

    code = values.text("document.kind")
    if not code:
        return ()
    kind = DocumentKind.coded(code)
    return (
        DocumentDraft(
            kind,
            values.text("document.title") or kind.label,
            document_no=values.text("document.number") or None,
            issued_on=values.day("document.issued_on"),
        ),
    )


def _field(form: StepForm, name: str, required: bool, units: Sequence[Choice], today: date) -> FormField:
    one = ASKABLE[name]
    choices: tuple[Choice, ...] = ()
    if one.terms is not None:
        choices = tuple(Choice(term.value, term.label) for term in one.terms)
        if form.step is Step.LEAD_TO_PATH:  # the sixth is the petition procedure itself, no other path
            choices = tuple(c for c in choices if c.code != StatutoryChannel.PETITION_HANDLING)
    elif one.kind == "unit":
        choices = tuple(units)
    return FormField(
        name,
        form.labels.get(name, one.label),
        one.kind,
        required=required,
        choices=choices,
        low=one.low,
        high=today if one.kind == "date" and name not in FORESEEN else one.high,
        hint=one.hint,
    )


def _read(step: Step, values: Mapping[str, Any]) -> StepForm:
    note = values.get("note", "")
    asks = tuple((name.rstrip("!"), name.endswith("!")) for name in values["asks"])
    unknown = [name for name, _ in asks if name not in ASKABLE]
    if unknown or values["by"] not in ("office", "responsible", "sender"):
        raise ValueError(f"{FILE.name} [{step.value}]：不认识“{unknown[0] if unknown else values['by']}”")
    return StepForm(
        step=step,
        by=values["by"],
        asks=asks,
        note=note.rstrip("!"),
        needs_note=note.endswith("!"),
        papers=tuple(map(DocumentKind.coded, values.get("papers", ()))),
        is_bulk=values.get("bulk", False),
        labels=values.get("labels", {}),
    )
