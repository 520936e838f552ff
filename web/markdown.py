"""Turns a requester's instructions, written in Markdown, into HTML that can carry no script, frame or tracker."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

ALLOWED_TAGS = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
"""What instructions may be made of: words and their order, nothing that loads, runs or looks like our own controls."""

_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_HEADING_DEEPEST = 6
_HEADINGS_BELOW = 2
_READER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=256)
def html_of(markdown: str) -> Markup:
    """Return Markdown as safe HTML, its headings two levels down so that they stand under the page's own.

    Args:
        markdown: what a requester typed; raw HTML in it is shown as the text it is.
    """
    tokens = _READER.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(_HEADING_DEEPEST, int(token.tag[1]) + _HEADINGS_BELOW)}"
    rendered = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(
        rendered,
        tags=set(ALLOWED_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just taken everything else out
