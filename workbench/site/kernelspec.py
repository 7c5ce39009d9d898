"""The one kernel that the site knows; kernels installed elsewhere on the machine are not offered."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from workbench.site import provisioner

NAME = "python3"
ARGUMENTS = [sys.executable, "-m", "workbench.site.kernel", "-f", "{connection_file}"]


class SiteKernels(KernelSpecManager):
    """Whatever a notebook asks for, it gets the lean kernel of the running interpreter."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return name and resource folder (there is none) of the only kernel."""
        return {NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the lean kernel under any name."""
        return KernelSpec(
            argv=ARGUMENTS,
            display_name="Python",
            language="python",
            interrupt_mode="signal",
            metadata={"debugger": False, "kernel_provisioner": {"provisioner_name": provisioner.NAME}},
        )

    def get_all_specs(self) -> dict[str, dict[str, object]]:
        """Return the only kernel in the form that Voila reads."""
        return {NAME: {"resource_dir": "", "spec": self.get_kernel_spec(NAME).to_dict()}}
