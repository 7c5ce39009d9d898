"""A kernel where nothing is forked: started as a program of its own, as on Windows and without a nursery."""

from __future__ import annotations

from pathlib import Path

from jupyter_client.manager import KernelManager

from workbench.site import provisioner
from workbench.site.kernelspec import SiteKernels


def test_a_kernel_that_is_started_by_itself_answers(tmp_path: Path) -> None:
    provisioner.register()
    manager = KernelManager(
        kernel_spec_manager=SiteKernels(), connection_file=str(tmp_path / "kernel.json"), transport="tcp"
    )
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.blocking_client()
    try:
        client.start_channels(hb=False)
        reply = client.execute("1 + 1", reply=True, timeout=60)

        assert reply["content"]["status"] == "ok"
        assert manager.is_alive()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
