"""Rita uploads files, good and bad: good rows land once, bad rows say why, and nothing is lost or breaks."""

import io
import re
import tracemalloc

import pytest

from annotate.intake.chunks import CHUNK_ROWS
from tests.web.test_requester_project_form import DESCRIBED, plain
from web.importing import import_kept
from web.uploads import is_alive, kept_upload, upload_of_batch

GOOD = "clave,pregunta\n1,¿Puedo renovar?\n2,Perdí mi pasaporte\n3,¿Qué traigo a la cita?\n".encode()


@pytest.fixture
def draft(rita):
    return rita.post("/projects/new", data=DESCRIBED).headers["location"]


def send(client, draft, content, name="questions.csv"):
    return client.post(f"{draft}/uploads", files={"file": (name, io.BytesIO(content), "text/csv")})


def put_in(client, draft, content, *, text="pregunta", ids="clave", encoding="", name="questions.csv"):
    """Upload a file, choose its columns, and return the page of the finished import."""
    columns = send(client, draft, content, name).headers["location"]
    begun = client.post(columns, data={"text_column": text, "id_column": ids, "encoding": encoding})
    assert begun.status_code == 303, plain(begun.text)
    return client.get(begun.headers["location"])


def counts_of(reply):
    """Return new, already there, refused, as the page of an import says them."""
    page = plain(reply.text)
    new = re.search(r"([\d,]+) new items", page).group(1)
    known = re.search(r"left as they were ?([\d,]+)", page).group(1)
    refused = re.search(r"Refused ?([\d,]+)", page).group(1)
    return new, known, refused


def test_rita_looks_at_the_first_rows_before_anything_is_in_the_project(rita, draft):
    columns = send(rita, draft, GOOD)

    page = rita.get(columns.headers["location"])

    assert columns.status_code == 303
    assert "Perdí mi pasaporte" in page.text
    assert "columns separated by commas" in plain(page.text)
    assert "<option selected>pregunta</option>" in page.text
    assert "<option selected>clave</option>" in page.text
    assert "Items 0" in plain(rita.get(draft).text)


def test_good_rows_become_items_and_show_as_an_annotator_sees_them(rita, draft):
    done = put_in(rita, draft, GOOD)

    preview = rita.get(f"{draft}/preview").text

    assert counts_of(done) == ("3", "0", "0")
    assert "¿Puedo renovar?" in preview
    assert 'value="Renewal"' in preview


def test_the_same_file_again_changes_nothing_and_says_so(rita, draft):
    put_in(rita, draft, GOOD)

    again = put_in(rita, draft, GOOD)

    assert counts_of(again) == ("0", "3", "0")
    assert "Nothing new in this file" in again.text


def test_bad_rows_say_their_line_and_reason_while_good_rows_land(rita, draft):
    mixed = b"clave,pregunta\n1,Una\n1,Otra\n2,\n3,a,b,c\n4,Buena\n"

    done = put_in(rita, draft, mixed)

    assert counts_of(done) == ("2", "0", "3")
    rows = re.findall(r'<th scope="row">(\d+)</th><td data-label="Why">([^<]+)', done.text)
    assert [(line, why.split(".")[0]) for line, why in rows] == [
        ("3", "This id is there twice"),
        ("4", "The text is empty"),
        ("5", "The row has too many columns"),
    ]


def test_a_known_id_with_another_text_is_refused_and_the_first_text_stays(rita, draft):
    put_in(rita, draft, GOOD)

    done = put_in(rita, draft, b"clave,pregunta\n1,Something else\n")

    assert counts_of(done) == ("0", "0", "1")
    assert "known with another text" in done.text
    assert "¿Puedo renovar?" in rita.get(f"{draft}/preview").text


def test_a_file_without_ids_is_known_again_by_its_texts(rita, draft):
    put_in(rita, draft, GOOD, ids="")

    again = put_in(rita, draft, GOOD, ids="")

    assert counts_of(again) == ("0", "3", "0")


def test_an_old_spreadsheets_letters_are_recognised_and_read_once_chosen(rita, draft):
    old = "clave;pregunta\n1;¿Puedo renovar mañana?\n".encode("windows-1252")
    columns = send(rita, draft, old).headers["location"]

    refused = rita.get(columns)
    chosen = rita.get(columns, params={"encoding": "windows-1252"})
    done = put_in(rita, draft, old, encoding="windows-1252")

    assert refused.status_code == 422
    assert "Byte 18 does not fit" in refused.text
    assert "windows-1252" in refused.text
    assert "¿Puedo renovar mañana?" in chosen.text
    assert counts_of(done) == ("1", "0", "0")


UNREADABLE = [
    (b"", "This file is empty"),
    (b"\n\n", "This file is empty"),
    (b"SQLite\x00\x08", "does not look like a table of text"),
    (b"a,a\n1,2\n", "Two columns have the same name"),
    (b'"a,b\n', "The first row does not name columns"),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_what_next(rita, draft, content, said):
    columns = send(rita, draft, content).headers["location"]

    page = rita.get(columns)

    assert page.status_code == 422
    assert said in page.text
    assert "Choose another file" in page.text


def test_without_a_usual_name_rita_is_asked_for_the_text_column(rita, draft):
    content = b"ref,body,stamp\n1,Hello there,9\n"
    columns = send(rita, draft, content).headers["location"]

    asked = rita.post(columns, data={"text_column": "", "id_column": "ref"})
    done = put_in(rita, draft, content, text="body", ids="ref")

    assert asked.status_code == 422
    assert "Which column is to be labelled?" in asked.text
    assert "Hello there" in asked.text
    assert counts_of(done) == ("1", "0", "0")


def test_a_form_without_a_file_says_so(rita, draft):
    reply = rita.post(f"{draft}/uploads", data={"nothing": "here"})

    assert reply.status_code == 422
    assert "No file came with the form" in reply.text


def test_six_gigabytes_are_refused_before_they_are_read(rita, draft):
    read = []

    def six_gigabytes():
        yield b"--x\r\n"
        read.append("some of it")
        yield b"never"

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(6 * 1024**3)}
    reply = rita.post(f"{draft}/uploads", content=six_gigabytes(), headers=headers)

    assert reply.status_code == 413
    assert "at most 5000\u00a0MB" in reply.text
    assert "jornal project import" in reply.text
    assert "Items 0" in plain(rita.get(draft).text)


def test_a_file_whose_size_is_not_said_is_stopped_at_the_limit(rita, draft, house, app):
    small = house.settings.model_copy(update={"upload_max_bytes": 1_000_000})
    object.__setattr__(house, "settings", small)
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + b"text\n" * 300_000
    headers = {"Content-Type": "multipart/form-data; boundary=x"}

    reply = rita.post(f"{draft}/uploads", content=iter([body, b"\r\n--x--\r\n"]), headers=headers)

    assert reply.status_code == 413
    assert "at most 1\u00a0MB" in reply.text


def test_a_large_file_costs_disk_and_not_memory(rita, draft, house):
    rows = b"".join(b"%d,question number %d about passports and how to renew them\n" % (n, n) for n in range(20_000))
    columns = send(rita, draft, b"id,text\n" + rows).headers["location"]
    del rows
    tracemalloc.start()

    done = rita.post(columns, data={"text_column": "text", "id_column": "id"})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert counts_of(rita.get(done.headers["location"])) == ("20,000", "0", "0")
    assert most < 20_000_000


def test_an_import_that_broke_off_says_so_and_goes_on_without_doubling_anything(rita, draft, house, clock, monkeypatch):
    rows = b"".join(b"%d,question %d\n" % (n, n) for n in range(3 * CHUNK_ROWS))
    columns = send(rita, draft, b"id,text\n" + rows).headers["location"]
    monkeypatch.setattr("web.importing.import_kept", broken_after_one_chunk)
    begun = rita.post(columns, data={"text_column": "text", "id_column": "id"}).headers["location"]
    monkeypatch.setattr("web.importing.import_kept", import_kept)
    while_alive = rita.get(begun).text
    clock.advance(seconds=120)

    stopped = rita.get(begun)
    gone_on = rita.post(f"{begun}/go-on").headers["location"]

    assert "Putting rows into the project" in while_alive
    assert counts_of(stopped) == ("4,000", "0", "0")
    assert "Stopped part-way" in stopped.text
    assert counts_of(rita.get(gone_on)) == ("8,000", "4,000", "0")


def test_an_import_that_ends_while_rita_looks_is_done_and_never_stopped_part_way(rita, draft, house, monkeypatch):
    columns = send(rita, draft, GOOD).headers["location"]
    waiting = []
    monkeypatch.setattr("web.importing.import_kept", lambda *work: waiting.append(work))
    begun = rita.post(columns, data={"text_column": "pregunta", "id_column": "clave"}).headers["location"]

    def ends_just_now(*where, **which):
        import_kept(*waiting[0])
        return upload_of_batch(*where, **which)

    monkeypatch.setattr("web.pages.project_import.upload_of_batch", ends_just_now)
    page = rita.get(begun)

    assert counts_of(page) == ("3", "0", "0")
    assert "Stopped part-way" not in page.text
    assert "Putting rows into the project" not in page.text


def test_an_upload_that_is_let_go_while_it_is_looked_for_is_gone_without_a_fright(rita, draft, house):
    token = send(rita, draft, GOOD).headers["location"].rpartition("/")[2]
    kept = kept_upload(house.settings.data_dir, project_id=1, token=token)
    kept.path.unlink()

    assert upload_of_batch(house.settings.data_dir, project_id=1, batch_id=0) is None
    assert not is_alive(kept, now=house.now())


def broken_after_one_chunk(house, kept, sent):
    """Read one chunk of a file as the real import does, then stop as a killed process would."""
    from annotate.datasets.service import import_file
    from annotate.imports import discover

    with kept.path.open("rb") as file:
        next(
            import_file(
                house.db.writing,
                upload=sent,
                batch_id=kept.batch_id,
                form=discover()["csv"],
                source=file,
                now=house.now,
            )
        )


def test_an_upload_waits_for_its_own_project_only(rita, draft, house):
    token = send(rita, draft, GOOD).headers["location"].rpartition("/")[2]
    other = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    assert kept_upload(house.settings.data_dir, project_id=1, token=token).file_name == "questions.csv"
    assert rita.get(f"{other}/uploads/{token}").status_code == 404
    assert rita.get(f"{draft}/uploads/{'0' * 32}").status_code == 404
    assert rita.get(f"{draft}/uploads/..%2f..%2fjornal.sqlite").status_code == 404


def test_strangers_cannot_upload_and_nothing_of_theirs_is_read(paz, mallory, rita, draft):
    assert send(paz, draft, GOOD).status_code == 404
    assert send(mallory, draft, GOOD).status_code == 404


def test_a_name_that_points_elsewhere_is_only_a_name(rita, draft, house):
    done = put_in(rita, draft, GOOD, name="../../etc/passwd.csv")

    assert "passwd.csv" in done.text
    assert "etc/passwd" not in done.text
    assert not (house.settings.data_dir.parent / "etc").exists()


def test_markup_in_a_cell_is_shown_as_the_text_it_is(rita, draft):
    put_in(rita, draft, b"id,text\n1,<script>alert(1)</script>\n", text="text", ids="id")

    page = rita.get(f"{draft}/preview").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
