"""The shelf of written help: reads the Markdown files of web/docs once and turns each into a page."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from web.words import load_languages

FOLDER = Path(__file__).parent / "docs"
DECISIONS = "decisions"
FIRST_WRITTEN = "en"
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
CONTROL = re.compile(r"\[\[([A-Z][^\[\]]*)\]\]")
"""How a guide names a button, a tab or a heading: in English, so that the reader gets the words of the page itself."""
EXAMPLE = re.compile(r"^\[\[example of ([a-z-]+)\]\]$", re.MULTILINE)
"""Where a translated guide shows the example of the English one: it stands written once, and a test runs it."""
_FENCED = re.compile(r"^```\w+\n.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Doc:
    """One written page.

    Attributes:
        slug: its name in addresses.
        language: the one it is written in.
        title: its first heading.
        summary: its first paragraph, as HTML.
        html: everything below the title.
    """

    slug: str
    language: str
    title: str
    summary: Markup
    html: Markup


def guides(language: str = FIRST_WRITTEN, folder: Path = FOLDER) -> dict[str, Doc]:
    """Return the guides by their slug, in alphabetical order, each in a language where there is one, else in English.

    Args:
        language: the reader's, such as es; `annotators.es.md` is the Spanish text of `annotators.md`.
        folder: where they lie.
    """
    return {**_shelf(folder), **_shelf(folder, language)}


def decisions(folder: Path = FOLDER) -> dict[str, Doc]:
    """Return the records of decisions by their slug, oldest first."""
    return _shelf(folder / DECISIONS)


@cache
def _shelf(folder: Path, language: str = FIRST_WRITTEN) -> dict[str, Doc]:
    ending = ".md" if language == FIRST_WRITTEN else f".{language}.md"
    slugs = (path.name.removesuffix(ending) for path in sorted(folder.glob(f"*{ending}")))
    return {
        slug: read_doc(slug, _with_examples(folder, f"{slug}{ending}"), language=language)
        for slug in slugs
        if "." not in slug
    }


def _with_examples(folder: Path, name: str) -> str:
    """Return the text of a file, each example in the place where it is named.

    Raises:
        ValueError: it names a guide that has no example.
    """

    def example(named: re.Match[str]) -> str:
        found = _FENCED.search((folder / f"{named[1]}.md").read_text("utf-8"))
        if found is None:
            raise ValueError(f"{name}: {named[1]} has no example")
        return found[0]

    return EXAMPLE.sub(example, (folder / name).read_text("utf-8"))


def read_doc(slug: str, text: str, *, language: str = FIRST_WRITTEN) -> Doc:
    """Return one page from Markdown that begins with `# Title`; HTML in it is shown as text.

    What stands in `[[double brackets]]` is the name of a control; it is written as the pages of that language write it.

    Raises:
        ValueError: the text does not begin with a title and a paragraph.
    """
    say = load_languages()[language].say
    tokens = _READER.parse(CONTROL.sub(lambda named: f"**{say(named[1])}**", text))
    kinds = [token.type for token in tokens[:6]]
    if kinds != ["heading_open", "inline", "heading_close", "paragraph_open", "inline", "paragraph_close"]:
        raise ValueError(f"{slug}: begin with '# Title' and a paragraph")
    body = tokens[3:]
    return Doc(
        slug=slug, language=language, title=tokens[1].content, summary=_html(tokens[4:5]), html=_html(_dressed(body))
    )


def _dressed(tokens: list[Token]) -> list[Token]:
    """Give tables and preformatted text the classes of the house."""
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", "ledger")
        if token.type in ("code_block", "fence"):
            token.attrSet("class", "hash")
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return tokens


def _html(tokens: list[Token]) -> Markup:
    return Markup(_READER.renderer.render(tokens, _READER.options, {}))  # noqa: S704 - our own files, raw HTML off
