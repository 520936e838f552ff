"""Leaves out the spaces that begin the lines of a page: they help whoever writes it, and weigh for whoever reads it."""

import re

from jinja2.ext import Extension

_BEGINNING = re.compile(r"^[ \t]+", re.MULTILINE)


class Unindented(Extension):
    """Takes templates of pages without their indentation, once, when they are read; letters keep theirs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the text of a template as it is read.

        Args:
            source: the template as it was written.
            name: its path below web/templates; only those of pages are changed.
            filename: where it lies; it does not matter.
        """
        return _BEGINNING.sub("", source) if name and name.endswith(".html") else source
