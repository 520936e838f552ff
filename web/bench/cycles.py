"""Many people answer at once for some seconds; what each answer took, and how much of the processor."""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], bool]
"""One person's submit-and-next; False where nothing came back, and then that person stops."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: answers a second, milliseconds of processor for each, and how long a person waited."""

    cycles: int
    per_second: float
    cpu_ms: float
    median_ms: float
    p99_ms: float


def run_together(acts: list[Act], *, seconds: float, cpu_seconds: Callable[[], float]) -> Measured:
    """Let everyone answer at once until the time is over.

    Args:
        acts: one for each person; each is called again and again by a thread of its own.
        seconds: how long.
        cpu_seconds: the processor time used so far by what is measured.
    """
    waits: list[list[float]] = [[] for _ in acts]
    gate = threading.Barrier(len(acts) + 1)
    threads = [
        threading.Thread(target=_keep_on, args=(act, own, gate, seconds)) for act, own in zip(acts, waits, strict=True)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    began, cpu_before = time.perf_counter(), cpu_seconds()
    for thread in threads:
        thread.join()
    took, cpu = time.perf_counter() - began, cpu_seconds() - cpu_before
    every = sorted(wait * 1000 for own in waits for wait in own)
    return Measured(
        cycles=len(every),
        per_second=len(every) / took,
        cpu_ms=cpu * 1000 / max(1, len(every)),
        median_ms=statistics.median(every or [0.0]),
        p99_ms=every[len(every) * 99 // 100] if every else 0.0,
    )


def _keep_on(act: Act, waits: list[float], gate: threading.Barrier, seconds: float) -> None:
    gate.wait()
    until = time.perf_counter() + seconds
    while (began := time.perf_counter()) < until and act():
        waits.append(time.perf_counter() - began)
