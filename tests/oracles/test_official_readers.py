"""What other people's own programs make of our files: run in an environment that has them, never at run time.

They are not installed with Jornal (half a gigabyte). In a separate environment:
`pip install pycocotools mlcroissant label-studio-sdk pyarrow spacy duckdb pytest`, then
`PYTHONPATH=. python -m pytest --noconftest -c /dev/null tests/oracles`.
"""

import io
import json
import logging

import pytest

from annotate.exports import discover as exports
from annotate.run_lengths import area_of, bounds_of_runs, runs_in
from tests.incoming import picture
from tests.outgoing import KINDS, dataset_of, files_in, row, written

pytestmark = pytest.mark.stress
WIDTH, HEIGHT = 200, 100
LABELS = {"labels": [{"value": "ramp"}, {"value": "kerb"}, {"value": "lorry"}]}
SIZED = {"original_width": WIDTH, "original_height": HEIGHT, "image_rotation": 0}
BOX = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0, "rectanglelabels": ["kerb"]}
TURNED = {"x": 50, "y": 20, "width": 20, "height": 20, "rotation": 90, "rectanglelabels": ["lorry"]}
OUTLINE = {"points": [[10, 10], [60, 10], [35, 80.5]], "closed": True, "polygonlabels": ["ramp"]}
TEXT = "💩This is an annotation. Ana lives in York-based 👩‍🔧 halls."


def drawn(type_word, value):
    return {"id": "r1", "from_name": "label", "to_name": "image", "type": type_word, **SIZED, "value": value}


def marked(start, end, label="ramp"):
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": f"s{start}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


SHAPES = {
    "boxes": drawn("rectanglelabels", BOX),
    "rotated_boxes": drawn("rectanglelabels", TURNED),
    "polygons": drawn("polygonlabels", OUTLINE),
}


def made(name, kind, *results, content=None, schema=LABELS):
    """A data set of one item, with an answer by each of some people."""
    content = content or (picture(WIDTH, HEIGHT) if kind in SHAPES else {"text": TEXT})
    rows = [row(result, content, annotator=f"luna-{number}") for number, result in enumerate(results)]
    return written(exports()[name], rows, dataset_of(kind, schema))


@pytest.mark.parametrize("kind", list(SHAPES))
def test_pycocotools_loads_our_coco_and_finds_every_shape_where_it_was_drawn(kind, tmp_path) -> None:
    coco_module = pytest.importorskip("pycocotools.coco")
    evaluation = pytest.importorskip("pycocotools.cocoeval")
    mask = pytest.importorskip("pycocotools.mask")
    path = tmp_path / "coco.json"
    path.write_bytes(made("coco", kind, [SHAPES[kind]], [SHAPES[kind]]))

    truth = coco_module.COCO(str(path))
    found = truth.loadRes([{**one, "score": 1.0} for one in truth.loadAnns(truth.getAnnIds())])
    judge = evaluation.COCOeval(truth, found, "bbox")
    judge.evaluate()
    judge.accumulate()
    judge.summarize()

    assert len(truth.getImgIds()) == 1
    assert judge.stats[0] == pytest.approx(1)
    areas = [mask.area(truth.annToRLE(one)) for one in truth.loadAnns(truth.getAnnIds()) if one["segmentation"]]
    assert areas == pytest.approx(
        [one["area"] for one in truth.dataset["annotations"] if one["segmentation"]], rel=0.05
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, of what mlcroissant asks it for
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_mlcroissant_validates_what_we_describe_and_reads_the_answers(kind, tmp_path) -> None:
    croissant = pytest.importorskip("mlcroissant")
    logging.disable(logging.CRITICAL)
    sample = KINDS[kind].sample
    data = made(
        "croissant", kind, sample["result"], sample["result"], content=sample["content"], schema=sample["schema"]
    )
    for name, part in files_in(data).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(part)

    dataset = croissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    records = list(dataset.records("answers"))

    assert not dataset.metadata.ctx.issues.errors
    assert [record["answers/annotator"].decode() for record in records] == ["luna-0", "luna-1"]
    assert json.loads(records[0]["answers/result"]) == json.loads(json.dumps(sample["result"]))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_pyarrow_reads_our_parquet(kind) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    sample = KINDS[kind].sample
    data = made("huggingface", kind, sample["result"], content=sample["content"], schema=sample["schema"])

    table = parquet.read_table(io.BytesIO(files_in(data)["data/train-00000-of-00001.parquet"]))

    (line,) = table.to_pylist()
    assert line["annotator"] == "luna-0"
    assert line["counted_seconds"] == 62.5
    assert json.loads(line["result"]) == json.loads(json.dumps(sample["result"]))


def test_spacy_takes_every_stretch_of_our_lines_into_a_docbin() -> None:
    spacy = pytest.importorskip("spacy")
    tokens = pytest.importorskip("spacy.tokens")
    start = TEXT.index("Ana")
    lines = made("spacy", "spans", [marked(start, start + 3)]).decode().splitlines()

    nlp, kept = spacy.blank("en"), tokens.DocBin()
    docs = []
    for line in map(json.loads, lines):
        doc = nlp.make_doc(line["text"])
        doc.ents = [doc.char_span(*span[:2], label=span[2], alignment_mode="strict") for span in line["entities"]]
        kept.add(doc)
        docs.append(doc)

    assert [(entity.text, entity.label_) for doc in docs for entity in doc.ents] == [("Ana", "ramp")]
    assert len(list(kept.get_docs(nlp.vocab))) == 1


def test_spacys_own_converter_reads_our_conll(tmp_path) -> None:
    converters = pytest.importorskip("spacy.training.converters")
    start = TEXT.index("York")
    data = files_in(made("conll", "spans", [marked(start, start + 4)]))["data.conll"].decode()

    docs = list(converters.conll_ner_to_docs(data))

    assert [(entity.text, entity.label_) for doc in docs for entity in doc.ents] == [("York", "ramp")]


def converted(tmp_path, data, kind, form):
    """What Label Studio's own converter makes of our tasks, and the folder where it put it."""
    converter = pytest.importorskip("label_studio_sdk.converter.converter")
    parts = files_in(data)
    (tmp_path / "tasks.json").write_bytes(parts["tasks.json"])
    made_by = converter.Converter(
        config=parts["label_config.xml"].decode(), project_dir=str(tmp_path), download_resources=False
    )
    out = tmp_path / kind
    made_by.convert(str(tmp_path / "tasks.json"), str(out), form, is_dir=False)
    return out


def test_label_studios_converter_reads_our_tasks_and_agrees_about_boxes_and_outlines(tmp_path) -> None:
    theirs = converted(tmp_path, made("label_studio", "boxes", [SHAPES["boxes"]]), "boxes", "COCO")
    ours = json.loads(made("coco", "boxes", [SHAPES["boxes"]]))

    found = json.loads((theirs / "result.json").read_text("utf-8"))

    assert found["annotations"][0]["bbox"] == pytest.approx(ours["annotations"][0]["bbox"])
    assert found["annotations"][0]["area"] == pytest.approx(ours["annotations"][0]["area"])


def test_label_studios_converter_bends_turned_boxes_on_pictures_that_are_not_square_and_we_do_not(tmp_path) -> None:
    theirs = converted(tmp_path, made("label_studio", "rotated_boxes", [SHAPES["rotated_boxes"]]), "turned", "COCO")
    ours = json.loads(made("coco", "rotated_boxes", [SHAPES["rotated_boxes"]]))

    found = json.loads((theirs / "result.json").read_text("utf-8"))

    assert ours["annotations"][0]["bbox"] == pytest.approx([80, 20, 20, 40])
    assert found["annotations"][0]["bbox"] != pytest.approx([80, 20, 20, 40])


def test_label_studios_converter_agrees_about_turned_boxes_in_yolo(tmp_path) -> None:
    theirs = converted(tmp_path, made("label_studio", "rotated_boxes", [SHAPES["rotated_boxes"]]), "obb", "YOLO_OBB")
    ours = files_in(made("yolo", "rotated_boxes", [SHAPES["rotated_boxes"]]))["labels/train/1.txt"].decode()

    found = next((theirs / "labels").glob("*.txt")).read_text("utf-8")

    assert sorted(map(float, found.split()[1:])) == pytest.approx(sorted(map(float, ours.split()[1:])), abs=1e-6)


def test_label_studios_converter_doubles_pictures_where_two_people_looked_and_we_do_not(tmp_path) -> None:
    both = ([SHAPES["boxes"]], [SHAPES["boxes"]])
    theirs = converted(tmp_path, made("label_studio", "boxes", *both), "two", "COCO")

    found = json.loads((theirs / "result.json").read_text("utf-8"))

    assert len(found["images"]) == 2
    assert len(json.loads(made("coco", "boxes", *both))["images"]) == 1


def test_label_studios_converter_reads_our_tasks_about_texts(tmp_path) -> None:
    start = TEXT.index("Ana")
    theirs = converted(tmp_path, made("label_studio", "spans", [marked(start, start + 3)]), "text", "JSON_MIN")

    (found,) = json.loads((theirs / "result.json").read_text("utf-8"))

    (span,) = found["label"]
    units = TEXT.encode("utf-16-le")
    assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == "Ana"


def test_pycocotools_and_we_read_the_same_masks_however_they_are_written() -> None:
    mask = pytest.importorskip("pycocotools.mask")
    numpy = pytest.importorskip("numpy")
    chance = numpy.random.default_rng(7)

    for height, width in ((1, 1), (4, 6), (33, 65), (480, 640)):
        for share in (0.0, 0.001, 0.5, 0.999, 1.0):
            pixels = numpy.asfortranarray(chance.random((height, width)) < share).astype(numpy.uint8)
            theirs = mask.encode(pixels)
            squeezed = {"size": theirs["size"], "counts": theirs["counts"].decode()}
            runs = runs_in(squeezed, width=width, height=height)
            again = mask.frPyObjects({"size": [height, width], "counts": list(runs or ())}, height, width)

            assert again == theirs
            assert area_of(runs or ()) == mask.area(theirs)
            assert list(bounds_of_runs(runs or (), height=height)) == list(mask.toBbox(theirs))
