"""How often made-up examples are tried: a few in the run of every day, many in `.ci/run`, more when somebody hunts.

The first two try the same examples each time and everywhere, so that a run that passed passes again: nothing that nobody
changed may stop a landing. `--hypothesis-profile hunting` tries others each time; what it finds becomes a test of its own.
"""

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

USUAL_EXAMPLES = 100
"""What `.ci/run` tries where a test does not ask for more or fewer."""
EVERYDAY_EXAMPLES, HUNTING_EXAMPLES = 20, 500
EVERYDAY, THOROUGH, HUNTING = "everyday", "thorough", "hunting"


def register() -> None:
    """Make the profiles known; a busy machine is slow, and that is no failure in any of them."""
    settings.register_profile(EVERYDAY, _patient(EVERYDAY_EXAMPLES, is_repeatable=True))
    settings.register_profile(THOROUGH, _patient(USUAL_EXAMPLES, is_repeatable=True))
    settings.register_profile(HUNTING, _patient(HUNTING_EXAMPLES, is_repeatable=False))


def load(profile: str) -> None:
    """Let a profile hold for this run.

    Args:
        profile: its name, or "" for that of every day.
    """
    settings.load_profile(profile or EVERYDAY)
    if settings().derandomize:
        # Else it also tries numbers and words of whatever of our modules is loaded by then, which is another matter in
        # each process: under the same seed, other examples.
        providers._get_local_constants = Constants


def examples(thorough: int) -> settings:
    """Return settings that try so many examples in `.ci/run`, and of every day its share of them."""
    return settings(max_examples=max(1, thorough * settings().max_examples // USUAL_EXAMPLES))


def _patient(most: int, *, is_repeatable: bool) -> settings:
    return settings(
        max_examples=most,
        deadline=None,
        derandomize=is_repeatable,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
