"""Finding plug-ins: every file of a plug-in folder, and of one more where an operator keeps some of their own."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def plug_ins(package: ModuleType, folder: Path | None = None) -> Iterator[ModuleType]:
    """Yield the modules of a package, then those of a folder outside it.

    Args:
        package: the plug-in package, such as `annotate.task_types`.
        folder: a folder of Python files; those whose name starts with an underscore are left out.
    """
    for info in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{info.name}")
    for path in sorted(folder.glob("[!_]*.py")) if folder else ():
        yield _module_at(path, f"{package.__name__}_outside_{path.stem}".replace(".", "_"))


def _module_at(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
