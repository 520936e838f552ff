"""Where files are kept: the same promises from a folder, from memory, and from a bucket that may not answer."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from annotate.pictures.rules import Files
from policies.errors import Refusal
from web.files import open_files
from web.logs import start_logs
from web.settings import Settings

BUCKET = "pictures-of-streets"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an S3 on this machine, with one bucket."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with socket.create_connection((host, port)) as line:
        line.sendall(
            f"PUT /{BUCKET} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        assert b"200" in line.recv(100)
    yield f"http://{host}:{port}"
    server.stop()


def bucket_at(endpoint: str, folder: Path, **changes: object) -> Files:
    return open_files(
        Settings(
            data_dir=folder,
            files_url=f"s3://{BUCKET}/jornal",
            files_endpoint=endpoint,
            files_region="us-east-1",
            files_access_key="key",
            files_secret_key=SecretStr("secret"),
            **changes,
        )
    )


@pytest.fixture(params=["folder", "memory", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "bucket":
        return bucket_at(request.getfixturevalue("bucket"), tmp_path)
    return open_files(Settings(data_dir=tmp_path, files_url="memory://" if request.param == "memory" else ""))


def test_what_is_kept_can_be_read_again(files):
    data = bytes(range(256)) * 4_000

    files.put("pictures/ab/cd/abcd/full", data)

    assert files.has("pictures/ab/cd/abcd/full")
    assert b"".join(files.read("pictures/ab/cd/abcd/full")) == data


def test_the_same_file_kept_twice_is_there_once(files):
    files.put("pictures/twice", b"same")
    files.put("pictures/twice", b"same")

    assert b"".join(files.read("pictures/twice")) == b"same"


def test_a_file_that_nobody_kept_is_not_found(files):
    with pytest.raises(Refusal) as refused:
        files.read("pictures/nothing")

    assert refused.value.code == "not_found"
    assert not files.has("pictures/nothing")


def test_a_folder_keeps_its_files_where_the_settings_say(tmp_path):
    files = open_files(Settings(data_dir=tmp_path, files_url=(tmp_path / "señas y más").as_uri()))

    files.put("pictures/one", b"1")

    assert (tmp_path / "señas y más" / "pictures" / "one").read_bytes() == b"1"


def test_a_bucket_that_takes_the_file_and_never_answers_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        files = bucket_at(f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path, files_timeout_seconds=1)

        with pytest.raises(Refusal) as refused:
            files.put("pictures/one", b"1")

    assert refused.value.code == "files_unreachable"


@pytest.mark.usefixtures("logs_as_before")
def test_a_bucket_that_cannot_be_reached_is_one_refusal_and_no_secret_is_written_down(tmp_path, capsys):
    start_logs()
    files = bucket_at("http://127.0.0.1:9", tmp_path, files_timeout_seconds=1)

    with pytest.raises(Refusal) as refused:
        files.has("pictures/one")

    assert (refused.value.code, refused.value.params) == ("files_unreachable", {})
    said = capsys.readouterr().err
    assert "files_unreachable" in said
    assert "secret" not in said


def test_an_address_of_another_kind_is_refused_at_the_start(tmp_path):
    with pytest.raises(ValueError, match="begins with file"):
        open_files(Settings(data_dir=tmp_path, files_url="ftp://somewhere"))
