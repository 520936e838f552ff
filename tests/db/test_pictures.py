"""Pictures on the way into a project, on each engine: recorded with their items, known again, and handed out."""

import io

import pytest

from annotate.datasets.queries import batch, refused_rows
from annotate.datasets.service import Upload, start_upload
from annotate.imports import Choices
from annotate.pictures.queries import owners_of, picture_file, pictures_of_batch, was_handed
from annotate.pictures.rules import PictureSize
from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft
from annotate.projects.service import publish
from tests.archives import zipped
from tests.pictures import drawn
from tests.work import RULEBOOK, Work, annotator, draft_project, fund
from web.bringing_in import bring_in
from web.wiring import House

RED, BLUE = (drawn(400, 300, colour=colour, kind="JPEG") for colour in ("red", "blue"))


@pytest.fixture
def work(each_house: House, clock) -> Work:
    return draft_project(each_house.db, clock, task_type="boxes", labels=(LabelDraft("ramp"), LabelDraft("kerb")))


def put_in(house: House, work: Work, data: bytes, name: str = "street.zip") -> int:
    """Bring a file into the project and return its batch."""
    upload = Upload(
        project_id=work.project_id,
        by_id=work.requester_id,
        file_name=name,
        size_bytes=len(data),
        choices=Choices(wanted="image"),
    )
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=upload, format="zip", now=house.now())
    list(bring_in(house, upload, io.BytesIO(data), batch_id=batch_id))
    return batch_id


def counts(house: House, batch_id: int) -> tuple[int, int, int]:
    with house.db.reading() as tx:
        seen = batch(tx, batch_id)
    assert seen is not None
    return seen.imported_count, seen.skipped_count, seen.refused_count


def test_an_item_says_its_picture_its_size_and_its_name(each_house, work):
    put_in(each_house, work, zipped({"calle/1.jpg": RED}))

    ((content,),) = work.rows("SELECT content FROM item")
    ((sha256, width, height, name),) = work.rows(
        "SELECT picture.sha256, width, height, original_name FROM picture JOIN item_picture USING (sha256)"
    )

    assert content == f'{{"height":300,"image":"{sha256}","name":"calle/1.jpg","width":400}}'
    assert (width, height, name) == (400, 300, "calle/1.jpg")


def test_the_same_picture_is_one_item_in_a_project_and_one_picture_in_the_house(each_house, work, clock):
    other = draft_project(each_house.db, clock, task_type="boxes", labels=(LabelDraft("ramp"),))

    first = put_in(each_house, work, zipped({"1.jpg": RED, "copy.jpg": RED, "2.jpg": BLUE}))
    again = put_in(each_house, work, zipped({"other.jpg": RED}))
    elsewhere = put_in(each_house, other, zipped({"1.jpg": RED}))

    assert [counts(each_house, one) for one in (first, again, elsewhere)] == [(2, 1, 0), (0, 1, 0), (1, 0, 0)]
    assert work.value("SELECT count(*) FROM picture") == 2
    assert work.value("SELECT count(*) FROM item_picture") == 3


def test_refused_pictures_are_kept_by_name_with_their_reason(each_house, work):
    batch_id = put_in(each_house, work, zipped({"a.png": b"<svg/>", "b.jpg": RED[:500]}))

    with each_house.db.reading() as tx:
        rows = refused_rows(tx, batch_id)

    assert [(row.line, row.code, row.params["file"]) for row in rows] == [
        (1, "picture_other_kind", "a.png"),
        (2, "picture_unreadable", "b.jpg"),
    ]


def test_the_organisations_that_have_a_picture_are_found_by_it(each_house, work):
    batch_id = put_in(each_house, work, zipped({"1.jpg": RED}))

    with each_house.db.reading() as tx:
        (one,) = pictures_of_batch(tx, batch_id, most=5)
        full = picture_file(tx, one.sha256, size=PictureSize.FULL)

        assert list(owners_of(tx, one.sha256)) == [work.organisation_id]
        assert list(owners_of(tx, "0" * 64)) == []
        assert picture_file(tx, "0" * 64, size=PictureSize.FULL) is None
    assert full is not None
    assert full.size_bytes == sum(map(len, each_house.files.read(full.key)))


def test_a_picture_is_handed_to_who_got_its_item_and_to_nobody_else(each_house, clock):
    work = published(each_house, clock)
    ada, ben = annotator(each_house.db, "Ada"), annotator(each_house.db, "Ben")
    sha256 = str(work.next(ada).content["image"])

    with each_house.db.reading() as tx:
        assert was_handed(tx, sha256, person_id=ada)
        assert not was_handed(tx, sha256, person_id=ben)


def published(house: House, clock) -> Work:
    """Return an open project of one picture."""
    work = draft_project(house.db, clock, task_type="boxes", labels=(LabelDraft("ramp"), LabelDraft("kerb")))
    put_in(house, work, zipped({"1.jpg": RED}))
    with house.db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())
    fund(work, asked.ceiling_micros)
    with house.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    return work
