"""Archives that people send: their files are read one at a time, and what means harm is refused by name."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest

from annotate import archives
from annotate.imports import Bad, Choices, Good, Sent
from annotate.imports.zip import IMPORT
from policies.errors import Refusal
from tests.archives import locked, zipped
from tests.pictures import drawn

PICTURE = drawn()


def rows_of(data: bytes, wanted: str = "image") -> list:
    return list(IMPORT.open(io.BytesIO(data), Choices(wanted=wanted)).rows)


def refusal_of(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        rows_of(data)
    return refused.value


def refused(rows: list) -> list[tuple[str, str]]:
    return [(str(row.params["file"]), row.code) for row in rows if isinstance(row, Bad)]


def test_each_picture_of_an_archive_comes_one_after_the_other_under_its_name():
    opened = IMPORT.open(io.BytesIO(zipped({"calle 1.png": PICTURE, "b/2.png": PICTURE})), Choices(wanted="image"))

    read = [(row.name, row.data.read()) for row in opened.rows if isinstance(row, Sent)]

    assert read == [("calle 1.png", PICTURE), ("b/2.png", PICTURE)]


def test_texts_of_an_archive_become_items_where_texts_are_labelled():
    data = zipped({"a.txt": b"one\ntwo\n", "b.csv": b"id,text\n7,three\n", "c.jsonl": b'{"text": "four"}\n'})

    rows = rows_of(data, wanted="text")

    assert [(row.external_id, row.content["text"]) for row in rows] == [
        ("", "one"), ("", "two"), ("7", "three"), ("", "four"),
    ]  # fmt: skip


def test_a_bad_row_of_a_text_inside_says_its_file_and_its_line():
    rows = rows_of(zipped({"a.csv": b"id,text\n1,good\n2,\n"}), wanted="text")

    assert [(row.code, row.params["file"], row.params["row"]) for row in rows if isinstance(row, Bad)] == [
        ("text_empty", "a.csv", 3)
    ]


def test_files_of_another_kind_say_so_one_by_one_and_the_good_ones_stay():
    rows = rows_of(zipped({"a.txt": b"one\n", "b.png": PICTURE, "c.pdf": b"%PDF", "d.txt": b"\0"}), wanted="text")

    assert [type(row) for row in rows] == [Good, Bad, Bad, Bad]
    assert refused(rows) == [("b.png", "picture_for_texts"), ("c.pdf", "member_no_text"), ("d.txt", "file_has_nul")]


def test_what_computers_put_into_archives_by_themselves_is_passed_over():
    rows = rows_of(zipped({"__MACOSX/._a.png": b"x", ".DS_Store": b"x", "f/": b"", "Thumbs.db": b"", "a.png": PICTURE}))

    assert [row.name for row in rows] == ["a.png"]


@pytest.mark.parametrize(
    "name", ["../a.png", "f/../../a.png", "/etc/a.png", "C:/a.png", "..\\a.png", "\\\\server\\a.png"]
)
def test_a_name_that_points_elsewhere_is_refused_and_the_others_stay(name):
    rows = rows_of(zipped({name: PICTURE, "good.png": PICTURE}))

    assert [row.code for row in rows if isinstance(row, Bad)] == ["name_points_elsewhere"]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["good.png"]


def test_a_link_is_refused_and_never_followed():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("a.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert refused(rows_of(file.getvalue())) == [("a.png", "name_points_elsewhere")]


def test_an_archive_in_an_archive_is_not_opened():
    assert refused(rows_of(zipped({"inner.png": zipped({"a.png": PICTURE})}))) == [("inner.png", "archive_in_archive")]


def test_an_archive_with_a_password_is_refused_whole():
    assert refusal_of(locked(zipped({"a.png": PICTURE}))).code == "archive_locked"


def test_a_bomb_is_refused_by_what_its_list_says():
    assert refusal_of(zipped({"a.png": bytes(100_000_000)})).code == "archive_bomb"


def test_a_bomb_whose_list_lies_unpacks_no_more_than_it_said():
    honest = zipped({"a.png": bytes(100_000_000)})
    lying = honest.replace(struct.pack("<I", 100_000_000), struct.pack("<I", 1_000))

    assert refused(rows_of(lying)) == [("a.png", "member_unreadable")]


def test_what_really_comes_out_is_counted_too(monkeypatch):
    monkeypatch.setattr(archives, "HARMLESS_BYTES", 1_000)
    budget = archives.Budget(packed_bytes=1)

    file = archives.Metered(io.BytesIO(bytes(2_000)), budget)

    with pytest.raises(Refusal) as stopped:
        file.read()
    assert stopped.value.code == "archive_bomb"


def test_files_that_share_their_bytes_are_a_bomb():
    one = zipped({"a.png": drawn(200, 200)}, compression=zipfile.ZIP_STORED)
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry = one[at:end]
    tail = bytearray(one[end:])
    tail[8:12] = struct.pack("<HH", 3, 3)
    tail[12:16] = struct.pack("<I", 3 * len(entry))

    assert refusal_of(one[:at] + 3 * entry + bytes(tail)).code in {"archive_bomb", "archive_unreadable"}


def test_a_list_of_files_that_would_fill_memory_is_refused_before_it_is_read():
    archive = zipped({"a.png": PICTURE})
    end = archive.index(b"PK\x05\x06")
    greedy = archive[: end + 12] + struct.pack("<I", 2_000_000_000) + archive[end + 16 :]

    assert refusal_of(greedy).code == "archive_too_many"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_in_an_uncommon_way_is_refused_because_it_unpacks_without_bound(method):
    assert refused(rows_of(zipped({"a.png": PICTURE}, compression=method))) == [("a.png", "member_unreadable")]


def test_a_file_that_was_damaged_on_the_way_is_refused_and_the_next_one_read():
    data = zipped({"a.png": PICTURE, "b.png": PICTURE}, compression=zipfile.ZIP_STORED)
    at = data.index(PICTURE) + 40
    broken = data[:at] + b"\0\1" + data[at + 2 :]
    rows = rows_of(broken)

    assert refused(rows) == [("a.png", "member_unreadable")]
    assert [row.name for row in rows if isinstance(row, Sent)] == ["b.png"]


def test_a_long_file_whose_end_is_damaged_is_refused_while_it_is_read():
    long = drawn(colour="red") + bytes(100_000)
    data = zipped({"a.png": long, "b.png": PICTURE}, compression=zipfile.ZIP_STORED)
    at = data.index(long) + 90_000
    rows = IMPORT.open(io.BytesIO(data[:at] + b"\1" + data[at + 1 :]), Choices(wanted="image")).rows

    with pytest.raises(Refusal) as refusal:
        next(rows).data.read()

    assert refusal.value.code == "member_unreadable"
    assert next(rows).data.read() == PICTURE


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04cut short", b"PK\x05\x06"])
def test_what_is_no_archive_is_refused(data):
    assert refusal_of(data).code in {"file_empty", "archive_unreadable"}


def test_an_archive_cut_short_is_refused_whole():
    data = zipped({"a.png": PICTURE, "b.png": PICTURE})

    assert refusal_of(data[:-30]).code == "archive_unreadable"


def test_an_archive_of_folders_only_says_so():
    assert refusal_of(zipped({"f/": b""})).code == "archive_without_files"
    assert refusal_of(zipped({})).code == "archive_without_files"


def test_names_in_other_scripts_are_kept_and_control_characters_are_not():
    names = ["calle\u0301.png", "街路.png", "क्‍ष.png", "a\x1b[31m\u202egnp.png"]

    rows = rows_of(zipped({f"../{name}": PICTURE for name in names}))

    assert [str(row.params["file"]) for row in rows] == ["../callé.png", "../街路.png", "../क्‍ष.png", "../a[31mgnp.png"]


def test_names_in_utf_8_that_do_not_say_so_are_read_all_the_same():
    data = zipped({"niño.png": PICTURE})
    at = data.index(b"PK\x01\x02")
    unsaid = bytearray(data)
    unsaid[at + 9] &= ~8
    unsaid[7] &= ~8

    assert [row.name for row in rows_of(bytes(unsaid))] == ["niño.png"]


@pytest.mark.parametrize("files", [1_000, pytest.param(10_000, marks=pytest.mark.stress)])
def test_thousands_of_tiny_files_are_listed_and_read_in_bounded_memory(files):
    data = zipped({f"{number}.png": PICTURE for number in range(files)}, compression=zipfile.ZIP_STORED)
    began = time.process_time()
    tracemalloc.start()

    count = sum(
        len(row.data.read()) == len(PICTURE) for row in IMPORT.open(io.BytesIO(data), Choices(wanted="image")).rows
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == files
    assert most < 20_000_000
    assert time.process_time() - began < 60
