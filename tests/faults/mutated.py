"""Workbooks altered at random, in structure and in cells: taken in whole, or refused in a sentence.

``python -m tests.faults.mutated HOME ROUNDS SEED FILE…`` prints the outcome as JSON.
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK
from tests.faults.forked import Outcome, sentence_of
from tests.faults.readers import warm_readers
from workbench.acts.handling import Register
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.load import load
from workbench.intake.preview import Preview, inspect

SLOWEST = 30.0  # seconds
MOST_MEMORY = 512 * 1024  # kB, of the child that reads
# Empty elements first: else each of them looks for an end that may be megabytes away.
CELLS = re.compile(rb"<c [^>]*/>|<c [^>]*>.*?</c>", re.S)
ROWS = re.compile(rb"<row [^>]*/>|<row [^>]*>.*?</row>", re.S)
TEXTS = re.compile(rb"(<t[^>]*>)(.*?)(</t>)", re.S)
HOSTILE = (
    "=1+1", "430682199001011234", "4.30682E+17", "23.5.4", "2023-02-30", "00:00", "王小二\u202e", "１２３",
    "-1", "1e309", "<script>", "&#0;", "_x0000_", "5-6人", "约50人", "二〇二三年五月四日", "\u3000", "\t",
    "𠮷", "None", "x" * 40_000,
)  # fmt: skip

Mutation = Callable[[bytes, random.Random], bytes]


def flip_bytes(content: bytes, chance: random.Random) -> bytes:
    """Some bytes of the container are others."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The download broke off, or something hangs on its end."""
    if chance.random() < 0.5:
        return content[: chance.randrange(len(content))]
    return content + bytes(chance.randrange(256) for _ in range(chance.randint(1, 5_000)))


def shuffle_parts(content: bytes, chance: random.Random) -> bytes:
    """Parts of the container are missing, doubled, empty or in each other's place."""
    parts = _parts(content)
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    deed = chance.randrange(4)
    if deed == 0:
        del parts[one]
    elif deed == 1:
        parts[one], parts[other] = parts[other], parts[one]
    elif deed == 2:
        parts[one] = b""
    else:
        parts[one] = parts[one][: chance.randrange(len(parts[one]) + 1)]
    return _zipped(parts)


def tear_markup(content: bytes, chance: random.Random) -> bytes:
    """The markup of a part is torn, repeated, nested or given an entity."""
    parts = _parts(content)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    markup = bytearray(parts[name])
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(markup) + 1)
        end = min(len(markup), place + chance.randint(0, 200))
        piece = bytes(markup[place:end])
        markup[place:end] = chance.choice(
            [b"", piece * chance.randint(2, 50), b"<c>" + piece, b"&x;", b"<!DOCTYPE a>", b"\x00"]
        )
    parts[name] = bytes(markup)
    return _zipped(parts)


def move_rows(content: bytes, chance: random.Random) -> bytes:
    """Rows are doubled, dropped, far away or change places; so do cells."""
    return _in_sheet(content, chance, ROWS if chance.random() < 0.5 else CELLS)


def change_texts(content: bytes, chance: random.Random) -> bytes:
    """Cells say something else: what is no date, no number, no name, no text."""
    parts = _parts(content)
    names = [name for name in parts if "sharedStrings" in name or "worksheets/sheet" in name]
    for name in names:
        found = list(TEXTS.finditer(parts[name]))
        markup = parts[name]
        for match in chance.sample(found, min(len(found), chance.randint(1, 8))):
            said = chance.choice(HOSTILE).replace("<", "&lt;").encode()
            markup = markup.replace(match[0], match[1] + said + match[3], 1)
        parts[name] = markup
    return _zipped(parts)


MUTATIONS: tuple[Mutation, ...] = (flip_bytes, cut, shuffle_parts, tear_markup, move_rows, change_texts)


def main(
    home: Path, rounds: int, seed: int, files: list[Path], tick: Callable[[int], None] | None = None
) -> Outcome:
    """Hand in altered copies of ``files``, all into one workbench."""
    chance, outcome, began = random.Random(seed), Outcome("altered workbooks"), time.monotonic()
    bench = Workbench(Config(f"sqlite:///{home / 'workbench.sqlite'}", home), clock=lambda: NOW)
    originals = [path.read_bytes() for path in files]
    weights = [len(content) ** -1.5 for content in originals]  # large ones take long
    with warm_readers() as readers:
        for place in range(rounds):
            mutation = MUTATIONS[place % len(MUTATIONS)]
            content = mutation(chance.choices(originals, weights)[0], chance)
            fault = _hand_in(bench, content, outcome)
            if fault:
                outcome.faults.append(f"round {place} of seed {seed} ({mutation.__name__}): {fault}")
            outcome.rounds = place + 1
            if tick is not None:
                tick(place + 1)
    found = bench.verify_ledger()
    outcome.faults += [] if found.is_sound else [found.differences[0].message]
    bench.close()
    if readers.most_memory > MOST_MEMORY:
        outcome.faults.append(f"a reading child took {readers.most_memory // 1024} MB")
    outcome.most_memory = readers.most_memory // 1024
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _hand_in(bench: Workbench, content: bytes, outcome: Outcome) -> str:
    before, began = bench.ledger_size(), time.monotonic()
    try:
        preview = inspect(content, "台账.xlsx", bench=bench)
        if not preview.blockers and preview.already is None:
            load(bench, preview, CLERK, confirmed=True)
            outcome.acts += 1
            return _compared(bench, preview, content) or _in_time(began)
        outcome.struck += 1
    except Exception as error:
        outcome.struck += 1
        if not sentence_of(error):
            return f"no sentence for {type(error).__name__}: {str(error)[:200]}"
    if bench.ledger_size() != before:
        return "refused, and yet something was written"
    return _in_time(began)


def _in_time(began: float) -> str:
    spent = time.monotonic() - began
    return f"took {spent:.0f} s" if spent > SLOWEST else ""


def _compared(bench: Workbench, preview: Preview, content: bytes) -> str:
    """What was taken in stands in the file, as another reader reads it, or the change was listed."""
    with bench.reading() as session:
        asked = text(
            "SELECT rows_imported, (SELECT count(*) FROM petition_case c WHERE c.batch_id = b.id) "
            "FROM import_batch b WHERE b.batch = :batch"
        )
        told, there = session.execute(asked, {"batch": preview.batch}).one()
    if told != there:
        return f"the batch says {told} rows, {there} are there"
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        cells = {
            _plain(_decoded(str(cell)))
            for sheet in book
            for row in sheet.values
            for cell in row
            if cell is not None
        }
    except Exception:
        return ""  # the other reader cannot read it at all
    listed = {one.row for one in preview.corrections}
    for draft in preview.drafts:
        first = draft.acts[0]
        if not isinstance(first, Register) or draft.row in listed:
            continue
        if first.narrative and _plain(first.narrative) not in cells:
            return f"row {draft.row}: the text that was taken in stands nowhere in the file"
    return ""


def _decoded(said: str) -> str:
    """As the format writes control characters, which this other reader leaves as they stand."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), said)


def _plain(said: str) -> str:
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", "", said)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _in_sheet(content: bytes, chance: random.Random, pattern: re.Pattern[bytes]) -> bytes:
    parts = _parts(content)
    name = next(name for name in parts if "worksheets/sheet" in name)
    found = [match[0] for match in pattern.finditer(parts[name])]
    markup = parts[name]
    for _ in range(min(len(found), chance.randint(1, 6))):
        one, other = chance.choice(found), chance.choice(found)
        far = re.sub(rb'r="([A-Z]*)\d+"', rb'r="\g<1>1048576"', one)
        markup = markup.replace(one, chance.choice([b"", one + one, other, one + other, far]), 1)
    parts[name] = markup
    return _zipped(parts)


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
