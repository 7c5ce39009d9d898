"""The site: Voila with our template, addresses, headers and kernels."""

import sys

# A part of Jupyter checks the form of addresses with a grammar that takes half of the site's start to build.
# No data of ours is checked by it; without it that check is left out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
