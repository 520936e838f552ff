"""One thing that is wrong with a bundle, in words that an inspector can follow up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from policies.errors import Refusal

FINDINGS_MAX = 1_000
"""A bundle with so many findings is wrong enough; the count goes on, the list does not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: a stable code, where, and a sentence."""

    code: str
    where: str
    says: str

    def line(self) -> str:
        """Return it as one readable line."""
        return f"{self.code}: {self.where}: {self.says}"


class Findings:
    """Collects what is wrong, and turns what cannot be read into a finding too."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, code: str, where: object, says: str) -> None:
        """Note something wrong."""
        if len(self.found) < FINDINGS_MAX:
            self.found.append(Finding(code, str(where), says))

    def expect(self, is_right: bool, code: str, where: object, says: str) -> bool:  # noqa: FBT001 - reads like assert
        """Note something wrong unless it is right, and return whether it is."""
        if not is_right:
            self.add(code, where, says)
        return is_right

    @contextmanager
    def reading(self, where: object) -> Iterator[None]:
        """Note what cannot be read instead of stopping there: whoever altered it may have hoped for that."""
        try:
            yield
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, IndexError) as problem:
            self.add("unreadable", where, f"cannot be read: {type(problem).__name__} {problem}")
        except AssertionError as problem:
            self.add("does_not_add_up", where, str(problem))
        except Refusal as refusal:
            self.add(refusal.code, where, f"the rulebook refuses it: {refusal.params}")
