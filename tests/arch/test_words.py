"""Every page can be built, every visible word can be translated, and every refusal has its three sentences."""

import ast
import re
from pathlib import Path

import pytest

from tests.arch.test_house_rules import PACKAGES, sources, tree_of
from web.refusal_text import load_texts
from web.render import Pages
from web.words import load_languages

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*") if path.suffix in {".html", ".txt"}
)
JINJA = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{% block page_class %\}.*?\{% endblock %\}|\{\{.*?\}\}|\{%.*?%\}",
    re.DOTALL,
)
HTML = re.compile(r'<kbd>.*?</kbd>|<!--.*?-->|<[^>]*>|[\w-]+="[^"]*"', re.DOTALL)
NOT_WORDS = {"Jornal", "MXN"}


@pytest.mark.parametrize("page", PAGES)
def test_every_template_can_be_read(page: str) -> None:
    environment = Pages(load_languages()).environment("en")

    assert environment.get_template(page) is not None


@pytest.mark.parametrize("page", PAGES)
def test_every_visible_word_can_be_translated(page: str) -> None:
    visible = HTML.sub(" ", JINJA.sub(" ", (TEMPLATES / page).read_text("utf-8")))

    words = {word for word in re.findall(r"[^\W\d_]{3,}", visible) if word not in NOT_WORDS}

    assert words == set(), "wrap them in {% trans %}"


def refusals_in_source() -> set[str]:
    return {
        node.args[0].value
        for path in sources(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Refusal"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_refusal_says_what_happened_why_and_what_next() -> None:
    missing = refusals_in_source() - set(load_texts())

    assert missing == set(), "add them to a file of web/refusals"
