"""What the README and the guides tell people to type and set is really there, and every file they point to."""

import importlib.util
import re
from html import unescape
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from web.cli import commands
from web.cli.project import draft_from
from web.settings import Settings
from web.shelf import CONTROL, EXAMPLE, guides

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "web" / "docs").glob("*.md")))
FOR_PEOPLE = ("annotators", "auditors", "delegates", "operators", "pay", "paying-out", "payslip", "requesters", "words")
PAGES = [
    *(ROOT / "web" / "templates").rglob("*.html"),
    *(ROOT / "web").glob("*.py"),
    *(ROOT / "web/pages").glob("*.py"),
]
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


@pytest.mark.parametrize("setting", sorted({*re.findall(r"JORNAL_([A-Z_]+)", TEXT)} - {"STRIPE_TEST_KEY"}))  # a test's
def test_every_setting_in_the_documents_exists(setting):
    assert setting.lower() in Settings.model_fields


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8")))))
def test_every_file_that_the_readme_points_to_exists(target):
    assert (ROOT / target).exists()


def guide(name: str) -> str:
    return (ROOT / "web" / "docs" / name).read_text("utf-8")


def shape_of(text: str) -> list[str]:
    """Return what a translation keeps: headings by depth, controls, links, commands, code and settings, in order."""
    marks = re.findall(r"^(#+) |\[\[([^]]+)\]\]|\]\(([^)]+)\)|`([^`\n]+)`|^ {4}(jornal .*)$", text, flags=re.MULTILINE)
    return [next(part for part in mark if part) for mark in marks]


def test_every_control_that_a_guide_names_is_on_a_page():
    named = set(CONTROL.findall(EXAMPLE.sub("", TEXT)))
    pages = "".join(path.read_text("utf-8") for path in PAGES)

    unknown = [name for name in named if f"%}}{name}{{%" not in pages and f'_("{name}")' not in pages]

    assert unknown == []


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize("slug", FOR_PEOPLE)
def test_every_guide_for_people_has_the_same_parts_in_each_language(slug, language):
    assert sorted(set(shape_of(guide(f"{slug}.{language}.md")))) == sorted(set(shape_of(guide(f"{slug}.md"))))


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(
    "slug", ["adding-a-command", "adding-a-jurisdiction", "adding-a-task-type", "adding-an-export"]
)
def test_every_translated_guide_for_builders_shows_the_example_that_a_test_runs(slug, language):
    example = guide(f"{slug}.md").split("```")[1].split("\n")[3]

    assert example in unescape(guides(language)[slug].html)
    assert guides(language)[slug].language == language


@pytest.mark.parametrize("name", ["requesters.md", "requesters.es.md", "requesters.fr.md"])
def test_the_project_that_the_guide_describes_can_be_read(name):
    described = re.findall(r"```json\n(.*?)```", guide(name), flags=re.DOTALL)

    draft = draft_from(described[0].encode())

    assert (draft.task_type, [label.key for label in draft.labels], draft.price_micros) == (
        "boxes",
        ["r", "k"],
        1_200_000,
    )


def test_the_example_of_the_guide_is_a_command_of_one_file(tmp_path):
    file = tmp_path / "hello.py"
    file.write_text(guide("adding-a-command.md").split("```python\n")[1].split("```")[0])
    spec = importlib.util.spec_from_file_location("hello", file)
    assert spec is not None
    assert spec.loader is not None
    hello = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hello)
    app = typer.Typer()
    app.command("hello")(hello.command)

    reply = CliRunner().invoke(app, ["--name", "Ada"])

    assert reply.exit_code == 0
    assert reply.output.startswith("Hello Ada, from ")
