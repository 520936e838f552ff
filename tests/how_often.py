"""How often made-up examples are tried: a few in the run of every day, and many in `.ci/run`."""

from hypothesis import HealthCheck, settings

USUAL_EXAMPLES = 100
"""What `.ci/run` tries where a test does not ask for more or fewer."""
EVERYDAY_EXAMPLES = 20
EVERYDAY, THOROUGH = "everyday", "thorough"


def register() -> None:
    """Make both profiles known; a busy machine is slow, and that is no failure in either."""
    settings.register_profile(EVERYDAY, _patient(EVERYDAY_EXAMPLES))
    settings.register_profile(THOROUGH, _patient(USUAL_EXAMPLES))


def examples(thorough: int) -> settings:
    """Return settings that try so many examples in `.ci/run`, and of every day its share of them."""
    return settings(max_examples=max(1, thorough * settings().max_examples // USUAL_EXAMPLES))


def _patient(most: int) -> settings:
    return settings(max_examples=most, deadline=None, suppress_health_check=[HealthCheck.too_slow])
