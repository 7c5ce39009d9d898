"""Where the scripts that come with Jupyter are changed on their way into a page, and why.

Each change names the text that it takes the place of. A version that says this otherwise stays as it is:
``tests/site/test_assets.py`` then says that somebody must look again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A text of a script, and what stands there instead."""

    was: str
    becomes: str


# Voila's start makes ready to set mathematics, which no page shows: a fifth of all scripts. What needs it all
# the same loads it then.
NO_MATHEMATICS = Change('i.typeset(document.createElement("div"))', "void 0")

# The widgets' manager looks for a widget every tenth of a second, for two seconds, and gives it up without a
# last look. In a busy browser all widgets come between two looks, the time is over at the next, and the page
# says "model not found" of what it has by now.
_LOOKS = "await new Promise(e=>setTimeout(e,100))}"
_GIVES_UP = 'throw Error("widget model not found")'
LAST_LOOK = Change(_LOOKS + _GIVES_UP, _LOOKS + "if(void 0!==(t=this._models[e]))return t;" + _GIVES_UP)

# A part whose script is not there after two seconds never heard of a change again, though its script came.
# A script that cannot be had at all is told at once, instead of by that limit.
PATIENCE = Change(
    "AbortSignal.timeout(2000).addEventListener(", "AbortSignal.timeout(60000).addEventListener("
)
NO_SCRIPT = Change(
    "if (controller.signal.aborted) return;\n                    setWidgetResult({",
    "if (controller.signal.aborted) return;\n                    "
    "resolvers.reject(new Error(`[anywidget] ${error}`));setWidgetResult({",
)

CHANGES = (NO_MATHEMATICS, LAST_LOOK, PATIENCE, NO_SCRIPT)


def amended(scripts: str) -> str:
    """Return the scripts with every change."""
    for change in CHANGES:
        scripts = scripts.replace(change.was, change.becomes)
    return scripts
