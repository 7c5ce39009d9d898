"""The address a viewer opened, as the page's kernel sees it, and addresses that lead to other apps.

Standard library only: this stands before the first view of every app.
"""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, urlencode

HOME = "home"
LONGEST_QUERY = 4000  # characters; what is longer was not made by ``link``


def read_address() -> dict[str, str]:
    """Return the parameters of the address, each once; a parameter given twice keeps its last value.

    Outside the site (JupyterLab, tests) there are no parameters.
    """
    query = os.environ.get("QUERY_STRING", "")[:LONGEST_QUERY]
    return dict(parse_qsl(query, keep_blank_values=False))


def link(app: str, **parameters: object) -> str:
    """Return the address of an app: ``link("case_review", late=1)`` is ``/case_review?late=1``.

    ``None`` and ``False`` leave a parameter out, ``True`` is written 1; text may be Chinese.
    """
    base = os.environ.get("VOILA_BASE_URL", "/")
    given = {
        name: "1" if value is True else str(value)
        for name, value in parameters.items()
        if value is not None and value is not False
    }
    query = f"?{urlencode(given)}" if given else ""
    return f"{base}{'' if app == HOME else app}{query}"
