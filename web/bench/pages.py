"""The bench through HTTP: a server in a process of its own, and people whose browsers post forms to it."""

import http.client
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from urllib.parse import urlencode

import uvicorn
from starlette.types import Receive, Scope, Send

from web.app import create_app
from web.auth.sessions import begin_session
from web.bench.crowd import LABELS
from web.bench.cycles import Act
from web.bench.work import Bench
from web.deps import cookie_name, life_of
from web.logs import start_logs
from web.settings import Settings
from web.wiring import open_house

NO_OP = b'{"next": {"assignment_id": 1}}'
_ASSIGNMENT = re.compile(rb'data-assignment="(\d+)"')


@contextmanager
def server(settings: Settings, *, is_no_op: bool = False) -> Iterator[Callable[[], float]]:
    """Serve in another process; yield what asks it for the processor time that it has used.

    Args:
        settings: of the house that is served.
        is_no_op: serve nothing instead: an answer of a few bytes to whatever comes, as a yardstick.
    """
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(settings, theirs, is_no_op), daemon=True)
    process.start()
    assert ours.recv() == "ready"

    def cpu_seconds() -> float:
        ours.send("cpu")
        return float(ours.recv())

    try:
        yield cpu_seconds
    finally:
        ours.send("stop")
        process.join(timeout=10)


@contextmanager
def at_work(bench: Bench) -> Iterator[tuple[list[Act], Callable[[], float]]]:
    """Yield everyone's submit-and-next, and what tells the server's processor time."""
    settings = bench.house.settings
    with server(settings) as cpu_seconds, ExitStack() as lines:
        acts = []
        for person_id in bench.annotator_ids:
            line = http.client.HTTPConnection(settings.host, settings.port, timeout=30)
            lines.callback(line.close)
            acts.append(_act_of(bench, person_id, line))
        yield acts, cpu_seconds


def _act_of(bench: Bench, person_id: int, line: http.client.HTTPConnection) -> Act:
    """Return one person's submit-and-next over a connection that stays open."""
    headers = {
        "Cookie": f"{cookie_name(bench.house.settings)}={token_of(bench, person_id)}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "Accept": "text/html",
    }

    def ask(path: str, form: dict[str, str], *, is_fragment: bool) -> bytes:
        more = {"HX-Request": "true"} if is_fragment else {}
        line.request("POST", path, urlencode(form), headers | more)
        reply = line.getresponse()
        return reply.read() if reply.status != http.client.SEE_OTHER else _follow(line, reply, headers)

    current = [_ASSIGNMENT.search(ask(f"/work/{bench.project_id}/next", {}, is_fragment=False))]

    def act() -> bool:
        if current[0] is None:
            return False
        number = int(current[0].group(1))
        path = f"/work/{bench.project_id}/answers/{number}"
        current[0] = _ASSIGNMENT.search(ask(path, {"label": LABELS[number % len(LABELS)]}, is_fragment=True))
        return True

    return act


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _follow(line: http.client.HTTPConnection, reply: http.client.HTTPResponse, headers: dict[str, str]) -> bytes:
    reply.read()
    line.request("GET", reply.headers["Location"], headers=headers)
    return line.getresponse().read()


def token_of(bench: Bench, person_id: int) -> str:
    """Give a person an account and a session, and return what their browser shows for it."""
    house = bench.house
    now = house.now()
    with house.db.writing() as tx:
        tx.run(
            "INSERT INTO account (person_id, email, password_hash, created_at) VALUES (:who, :email, '-', :now)"
            " ON CONFLICT DO NOTHING",
            who=person_id,
            email=f"bench-{person_id}@bench.example",
            now=now,
        )
        return begin_session(tx, person_id, device="bench", life=life_of(house.settings), now=now)


def _serve(settings: Settings, line: Connection, is_no_op: bool) -> None:  # noqa: FBT001 - another process calls it
    """Serve as `jornal serve` does: with its log, which goes to a file here."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "log.jsonl").open("a", encoding="utf-8") as sys.stderr:
        start_logs()
        house = open_house(settings)
        app = _no_op if is_no_op else create_app(house)
        config = uvicorn.Config(
            app, host=settings.host, port=settings.port, access_log=False, log_level="error", server_header=False
        )
        running = uvicorn.Server(config)
        threading.Thread(target=_obey, args=(running, line), daemon=True).start()
        running.run()
        house.db.dispose()


async def _no_op(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(NO_OP)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": NO_OP})


def _obey(running: uvicorn.Server, line: Connection) -> None:
    """Say when the server is ready, then answer what the processor has spent until told to stop."""
    while not running.started:
        time.sleep(0.01)
    line.send("ready")
    while line.recv() == "cpu":
        line.send(time.process_time())
    running.should_exit = True
