"""What stands above every page: read from the database now and then, not for every page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from web.keeping.queries import NoticeView, notices_now
from web.logs import log
from web.wiring import House

KEPT = timedelta(seconds=15)
"""Another process that wrote or ended a notice is believed after so long."""


@dataclass(slots=True)
class NoticeBoard:
    """The notices of this moment, as this process last read them."""

    house: House
    _found: tuple[NoticeView, ...] = ()
    _read_at: datetime | None = field(default=None)

    def current(self) -> tuple[NoticeView, ...]:
        """Return what to show; where the database cannot be reached, what was known before."""
        now = self.house.now()
        if self._read_at is None or abs(now - self._read_at) >= KEPT:
            self._read(now)
        return tuple(notice for notice in self._found if not notice.is_over(now))

    def forget(self) -> None:
        """Read again before the next page: a notice was written or ended here."""
        self._read_at = None

    def _read(self, now: datetime) -> None:
        self._read_at = now
        try:
            with self.house.db.reading() as tx:
                self._found = notices_now(tx, now=now)
        except Exception:  # noqa: BLE001 - the page that says what broke must not break on this
            log().exception("notices_not_read")
