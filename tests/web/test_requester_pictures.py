"""Rita sends pictures: many files or one archive; good ones land once, bad ones say why, and only the right people see them."""

import io
import re

import pytest

from annotate.darkroom import process
from annotate.pictures.rules import PictureSize, key_of
from policies.errors import Refusal
from tests.archives import zipped
from tests.pictures import drawn, opened
from tests.web.test_requester_items import counts_of
from tests.web.test_requester_project_form import DESCRIBED, plain

RED, BLUE, GREEN = (drawn(400, 300, colour=colour, kind="JPEG") for colour in ("red", "blue", "green"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def pictures(rita):
    """The address of a draft in which boxes are drawn into pictures."""
    reply = rita.post("/projects/new", data=DESCRIBED | {"task_type": "boxes"})
    assert reply.status_code == 303, plain(reply.text)
    return reply.headers["location"]


@pytest.fixture
def texts(rita):
    return rita.post("/projects/new", data=DESCRIBED).headers["location"]


def send(client, draft, *files):
    return client.post(f"{draft}/uploads", files=[("file", (name, io.BytesIO(data))) for name, data in files])


def put_in(client, draft, *files):
    """Send files and return the page of the finished import."""
    sent = send(client, draft, *files)
    assert sent.status_code == 303, plain(sent.text)
    return client.get(sent.headers["location"])


def kept_in(house):
    """Return the fingerprints of all pictures that items show."""
    with house.db.reading() as tx:
        return [sha256 for (sha256,) in tx.run("SELECT sha256 FROM item_picture ORDER BY item_id")]


def refused_in(reply):
    """Return the files that a page lists as refused, each with why."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td data-label="Why">(.*?)</td>', reply.text)
    return {plain(file): plain(why) for file, why in rows}


def test_several_pictures_in_one_form_become_items_and_show_as_thumbnails(rita, pictures, house):
    done = put_in(rita, pictures, ("calle 1.jpg", RED), ("calle 2.jpg", BLUE), ("calle 3.jpg", GREEN))

    assert counts_of(done) == ("3", "0", "0")
    assert "calle 1.jpg +2" in done.text
    assert [done.text.count(f"/pictures/{sha256}/thumbnail") for sha256 in kept_in(house)] == [1, 1, 1]
    assert 'alt="calle 2.jpg"' in done.text


def test_an_archive_and_one_picture_alone_are_taken_too(rita, pictures):
    archive = put_in(rita, pictures, ("street.zip", zipped({"a/1.jpg": RED, "a/2.jpg": BLUE})))

    alone = put_in(rita, pictures, ("3.jpg", GREEN))

    assert counts_of(archive) == ("2", "0", "0")
    assert counts_of(alone) == ("1", "0", "0")
    assert 'alt="3.jpg"' in alone.text


def test_the_same_pictures_again_change_nothing_and_are_not_even_decoded(rita, pictures, monkeypatch):
    put_in(rita, pictures, ("street.zip", zipped({"1.jpg": RED, "2.jpg": BLUE})))
    monkeypatch.setattr(process, "_started", lambda: pytest.fail("nothing is to be decoded"))

    again = put_in(rita, pictures, ("other.zip", zipped({"other name.jpg": BLUE, "1.jpg": RED, "1 copy.jpg": RED})))

    assert counts_of(again) == ("0", "3", "0")


def test_bad_pictures_say_their_name_and_why_while_good_ones_land(rita, pictures, house):
    files = {
        "good.jpg": RED,
        "evil.png": SVG,
        "cut.jpg": BLUE[:900],
        "moving.gif": drawn(kind="GIF"),
        "../out.jpg": GREEN,
        "inner.zip": zipped({"a.jpg": GREEN}),
        "notes.txt": b"hello",
    }

    done = put_in(rita, pictures, ("street.zip", zipped(files)))

    assert counts_of(done) == ("1", "0", "6")
    assert "Done, with files to look at" in done.text
    assert {file: why.split(".")[0] for file, why in refused_in(done).items()} == {
        "evil.png": "This is no picture that can be shown here",
        "cut.jpg": "The picture cannot be read",
        "moving.gif": "This is no picture that can be shown here",
        "../out.jpg": "The file’s name points out of the archive",
        "inner.zip": "There is an archive in the archive",
        "notes.txt": "This is no picture that can be shown here",
    }
    assert "a file of the kind SVG" in refused_in(done)["evil.png"]
    assert "a file of the kind GIF" in refused_in(done)["moving.gif"]
    assert "a file of the kind TXT" in refused_in(done)["notes.txt"]
    assert not (house.settings.data_dir.parent / "out.jpg").exists()


def test_names_keep_their_script_and_lose_what_would_deceive(rita, pictures):
    done = put_in(rita, pictures, ("street.zip", zipped({"街路 niño.jpg": RED, "a\u202egpj.x\x07.jpg": BLUE})))

    assert 'alt="街路 niño.jpg"' in done.text
    assert 'alt="agpj.x.jpg"' in done.text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("questions.csv", b"id,text\n1,Hello\n", "This file holds texts, and the project labels pictures"),
        ("evil.png", SVG, "It is a file of the kind SVG"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "the project labels pictures"),
        ("street.zip", b"PK\x03\x04", "not a ZIP archive that can be read"),
        ("empty.png", b"", "This file is empty"),
    ],
)
def test_what_cannot_be_pictures_is_refused_at_once_and_not_kept(rita, pictures, house, name, data, said):
    reply = send(rita, pictures, (name, data))

    assert reply.status_code == 422
    assert said in plain(reply.text)
    assert [path for path in (house.settings.data_dir / "uploads").rglob("*") if path.is_file()] == []


def test_a_picture_for_texts_is_refused_at_once(rita, texts):
    reply = send(rita, texts, ("a.jpg", RED))

    assert reply.status_code == 422
    assert "This is a picture, and the project labels texts" in plain(reply.text)


def test_an_archive_of_texts_and_several_texts_become_items_of_a_text_project(rita, texts):
    archive = put_in(rita, texts, ("all.zip", zipped({"a.txt": b"one\ntwo\n", "b.csv": b"id,text\n1,three\n2,\n"})))

    several = put_in(rita, texts, ("c.txt", b"four\n"), ("d.txt", b"five\nfour\n"))

    assert counts_of(archive) == ("3", "0", "1")
    assert refused_in(archive)["b.csv, line 3"].startswith("The text is empty")
    assert counts_of(several) == ("2", "1", "0")


def test_a_plain_text_is_looked_at_first_and_each_line_becomes_an_item(rita, texts):
    columns = send(rita, texts, ("q.txt", "¿Cuándo?\n\n¿Dónde?\n".encode())).headers["location"]

    look = rita.get(columns)
    begun = rita.post(columns, data={"text_column": "text", "encoding": "utf-8"}).headers["location"]

    assert "one item in each line" in look.text
    assert "¿Dónde?" in look.text
    assert counts_of(rita.get(begun)) == ("2", "0", "1")
    assert "Empty lines were left out. There are 1 of them" in plain(rita.get(begun).text)


def test_the_form_says_which_files_fit_the_work(rita, pictures, texts):
    for_pictures, for_texts = rita.get(pictures).text, rita.get(texts).text

    assert "Pictures, or a ZIP of them" in for_pictures
    assert "each at most 25 MB and 50 million pixels, all together at most 5 GB" in plain(for_pictures)
    assert "Table or text, or a ZIP of them" in for_texts


def test_rita_and_her_reviewer_see_a_picture_in_every_size(rita, pia, pictures, house):
    put_in(rita, pictures, ("1.png", drawn(2000, 1500)))
    (sha256,) = kept_in(house)

    seen = [rita.get(f"/pictures/{sha256}/{size}") for size in PictureSize]

    assert [reply.status_code for reply in seen] == [200, 200, 200]
    assert [opened(reply.content).size for reply in seen] == [(2000, 1500), (1280, 960), (240, 180)]
    assert [reply.headers["content-type"] for reply in seen] == ["image/png", "image/webp", "image/webp"]
    assert pia.get(f"/pictures/{sha256}/screen").status_code == 200


def test_nobody_else_sees_it(rita, paz, ada, axel, house):
    pictures = rita.post("/projects/new", data=DESCRIBED | {"task_type": "boxes"}).headers["location"]
    put_in(rita, pictures, ("1.jpg", RED))
    (sha256,) = kept_in(house)

    assert [who.get(f"/pictures/{sha256}/screen").status_code for who in (paz, ada, axel)] == [404, 404, 404]


def test_a_picture_is_sent_so_that_nothing_in_it_can_run_and_browsers_keep_it(rita, stranger, pictures, house):
    put_in(rita, pictures, ("1.jpg", RED))
    (sha256,) = kept_in(house)

    reply = rita.get(f"/pictures/{sha256}/full")
    again = rita.get(f"/pictures/{sha256}/full", headers={"If-None-Match": reply.headers["etag"]})

    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert reply.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers["content-length"] == str(len(reply.content))
    assert "content-encoding" not in reply.headers
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.get(f"/pictures/{sha256}/full").status_code in {303, 401}


@pytest.mark.parametrize("where", ["x/full", f"{'0' * 64}/full", f"{'0' * 64}/huge", "..%2f..%2fsecret/full"])
def test_a_picture_that_is_not_there_is_not_found(rita, where):
    assert rita.get(f"/pictures/{where}").status_code == 404


class BrokenFiles:
    """Files whose place stops answering after a while."""

    def __init__(self, files, *, puts):
        self._files = files
        self.puts_left = puts

    def has(self, key):
        return self._files.has(key)

    def put(self, key, data):
        self.puts_left -= 1
        if self.puts_left < 0:
            raise Refusal("files_unreachable")
        self._files.put(key, data)

    def read(self, key):
        return self._files.read(key)


def test_storage_that_stops_answering_stops_the_import_and_it_goes_on_later(rita, pictures, house):
    working, broken = house.files, BrokenFiles(house.files, puts=2)
    object.__setattr__(house, "files", broken)

    stopped = put_in(rita, pictures, ("street.zip", zipped({"1.jpg": RED, "2.jpg": BLUE, "3.jpg": GREEN})))
    object.__setattr__(house, "files", working)
    gone_on = rita.get(rita.post(f"{stopped.request.url.path}/go-on").headers["location"])

    assert "Stopped part-way" in stopped.text
    assert "The place where pictures are kept does not answer" in plain(stopped.text)
    assert counts_of(stopped) == ("1", "0", "0")
    assert counts_of(gone_on) == ("2", "1", "0")
    assert [house.files.has(key_of(sha256, PictureSize.FULL)) for sha256 in kept_in(house)] == [True, True, True]


def test_a_picture_is_never_recorded_without_its_files(rita, pictures, house):
    object.__setattr__(house, "files", BrokenFiles(house.files, puts=0))

    stopped = put_in(rita, pictures, ("1.jpg", RED))

    assert counts_of(stopped) == ("0", "0", "0")
    assert kept_in(house) == []
