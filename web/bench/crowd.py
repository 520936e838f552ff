"""People at their work, in a process of their own: each posts an answer, waits for the reply, and posts the next."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

LABELS = ("renewal", "lost", "appointment")
_OPEN = re.compile(rb'data-assignment="(\d+)"')
_HTTP_OK = 200


@dataclass(frozen=True, slots=True)
class Worker:
    """One person's line to the server.

    Attributes:
        headers: what shows who they are.
        assignment_id: what they have open.
        project_id: for the pages, whose addresses name it; 0 for the programs' interface.
    """

    headers: Sequence[tuple[str, str]]
    assignment_id: int
    project_id: int = 0

    def request(self, assignment_id: int) -> bytes:
        """Return the bytes that answer one item."""
        label = LABELS[assignment_id % len(LABELS)]
        if self.project_id:
            path, body = f"/work/{self.project_id}/answers/{assignment_id}", urlencode({"label": label})
        else:
            path, body = f"/api/v1/work/{assignment_id}/answer", json.dumps({"result": result(label)})
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def next_of(self, reply: bytes) -> int | None:
        """Return the item that a reply brought, or None."""
        if self.project_id:
            found = _OPEN.search(reply)
            return int(found.group(1)) if found else None
        following = json.loads(reply)["next"]
        return following["assignment_id"] if following else None


def result(label: str) -> list[dict[str, object]]:
    """Return an answer in Label Studio's outer form."""
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]


@dataclass(slots=True)
class Heard:
    """What the crowd saw: how long each reply took, which answers were acknowledged, and what was not."""

    waits_ms: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    open: list[int | None] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


def work(port: int, workers: list[Worker], *, seconds: float, pause_ms: float = 0.0) -> Heard:
    """Let everybody work at once, in another process so that their own cost is not counted; it imports next to nothing.

    Args:
        port: of the server.
        workers: who.
        seconds: how long.
        pause_ms: how long each waits between two answers at least, from one to the next; zero: not at all.
    """
    task = {"port": port, "workers": [asdict(worker) for worker in workers], "seconds": seconds, "pause_ms": pause_ms}
    me = [sys.executable, "-m", __name__]
    done = subprocess.run(me, input=json.dumps(task).encode(), capture_output=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return Heard(**json.loads(done.stdout))


def _main() -> None:
    """Work as the task on standard input says, and write what was heard to standard output."""
    task = json.load(sys.stdin)
    workers = [Worker(**worker) for worker in task.pop("workers")]
    json.dump(asdict(asyncio.run(_everybody(task.pop("port"), workers, **task))), sys.stdout)


async def _everybody(port: int, workers: list[Worker], *, seconds: float, pause_ms: float) -> Heard:
    heard, began = Heard(), time.perf_counter()
    tasks = []
    for place, worker in enumerate(workers):
        first = began + pause_ms / 1000 * place / len(workers)  # spread evenly, as people are
        tasks.append(_one(port, worker, heard, (first, began + seconds, pause_ms / 1000)))
    heard.open = list(await asyncio.gather(*tasks))
    heard.seconds = time.perf_counter() - began
    return heard


async def _one(port: int, worker: Worker, heard: Heard, when: tuple[float, float, float]) -> int | None:
    """Answer until the time is over or nothing comes back; return what is open then."""
    at, until, pause = when
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    current: int | None = worker.assignment_id
    while current and (now := time.perf_counter()) < until:
        if at > now:
            await asyncio.sleep(at - now)
        asked = time.perf_counter()
        writer.write(worker.request(current))
        status, reply = await _reply(reader)
        heard.waits_ms.append((time.perf_counter() - asked) * 1000)
        if status != _HTTP_OK:
            heard.problems.append(f"{status} {reply[:200]!r}")
            break
        heard.acknowledged.append(current)
        current = worker.next_of(reply)
        at += pause
    writer.close()
    return current


async def _reply(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    return int(head[9:12]), await reader.readexactly(length)


if __name__ == "__main__":
    _main()
