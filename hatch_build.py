"""Seals the exemplars into the wheel: their files stay out of it, and one encoded file goes in."""

import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Runs for each build; the wheel gets `teaching/data/exemplars.sealed`."""

    _folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the sealed file and name it to the builder."""
        if self.target_name != "wheel" or version == "editable":
            return
        package = Path(self.root) / "teaching"
        # By its path: the build's own Python has nothing of ours installed.
        place = package / "exemplars" / "sealed.py"
        spec = importlib.util.spec_from_file_location("sealed", place)
        assert spec is not None and spec.loader is not None
        sealed = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sealed)
        self._folder = tempfile.mkdtemp(prefix="exemplars-")
        file = Path(self._folder) / "exemplars.sealed"
        projects = Path(self.root) / "curriculum"
        kept = sealed.gather(package)
        kept |= {f"data/curriculum/{path}": text for path, text in sealed.gather(projects).items()}
        file.write_text(sealed.seal(kept), encoding="ascii")
        for place in sealed.public(projects):
            build_data["force_include"][str(projects / place)] = f"teaching/data/curriculum/{place}"
        build_data["force_include"][str(file)] = f"teaching/{sealed.PLACE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was made for the build."""
        del version, build_data, artifact_path
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
