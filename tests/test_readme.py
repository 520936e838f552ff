"""The README's own words: each command it shows exists, and each of its two lines works alone on a clean clone."""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from web.cli import commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = sorted(set(re.findall(r"jornal ([a-z]+)(?: (add|upgrade|check))?", README)))
FIRST_PAGE_SECONDS_MAX = 30
PORT = 8137


def test_the_two_lines_stand_in_the_readme():
    assert "pip install uv && uv run --no-dev jornal demo" in README
    assert "pip install uv && uv run pytest" in README


@pytest.mark.parametrize("name", sorted({name for name, _ in SHOWN}))
def test_each_command_that_the_readme_shows_exists(name):
    known = {group.name for group in commands().registered_groups} | {
        command.name for command in commands().registered_commands
    }

    assert name in known


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_each_file_that_the_readme_points_to_is_there(link):
    assert (ROOT / link).exists()


@pytest.fixture
def clean_clone(tmp_path: Path) -> Path:
    """What somebody gets who clones the repository, in an environment without our settings."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(tmp_path / "jornal")], check=True)
    return tmp_path / "jornal"


def clean_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("JORNAL_", "VIRTUAL_ENV", "PYTEST"))}


def busy_share() -> float:
    """Return how many times more is running here than there are processors: other work is not the command's fault."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def processor_seconds() -> float:
    """Return what every process that was started here, and has ended, took of a processor."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def first_page_after(process: subprocess.Popen[bytes], *, seconds: float) -> str:
    """Return the first page that the demonstration answers, asking until it does."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5) as reply:
                return reply.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no page within {seconds} seconds; the command ended with {process.poll()}")


@pytest.mark.stress
@pytest.mark.alone
@pytest.mark.enable_socket
@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv, as the README says")
def test_the_demonstration_shows_its_first_page_on_a_clean_clone(clean_clone):
    command = ["uv", "run", "--no-dev", "jornal", "demo", "--port", str(PORT)]

    began, worked = time.monotonic(), processor_seconds()
    with subprocess.Popen(command, cwd=clean_clone, env=clean_environment(), stdout=subprocess.DEVNULL) as process:
        page = first_page_after(process, seconds=300)
        took = time.monotonic() - began
        process.send_signal(signal.SIGINT)
    worked = processor_seconds() - worked

    assert "Jornal" in page
    said = f"the first page took {took:.0f} s, and {worked:.0f} s of a processor"
    assert min(took / busy_share(), worked) < FIRST_PAGE_SECONDS_MAX, said  # a machine that stood still worked no more


@pytest.mark.stress
@pytest.mark.enable_socket
@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv, as the README says")
def test_the_test_command_collects_every_test_on_a_clean_clone(clean_clone):
    command = ["uv", "run", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]

    ended = subprocess.run(
        command, cwd=clean_clone, env=clean_environment(), capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
