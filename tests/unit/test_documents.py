"""What the README and the guides tell people to type and set is really there, and every file they point to."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from web.cli import commands
from web.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "web" / "docs").glob("*.md")))
TEXT = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
WORDS_OF_COMMANDS = {
    *re.findall(r"jornal ((?:demo|serve|scheduler|bench)\b)", TEXT),
    *re.findall(r"jornal ((?:db|user|project|policy|audit) [a-z]+)", TEXT),
}


@pytest.mark.parametrize("command", sorted(WORDS_OF_COMMANDS))
def test_every_command_in_the_documents_exists(command):
    reply = CliRunner().invoke(commands(), [*command.split(), "--help"])

    assert reply.exit_code == 0, reply.output


def test_the_documents_name_the_commands_that_matter():
    assert {"demo", "serve", "scheduler", "db upgrade", "user add", "audit verify"} <= WORDS_OF_COMMANDS


@pytest.mark.parametrize("setting", sorted(set(re.findall(r"JORNAL_([A-Z_]+)", TEXT))))
def test_every_setting_in_the_documents_exists(setting):
    assert setting.lower() in Settings.model_fields


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8")))))
def test_every_file_that_the_readme_points_to_exists(target):
    assert (ROOT / target).exists()
