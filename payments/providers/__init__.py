"""Ways of moving money, one file each; adding a file adds a way."""

import importlib
import pkgutil
from types import ModuleType

from payments.providers.base import Keys, PayoutProvider, Provider
from payments.providers.onboarding import Onboarding
from payments.providers.record import KeepsRecord

NO_KEYS = Keys()


def discover(keys: Keys = NO_KEYS) -> dict[str, Provider]:
    """Return everyone who takes money in, by name.

    Args:
        keys: what services know us by; one whose key is missing is left out.

    Returns:
        The `PROVIDER` of each file of this folder that has one, and what `open_funding(keys)` of the others opens.
    """
    modules = _modules()
    found = [module.PROVIDER for module in modules if hasattr(module, "PROVIDER")]
    opened = [module.open_funding(keys) for module in modules if hasattr(module, "open_funding")]
    return {provider.name: provider for provider in [*found, *opened] if provider is not None}


def discover_payouts(keys: Keys = NO_KEYS) -> dict[str, PayoutProvider]:
    """Return everyone who pays people out, by name.

    Args:
        keys: as above.

    Returns:
        The `PAYOUTS` of each file of this folder that has one, and what `open_payouts(keys)` of the others opens.
    """
    modules = _modules()
    found = [module.PAYOUTS for module in modules if hasattr(module, "PAYOUTS")]
    opened = [module.open_payouts(keys) for module in modules if hasattr(module, "open_payouts")]
    return {provider.name: provider for provider in [*found, *opened] if provider is not None}


def discover_onboarding(keys: Keys = NO_KEYS) -> dict[str, Onboarding]:
    """Return the services at which people open an account of their own, by the name of who pays there.

    Args:
        keys: as above.
    """
    opened = [module.open_onboarding(keys) for module in _modules() if hasattr(module, "open_onboarding")]
    return {name: onboarding for found in opened for name, onboarding in found.items()}


def discover_records(keys: Keys = NO_KEYS) -> dict[str, KeepsRecord]:
    """Return every service whose own record can be read, by name: what `open_record(keys)` of each file opens."""
    opened = [module.open_record(keys) for module in _modules() if hasattr(module, "open_record")]
    return {record.name: record for record in opened if record is not None}


def _modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
