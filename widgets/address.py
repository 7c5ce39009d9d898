"""The address a viewer opened, as the page's kernel sees it, and addresses that lead to other apps.

Standard library only: this stands before the first view of every app.
"""

from __future__ import annotations

import json
import os
from urllib.parse import parse_qsl, urlencode

HOME = "home"
LONGEST_QUERY = 4000  # characters; what is longer was not made by ``link``


def read_address() -> dict[str, str]:
    """Return the parameters of the address, each once; a parameter given twice keeps its last value.

    In a kernel that was prepared ahead this waits until there is a viewer, so a notebook imports first,
    asks then, and reads its data last. Outside the site (JupyterLab, tests) there are no parameters.
    """
    if os.environ.get("VOILA_PREHEAT") == "True" and "QUERY_STRING" not in os.environ:
        _wait_for_viewer()
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


def _wait_for_viewer() -> None:
    """Ask the server, which answers when somebody opens the page, and take over what it says."""
    from http.client import HTTPConnection

    server = HTTPConnection("127.0.0.1", int(os.environ["VOILA_APP_PORT"]))
    secret = {"X-Workbench-Secret": os.environ.get("WORKBENCH_SITE_SECRET", "")}
    try:
        server.request("GET", f"/site/page/{os.environ['VOILA_KERNEL_ID']}", headers=secret)
        answer = server.getresponse()
        request = json.loads(answer.read()) if answer.status == 200 else {}
    finally:
        server.close()
    os.environ["QUERY_STRING"] = ""
    os.environ.update({name: value for name, value in request.items() if isinstance(value, str)})
