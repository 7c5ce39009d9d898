"""How long it takes to find like pairs among many texts: ``python benchmarks/repeats/measure.py TEXTS.xlsx``.

The texts of the columns 留言主题 and 留言详情 are compared as they are; then more are made up from them,
character by character after the four before (a Markov chain: no text is a copy), up to as many as asked for.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

from python_calamine import CalamineWorkbook

from workbench.repeats.likeness import like_pairs

REACH = 4


def read(path: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    at = {heading: place for place, heading in enumerate(rows[0])}
    return [f"{row[at['留言主题']]}\n{row[at['留言详情']]}" for row in rows[1:]]


def grown(texts: list[str], count: int) -> list[str]:
    dice, following, everything = random.Random(1), defaultdict(list), "".join(texts)
    for text in texts:
        padded = "^" * REACH + text[:1_500]
        for at in range(REACH, len(padded)):
            following[padded[at - REACH : at]].append(padded[at])
    made = list(texts)
    while len(made) < count:
        before, text, length = "^" * REACH, "", dice.lognormvariate(5.6, 0.7)
        while len(text) < length:
            known = following.get(before)
            # Now and then a character from anywhere: real texts bring new names.
            letter = dice.choice(known) if known and dice.random() > 0.03 else dice.choice(everything)
            text, before = text + letter, before[1:] + letter
            if before not in following:
                before = dice.choice(texts)[10 : 10 + REACH]
        made.append(text)
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--up-to", type=int, default=100_000)
    asked = parser.parse_args()
    texts = read(asked.workbook)
    for among in (texts, grown(texts, asked.up_to)):
        start = time.process_time()
        pairs = like_pairs(among, at_least=0.2)
        spent = time.process_time() - start
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"{len(among):>9,} texts: {spent:6.1f} s, {len(pairs):,} pairs, {most:,.0f} MB at most\n"
        )


if __name__ == "__main__":
    main()
