"""Rules that every script and every sheet of the parts keeps."""

import re
from pathlib import Path

import pytest

import widgets.parts
from widgets.parts.style import SHEETS, stylesheet

FOLDER = Path(widgets.parts.__file__).parent
SCRIPTS = sorted(FOLDER.glob("*.js"))
TOKENS = re.compile(r"--wb-[a-z-]+(?=:)")
SCHEMES = ("style.css", "projector.css")
COLOUR = re.compile(r"--wb-([a-z-]+): (#[0-9a-f]{6})")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_from_text_or_reaches_outside(path):
    script = path.read_text("utf-8")

    for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert banned not in script
    addresses = set(re.findall(r"https?://[^\"'` )]+", script))
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_a_date_is_never_asked_in_the_format_of_the_browsers_language():
    asking = [
        path.name
        for path in SCRIPTS
        if re.search(r"type: \"date\"|type=.?date|rangeInput", path.read_text("utf-8"))
    ]

    assert asking == []


def test_no_sheet_loads_anything():
    assert "url(" not in stylesheet()
    assert "@import" not in stylesheet()


def test_every_sheet_is_part_of_the_style():
    assert {path.stem for path in FOLDER.glob("*.css")} == set(SHEETS)


def test_every_token_that_is_used_is_defined():
    used = set(re.findall(r"var\((--wb-[a-z-]+)", stylesheet()))
    set_by_scripts = {"--wb-grid-tracks", "--wb-grid-least", "--wb-grid-shares", "--wb-level"}

    assert used - set_by_scripts <= set(TOKENS.findall(stylesheet()))


@pytest.mark.parametrize("is_projected", [False, True], ids=["desk", "projector"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "ground"),
        ("quiet", "surface"),
        ("quiet", "ground"),
        ("accent", "surface"),
        ("accent", "accent-soft"),
        ("accent-strong", "accent-soft"),
        ("late", "surface"),
        ("late", "late-soft"),
        ("soon", "soon-soft"),
        ("done", "done-soft"),
    ],
)
def test_letters_stand_out_from_their_ground(ink, ground, is_projected):
    desk, projector = (dict(COLOUR.findall((FOLDER / name).read_text("utf-8"))) for name in SCHEMES)
    colours = {**desk, **projector} if is_projected else desk

    assert contrast(colours[ink], colours[ground]) >= (5.5 if is_projected else 4.5)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
