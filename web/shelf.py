"""The shelf of written help: reads the Markdown files of web/docs once and turns each into a page."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FOLDER = Path(__file__).parent / "docs"
DECISIONS = "decisions"
FIRST_WRITTEN = "en"
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


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
        slug: read_doc(slug, (folder / f"{slug}{ending}").read_text("utf-8"), language=language)
        for slug in slugs
        if "." not in slug
    }


def read_doc(slug: str, text: str, *, language: str = FIRST_WRITTEN) -> Doc:
    """Return one page from Markdown that begins with `# Title`; HTML in it is shown as text.

    Raises:
        ValueError: the text does not begin with a title and a paragraph.
    """
    tokens = _READER.parse(text)
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
