"""Charts for briefings: Chinese text from the carried font, the same file every time."""

from __future__ import annotations

from functools import cache

from workbench import fonts


@cache
def use_chinese_font() -> None:
    """Make matplotlib write with the carried font; call it before the first figure."""
    from matplotlib import font_manager, rcParams

    font_manager.fontManager.addfont(fonts.ttf_path())
    rcParams.update(
        {
            "font.family": [fonts.FAMILY],
            # Without a fixed salt every SVG of the same figure would differ.
            "svg.hashsalt": "petition-workbench",
            # TrueType in the PDF: its text can be searched and copied.
            "pdf.fonttype": 42,
        }
    )
