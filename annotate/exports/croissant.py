"""Croissant 1.1: the answers as JSON lines with a description that machines read, labour conditions among it."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from annotate.exports import Answer
from annotate.label_schema import Control
from annotate.labels import label_values
from annotate.outgoing import Dataset, File, Loss, Media, given_of
from annotate.packing import ZippedFolder
from annotate.picture_files import Picture, file_name_of, picture_file, pictures_of
from annotate.typed_columns import Column, columns_of, row_of

DATA = "data/answers.jsonl"
CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
CONTEXT: dict[str, Any] = {  # as the specification prints it; Any: nested JSON
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
PLAIN_TYPES = {"BIGINT": "sc:Integer", "DOUBLE": "sc:Float", "BOOLEAN": "sc:Boolean", "VARCHAR": "sc:Text"}


class Croissant(ZippedFolder):
    """`croissant.json`, the answers it describes, and pictures where they go along."""

    name = "croissant"
    title = "Croissant"

    def fits(self, task_type: str) -> bool:
        """Return True: every kind of work has columns."""
        del task_type
        return True

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        del dataset
        yield Loss(code="nested_as_text")

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield the answers, the pictures, and then what describes both."""
        seen, pictures = Seen(), dict[str, Picture]()
        yield File(DATA, _lines(answers, dataset, seen, pictures))
        for picture in pictures.values():
            yield from picture_file(picture, dataset, folder="images")
        yield File("croissant.json", [json.dumps(_described(dataset, seen), ensure_ascii=False, indent=2).encode()])


EXPORT = Croissant()


class Seen:
    """What is known of the answers' file once it is written: its fingerprint and its length."""

    def __init__(self) -> None:
        self.fingerprint = sha256()
        self.size = 0
        self.pictures = 0


def _lines(answers: Iterable[Answer], dataset: Dataset, seen: Seen, pictures: dict[str, Picture]) -> Iterator[bytes]:
    columns = columns_of(dataset)
    for given in map(given_of, answers):
        shown = pictures_of(given, dataset.parts)
        seen.pictures += len(shown)
        if dataset.media is Media.INCLUDED:
            pictures.update({file_name_of(one, dataset): one for one in shown})
        row = row_of(given, dataset)
        flat = {one.name: _flat(one, row[one.name]) for one in columns}
        line = json.dumps(flat, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        seen.fingerprint.update(line)
        seen.size += len(line)
        yield line


def _flat(column: Column, value: object) -> object:
    """Return a value as a field of Croissant holds it: what has parts of its own, as JSON text."""
    if column.type in PLAIN_TYPES or value is None:
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _described(dataset: Dataset, seen: Seen) -> dict[str, object]:
    """Return the description: what the files are, what the fields mean, and how people worked for them."""
    on = {"datePublished": dataset.exported_on.isoformat()} if dataset.exported_on else {}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": {"en": dataset.name},
        "description": {"en": dataset.about or dataset.name},
        "inLanguage": dataset.language,
        "version": "1.0.0",
        **({"url": dataset.home} if dataset.home else {}),
        "creator": {"@type": "sc:Organization", "name": {"en": "Annotators through Jornal"}},
        **on,
        **dataset.card,
        "rai:annotationsPerItem": str(dataset.card.get("rai:annotationsPerItem", dataset.resolution)),
        "rai:dataPreprocessingProtocol": [f"Answers of several people to one item: {dataset.resolution}."],
        "distribution": _distribution(dataset, seen),
        "recordSet": _record_sets(dataset),
    }


def _distribution(dataset: Dataset, seen: Seen) -> list[dict[str, object]]:
    data: dict[str, object] = {
        "@type": "cr:FileObject",
        "@id": "answers.jsonl",
        "name": {"en": "answers.jsonl"},
        "description": {"en": "One answer in each line."},
        "contentUrl": DATA,
        "contentSize": f"{seen.size} B",
        "encodingFormat": "application/jsonlines",
        "sha256": seen.fingerprint.hexdigest(),
    }
    if not seen.pictures or dataset.media is not Media.INCLUDED:
        return [data]
    pictures: dict[str, object] = {
        "@type": "cr:FileSet",
        "@id": "pictures",
        "name": {"en": "pictures"},
        "description": {"en": "The pictures, each named by our number."},
        "encodingFormat": ["image/jpeg", "image/png", "image/webp"],
        "includes": "images/*",
    }
    return [data, pictures]


def _record_sets(dataset: Dataset) -> list[dict[str, object]]:
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"answers/{one.name}",
            "name": {"en": one.name},
            "description": {"en": _meaning(one)},
            "dataType": PLAIN_TYPES.get(one.type, "sc:Text"),
            "source": {"fileObject": {"@id": "answers.jsonl"}, "extract": {"column": one.name}},
        }
        for one in columns_of(dataset)
    ]
    answers: dict[str, object] = {"@type": "cr:RecordSet", "@id": "answers", "name": {"en": "answers"}, "field": fields}
    return [answers, *(_labels(one) for one in dataset.parts.controls if label_values(one.schema))]


def _labels(control: Control) -> dict[str, object]:
    """Return the labels of one question as records of their own."""
    at = f"labels_{control.name}"
    return {
        "@type": "cr:RecordSet",
        "@id": at,
        "name": {"en": at},
        "description": {"en": str(control.schema.get("question") or "The labels to choose from.")},
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{at}/value"},
        "field": [
            {"@type": "cr:Field", "@id": f"{at}/value", "name": {"en": "value"}, "dataType": ["sc:Text", "sc:name"]}
        ],
        "data": [{f"{at}/value": label} for label in label_values(control.schema)],
    }


def _meaning(column: Column) -> str:
    """Return what a field holds; of one with parts, how they are written."""
    return column.name if column.type in PLAIN_TYPES else f"JSON text of {column.type}"
