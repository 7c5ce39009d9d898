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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK
from tests.faults.as_people_do import (
    hide_and_merge,
    leave_formulas,
    put_titles,
    spell_rich,
    write_otherwise,
)
from tests.faults.compared import difference
from tests.faults.excerpts import LARGE, excerpt
from tests.faults.forked import Outcome, sentence_of
from tests.faults.readers import warm_readers
from workbench.app import Workbench
from workbench.config import Config
from workbench.intake.load import load
from workbench.intake.preview import Preview, inspect
from workbench.intake.unit_names import shipped_units

SLOWEST = 30.0  # seconds of the processor: the clock also counts what else the machine does
HANGS = 180.0  # seconds by the clock
MOST_MEMORY = 512 * 1024  # kB, of the child that reads, and of the process that waits for it
# Empty elements first: else each of them looks for an end that may be megabytes away.
CELLS = re.compile(rb"<c [^>]*/>|<c [^>]*>.*?</c>", re.S)
ROWS = re.compile(rb"<row [^>]*/>|<row [^>]*>.*?</row>", re.S)
PLACE = re.compile(rb'r="[A-Z]+\d+"')
TEXTS = re.compile(rb"(<t[^>]*>)(.*?)(</t>)", re.S)
STRINGS = re.compile(rb"<si>.*?</si>", re.S)
SHARED = re.compile(rb't="s"[^>]*><v>(\d+)</v>')
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


def renumber_rows(content: bytes, chance: random.Random) -> bytes:
    """Rows are dropped, doubled and mixed, and numbered anew: a sheet that nothing is wrong with."""

    def mix(rows: list[bytes]) -> list[bytes]:
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(1, len(rows)) if len(rows) > 1 else 0
            deed = chance.randrange(3)
            rows[at : at + 1] = ([], [rows[at]] * 2, [rows[-1]])[deed]
        return rows

    return _rewritten(content, mix)


def exchange_cells(content: bytes, chance: random.Random) -> bytes:
    """Cells are in each other's place, mostly in that of another row of their column, or empty."""

    def mix(rows: list[bytes]) -> list[bytes]:
        for _ in range(chance.randint(1, 6)):
            if len(rows) < 3:
                break
            one, other = chance.sample(range(1, len(rows)), 2)
            ours, theirs = CELLS.findall(rows[one]), CELLS.findall(rows[other])
            if not ours or not theirs:
                continue
            at = chance.randrange(len(ours))
            to = at if at < len(theirs) and chance.random() < 0.7 else chance.randrange(len(theirs))
            rows[one] = rows[one].replace(ours[at], _placed(theirs[to], ours[at]), 1)
            taken = _placed(ours[at], theirs[to]) if chance.random() < 0.7 else b""
            rows[other] = rows[other].replace(theirs[to], taken, 1)
        return rows

    return _rewritten(content, mix)


def count_days(content: bytes, chance: random.Random) -> bytes:
    """Cells hold numbers: days as table programs count them, numbers of people, long numbers."""

    def mix(rows: list[bytes]) -> list[bytes]:
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(rows))
            if cells := CELLS.findall(rows[at]):
                cell = chance.choice(cells)
                place = PLACE.search(cell)
                told = chance.choice([46_027, 46_060.5, 20_260_131, 3, 13_800_000_001, 0.5, -2])
                number = b"<c %s><v>%s</v></c>" % (place[0] if place else b"", str(told).encode())
                rows[at] = rows[at].replace(cell, number, 1)
        return rows

    return _rewritten(content, mix)


def refer_often(content: bytes, chance: random.Random) -> bytes:
    """One long text is kept once, and thousands of rows refer to it: a few kB that become gigabytes."""
    return _amplified(content, chance, int(10 ** chance.uniform(5, 7.8)), is_shared=True)


def repeat_text(content: bytes, chance: random.Random) -> bytes:
    """One long text stands in every row; zipped it is next to nothing."""
    return _amplified(content, chance, int(10 ** chance.uniform(5, 7)), is_shared=False)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes, cut, shuffle_parts, tear_markup, move_rows, change_texts,
    renumber_rows, exchange_cells, count_days, refer_often, repeat_text,
    write_otherwise, leave_formulas, hide_and_merge, spell_rich, put_titles,
)  # fmt: skip


def main(
    home: Path, rounds: int, seed: int, files: list[Path], tick: Callable[[int], None] | None = None
) -> Outcome:
    """Hand in altered copies of ``files``, all into one workbench."""
    chance, outcome, began = random.Random(seed), Outcome("altered workbooks"), time.monotonic()
    bench = Workbench(Config(f"sqlite:///{home / 'workbench.sqlite'}", home), clock=lambda: NOW)
    originals = [path.read_bytes() for path in files]
    originals += [excerpt(one, chance) for one in originals if len(one) > LARGE for _ in range(2)]
    weights = [len(content) ** -1.5 for content in originals]  # large ones take long
    with warm_readers() as readers:
        for place in range(rounds):
            mutation = MUTATIONS[(place + seed) % len(MUTATIONS)]
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
    outcome.most_memory = max(outcome.most_memory, readers.most_memory // 1024)
    outcome.at_most(memory_of_child=readers.most_memory // 1024, work_of_child=readers.most_work)
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


@dataclass
class Spent:
    """What one file cost this process; what its comparison by another reader takes is not the importer's."""

    seconds: float = 0.0  # by the clock
    worked: float = 0.0  # seconds of the processor
    memory: int = 0  # kB

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Count the time and the most memory held within."""
        began, worked = time.monotonic(), time.process_time()
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        try:
            yield
        finally:
            told = Path("/proc/self/status").read_text("ascii")
            most = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM"))
            self.memory = max(self.memory, most)
            self.seconds += time.monotonic() - began
            self.worked += time.process_time() - worked

    def too_much(self, outcome: Outcome) -> str:
        """Return what was over its limit, "" if nothing was."""
        outcome.most_memory = max(outcome.most_memory, self.memory // 1024)
        outcome.at_most(memory_here=self.memory // 1024, work_here=self.worked, clock=self.seconds)
        if self.memory > MOST_MEMORY:
            return f"took {self.memory // 1024} MB"
        if self.worked > SLOWEST or self.seconds > HANGS:
            return f"took {self.worked:.0f} s of work, {self.seconds:.0f} s by the clock"
        return ""


def _hand_in(bench: Workbench, content: bytes, outcome: Outcome) -> str:
    before, spent = bench.ledger_size(), Spent()
    try:
        with spent.measured():
            preview = inspect(content, "台账.xlsx", bench=bench)
        # As if nothing were known: rows that were taken in before are left out, and could not be compared.
        afresh = replace(preview, source=None).answer({})
        for _ in range(3):
            if afresh.questions:
                afresh = afresh.answer({one.id: one.choices[0].value for one in afresh.questions})
        if told := difference(afresh, content, shipped_units().name):
            return told
        if not preview.blockers and preview.already is None:
            with spent.measured():
                load(bench, preview, CLERK, confirmed=True)
            outcome.acts += 1
            return _counted(bench, preview) or spent.too_much(outcome)
        outcome.struck += 1
    except Exception as error:
        outcome.struck += 1
        if not sentence_of(error):
            return f"no sentence for {type(error).__name__}: {str(error)[:200]}"
    if bench.ledger_size() != before:
        return "refused, and yet something was written"
    return spent.too_much(outcome)


def _counted(bench: Workbench, preview: Preview) -> str:
    """As many matters are there as the batch says."""
    with bench.reading() as session:
        asked = text(
            "SELECT rows_imported, (SELECT count(*) FROM petition_case c WHERE c.batch_id = b.id) "
            "FROM import_batch b WHERE b.batch = :batch"
        )
        told, there = session.execute(asked, {"batch": preview.batch}).one()
    if told != there:
        return f"the batch says {told} rows, {there} are there"
    return ""


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


def _rewritten(content: bytes, mix: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """The first sheet with its rows as ``mix`` returns them, numbered from 1."""
    parts = _parts(content)
    name = next(name for name in parts if "worksheets/sheet" in name)
    before, _, rest = parts[name].partition(b"<sheetData>")
    data, _, after = rest.partition(b"</sheetData>")
    rows = [
        re.sub(rb'\br="([A-Z]*)\d+"', rb'r="\g<1>%d"' % number, row)
        for number, row in enumerate(mix(ROWS.findall(data)), 1)
    ]
    parts[name] = before + b"<sheetData>" + b"".join(rows) + b"</sheetData>" + after
    return _zipped(parts)


def _amplified(content: bytes, chance: random.Random, characters: int, *, is_shared: bool) -> bytes:
    """About so many characters: a row many times, its longest text made as long as a cell may be, or less."""
    length = chance.randint(1_000, 32_767)
    said = ("路灯不亮，" * 6_554)[:length].encode()
    parts = _parts(content)
    shared = parts.get("xl/sharedStrings.xml", b"")
    strings = STRINGS.findall(shared)
    parts["xl/sharedStrings.xml"] = shared.replace(b"</sst>", b"<si><t>%s</t></si></sst>" % said)

    def characters_of(cell: bytes) -> int:
        at = SHARED.search(cell)
        return len(strings[int(at[1])] if at else cell)

    def mix(rows: list[bytes]) -> list[bytes]:
        row = rows[chance.randrange(1, len(rows))]
        number, *cells = CELLS.findall(row)
        cell = max(cells, key=characters_of)
        told = b't="s"><v>%d</v>' % len(strings) if is_shared else b't="inlineStr"><is><t>%s</t></is>' % said
        row = row.replace(cell, _placed(b'<c r="A1" %s</c>' % told, cell), 1)
        named = _placed(b'<c r="A1" t="inlineStr"><is><t>A%d</t></is></c>', number)
        return [rows[0], *(row.replace(number, named % at, 1) for at in range(characters // length + 1))]

    return _rewritten(_zipped(parts) if is_shared else content, mix)


def _placed(cell: bytes, where: bytes) -> bytes:
    """The cell in the place of another."""
    place = PLACE.search(where)
    return PLACE.sub(place[0], cell, count=1) if place else cell


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
