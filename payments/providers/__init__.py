"""Ways of moving money, one file each; adding a file adds a way."""

import importlib
import pkgutil

from payments.providers.base import Provider


def discover() -> dict[str, Provider]:
    """Return every provider by its name: the `PROVIDER` of each file of this folder."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [module.PROVIDER for module in modules if hasattr(module, "PROVIDER")]
    return {provider.name: provider for provider in found}
