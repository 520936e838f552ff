"""Ways of moving money, one file each; adding a file adds a way."""

import importlib
import pkgutil
from types import ModuleType

from payments.providers.base import PayoutProvider, Provider


def discover() -> dict[str, Provider]:
    """Return everyone who takes money in, by name: the `PROVIDER` of each file of this folder that has one."""
    found = [module.PROVIDER for module in _modules() if hasattr(module, "PROVIDER")]
    return {provider.name: provider for provider in found}


def discover_payouts() -> dict[str, PayoutProvider]:
    """Return everyone who pays people out, by name: the `PAYOUTS` of each file of this folder that has one."""
    found = [module.PAYOUTS for module in _modules() if hasattr(module, "PAYOUTS")]
    return {provider.name: provider for provider in found}


def _modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
