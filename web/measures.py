"""Counters for the operator's monitoring: requests by route, status and time taken; nothing about people."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Measures:
    """The counters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "jornal_requests_total", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "jornal_request_seconds",
            "Time from the request to the last byte of the answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )

        self._unmatched = Gauge(
            "jornal_unmatched_minor",
            "What a payment service's record holds and the ledger does not, minor units; it has to be nothing.",
            ("currency",),
            registry=self._registry,
        )

    def note_unmatched(self, sums: Mapping[str, int]) -> None:
        """Take in what matches nothing now, minor units by currency; a currency that is not named matches."""
        self._unmatched.clear()
        for currency, minor in sums.items():
            self._unmatched.labels(currency).set(minor)

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request, by its route's template so that no id becomes a label."""
        known = self._known.get((method, route, status))
        if known is None:
            known = self._requests.labels(method, route, str(status)), self._seconds.labels(route)
            self._known[method, route, status] = known
        known[0].inc()
        known[1].observe(seconds)

    def text(self) -> bytes:
        """Return everything counted, as Prometheus reads it."""
        return bytes(generate_latest(self._registry))
