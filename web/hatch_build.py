"""Build hook: bring htmx into web/static/vendor and compile the catalogues, so that no binary is committed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# File in the PyPI package django-htmx -> (our name, SHA-256): a changed file stops the build.
HTMX_FILES = {
    "htmx-2.min.js": ("htmx.min.js", "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"),
}


def copy_htmx(vendor: Path) -> None:
    """Copy each htmx file into `vendor` after checking that it is the one we tested with."""
    files = {str(file): file for file in importlib.metadata.files("django-htmx") or []}
    for source, (target, digest) in HTMX_FILES.items():
        found = Path(str(files[f"django_htmx/static/django_htmx/{source}"].locate()))
        if hashlib.sha256(found.read_bytes()).hexdigest() != digest:
            raise RuntimeError(f"{source} is not the file this project was tested with")
        shutil.copyfile(found, vendor / target)


def compile_catalogues(locale: Path) -> None:
    """Write a .mo beside each .po, as gettext reads them."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - exists in the build environment only
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text)
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


class AssetsHook(BuildHookInterface):  # type: ignore[misc] # hatchling lives in the build environment only
    """What hatchling runs before it packs a wheel or an editable install."""

    def dependencies(self) -> list[str]:
        """Return what the isolated build environment needs; none of it reaches the run time."""
        return ["django-htmx==1.29.0", "babel>=2.18"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare the assets of the wheel."""
        if self.target_name != "wheel":
            return
        web = Path(self.root) / "web"
        vendor = web / "static" / "vendor"
        vendor.mkdir(parents=True, exist_ok=True)
        copy_htmx(vendor)
        compile_catalogues(web / "locale")
