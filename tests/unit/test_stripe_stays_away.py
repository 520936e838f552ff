"""Who has no account at Stripe pays nothing for it: neither its library nor the local Stripe is loaded by the commands."""

import subprocess
import sys

WHO_IS_THERE = """
import sys, web.app, web.wiring
from web.cli import commands
commands()
print(sorted({"stripe", "web.local_stripe.server"} & sys.modules.keys()))
"""


def test_neither_stripes_library_nor_the_local_stripe_is_loaded_by_the_commands():
    said = subprocess.run([sys.executable, "-c", WHO_IS_THERE], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
