"""Check that every visible sentence is translated; with `update`, gather the new ones first."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from annotate import exports, imports, task_types

HERE = Path(__file__).parent
WEB = HERE.parent
TRANSLATED = ("es", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def gather() -> Catalog:
    """Return every sentence that the templates and modules of web show, and what its plug-ins are called."""
    catalogue = Catalog(charset="utf-8")
    with (HERE / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call] # Babel leaves it bare
    for name, _line, message, comments, context in extract_from_dir(WEB, methods, options, KEYWORDS):
        catalogue.add(message, None, [(f"web/{name}", 0)], auto_comments=comments, context=context)
    for export in exports.discover().values():  # plug-ins of annotate, which has no words of its own
        catalogue.add(export.title, None, [(f"annotate/exports/{export.name}", 0)])
    for one in imports.discover().values():
        catalogue.add(one.title, None, [(f"annotate/imports/{one.name}", 0)])
    for kind in task_types.discover().values():
        catalogue.add(kind.title, None, [(f"annotate/task_types/{kind.name}", 0)])
        catalogue.add(kind.about, None, [(f"annotate/task_types/{kind.name}", 0)])
        for option in kind.options:
            for title in (option.title, *(shown for _, shown in option.choices)):
                catalogue.add(title, None, [(f"annotate/task_types/{kind.name}", 0)])
    return catalogue


def path_of(language: str) -> Path:
    """Return the catalogue file of one language."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the catalogue of one language as it stands."""
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language)


def update(languages: list[str]) -> None:
    """Add new sentences to these catalogues and drop those that are gone; translations stay."""
    gathered = gather()
    for language in languages:
        catalogue = read(language)
        catalogue.update(gathered, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path_of(language).open("wb") as target:
            write_po(target, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)


def findings() -> list[str]:
    """Return a line for each sentence that some language lacks, and for each broken placeholder."""
    gathered = [message for message in gather() if message.id]
    catalogues = {language: read(language) for language in TRANSLATED}
    return [
        f"{language}: {problem}: {_shown(message)}"
        for language, catalogue in catalogues.items()
        for message in gathered
        for problem in _problems(message, catalogue.get(message.id, message.context))
    ]


def _problems(source: Message, translated: Message | None) -> list[str]:
    if translated is None or not translated.string or (source.pluralizable and not all(translated.string)):
        return ["not translated"]
    if translated.fuzzy:
        return ["fuzzy"]
    return [f"placeholder ({error})" for error in translated.check()]


def _shown(message: Message) -> str:
    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{first[:90]!r} in {', '.join(sorted({place for place, _ in message.locations}))}"


def main() -> int:
    """Run the check or the update; returns the exit status."""
    if sys.argv[1:2] == ["update"]:
        update(sys.argv[2:] or [*TRANSLATED, "en"])
        return 0
    lines = findings()
    print("\n".join(lines) or "Every sentence is there in Spanish and French.")  # noqa: T201 - this is a command
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
