import json
import subprocess
import sys

HEAVY = ("pandas", "numpy", "matplotlib", "sqlalchemy", "openpyxl", "xlsxwriter")
PROBE = """
import json, sys
import widgets.parts, widgets.shell
print(json.dumps(sorted(set(sys.modules) & set(sys.argv[1:]))))
"""


def test_the_parts_and_the_frame_import_nothing_heavy():
    probe = subprocess.run(
        [sys.executable, "-c", PROBE, *HEAVY, "workbench", "workbench.queries"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(probe.stdout) == []
