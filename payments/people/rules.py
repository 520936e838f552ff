"""What people may be, and the names that hide them: how a pseudonym is drawn."""

from collections.abc import Callable
from enum import StrEnum

BIRDS = (
    "avocet", "bittern", "bunting", "condor", "cormorant", "crane", "curlew", "dipper", "dove", "dunlin",
    "egret", "falcon", "finch", "flamingo", "gannet", "goldcrest", "grebe", "harrier", "heron", "hoopoe",
    "ibis", "jacana", "jackdaw", "jay", "kestrel", "kingfisher", "kite", "lapwing", "lark", "linnet", "loon",
    "magpie", "martin", "merlin", "motmot", "nightjar", "nuthatch", "oriole", "osprey", "ouzel", "owl",
    "pelican", "petrel", "pipit", "plover", "puffin", "quail", "quetzal", "rail", "raven", "redstart",
    "robin", "roller", "sandpiper", "shrike", "siskin", "skua", "snipe", "sparrow", "starling", "stork",
    "swallow", "swift", "tanager", "teal", "tern", "thrush", "toucan", "treecreeper", "trogon", "turnstone",
    "vireo", "wagtail", "warbler", "waxwing", "whimbrel", "wren",
)  # fmt: skip
NUMBERS = 900
FIRST_NUMBER = 100


class Role(StrEnum):
    """What a member may be in an organisation that asks for work."""

    REQUESTER = "requester"
    REVIEWER = "reviewer"


class StaffRole(StrEnum):
    """What a person may be for the operator."""

    OPERATOR = "operator"
    PAYROLL = "payroll"


def pseudonym(draw: Callable[[int], int], *, taken: frozenset[str] = frozenset()) -> str:
    """Return a name such as "heron-317" that nobody has yet.

    Args:
        draw: returns a random whole number from 0 up to, but without, its argument (`secrets.randbelow`).
        taken: names in use at the same place.
    """
    free = len(BIRDS) * NUMBERS - len(taken)
    assert free > 0, "every pseudonym is taken; add birds"
    while True:
        name = f"{BIRDS[draw(len(BIRDS))]}-{FIRST_NUMBER + draw(NUMBERS)}"
        if name not in taken:
            return name
