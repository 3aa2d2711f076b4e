"""A carrier that carries nothing, with books of its own: the twin of a real one.

Its books are a file outside the shop's database, as a real carrier's are outside the shop, and of addresses they keep
nothing. A parcel is collected when somebody first asks where it is, and is there six minutes later. Postal codes say
how it behaves: to ``00000`` it takes none, and from ``99999`` they come back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from typing import Final, LiteralString

from store.adapters.drivers.sqlite_file import open_sqlite
from store.adapters.ordering.sandbox_places import near
from store.application.ordering.carrier_ports import (
    Booked,
    BookingVerdict,
    CalledOff,
    CallingOffVerdict,
    Consignment,
    DropOff,
    GoingBack,
    Label,
    OwnLabel,
    Refused,
    Scanned,
)
from store.application.shared.ports import Clock
from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import ParcelId

SANDBOX: Final = "Sandbox Parcels"
REFUSED_CODE: Final = "00000"
UNDELIVERABLE_CODE: Final = "99999"
_SCHEMA: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS bookings (
    parcel TEXT PRIMARY KEY, tracking TEXT NOT NULL UNIQUE, comes_back INTEGER NOT NULL,
    called_off INTEGER NOT NULL DEFAULT 0, collected_at TEXT
);
"""
_BEGINS: Final = (
    (ScanCode.COLLECTED, 0, "Millbrook"), (ScanCode.IN_DEPOT, 1, "Millbrook"), (ScanCode.IN_DEPOT, 3, "Eastharbour"),
    (ScanCode.OUT_FOR_DELIVERY, 4, "Eastharbour"),
)
_ARRIVES: Final = (*_BEGINS, (ScanCode.DELIVERED, 6, ""))
_COMES_BACK: Final = (
    *_BEGINS, (ScanCode.NOT_HANDED_OVER, 6, ""), (ScanCode.UNDELIVERABLE, 7, "Eastharbour"),
    (ScanCode.RETURNED, 10, "Millbrook"),
)
"""What is scanned how many minutes after a parcel was collected, and where."""


class SandboxCarrier:
    """A :class:`~store.application.ordering.carrier_ports.Carrier`; *file* ``None`` keeps its books in memory."""

    name = SANDBOX
    patience = timedelta(seconds=5)

    def __init__(self, file: Path | None, clock: Clock) -> None:
        self._file, self._clock, self._lock = file, clock, Lock()

    @cached_property
    def _db(self) -> Connection:
        """Opened by whoever books first: most processes that know a carrier never ask it anything."""
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        return open_sqlite(self._file, _SCHEMA)

    def book(self, parcel: Consignment) -> BookingVerdict:
        """A parcel heard of before keeps its booking, called off or not."""
        if parcel.to.postal_code == REFUSED_CODE:
            return Refused(f"it delivers nothing to {REFUSED_CODE}")
        return self._book(parcel.parcel_id, comes_back=parcel.to.postal_code == UNDELIVERABLE_CODE)

    def book_back(self, parcel: GoingBack) -> BookingVerdict:
        """From where it delivers nothing to, it takes nothing either."""
        if parcel.sender.postal_code == REFUSED_CODE:
            return Refused(f"it takes nothing from {REFUSED_CODE}")
        return self._book(parcel.parcel_id, comes_back=False)

    async def drop_offs(self, country: str, postal_code: str) -> Sequence[DropOff]:
        """Three near each postal code, always the same; none where it delivers nothing to."""
        return [] if postal_code.strip() == REFUSED_CODE else near(country, postal_code)

    def _book(self, parcel: ParcelId, *, comes_back: bool) -> BookingVerdict:
        tracking = _tracking(parcel)
        with self._lock:
            self._db.execute(
                "INSERT INTO bookings (parcel, tracking, comes_back) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (str(parcel), tracking, comes_back),
            )
            [called_off] = self._db.execute(
                "SELECT called_off FROM bookings WHERE parcel = ?", (str(parcel),)
            ).fetchone()
        return Refused("that booking was called off") if called_off else Booked(tracking, tracking)

    def call_off(self, booking: str) -> CallingOffVerdict:
        """Until it is collected; of what it never heard there is nothing to call off."""
        with self._lock:
            self._db.execute(
                "UPDATE bookings SET called_off = 1 WHERE tracking = ? AND collected_at IS NULL", (booking,)
            )
            row = self._db.execute("SELECT called_off FROM bookings WHERE tracking = ?", (booking,)).fetchone()
        return Refused("it has the parcel already") if row == (0,) else CalledOff()

    def scans(self, tracking: str, after: str = "") -> Sequence[Scanned]:
        """Who asks for the first time has handed it over."""
        now = self._clock.now()
        with self._lock:
            self._db.execute(
                "UPDATE bookings SET collected_at = ? WHERE tracking = ? AND collected_at IS NULL AND called_off = 0",
                (now.isoformat(), tracking),
            )
            row = self._db.execute(
                "SELECT collected_at, comes_back FROM bookings WHERE tracking = ? AND called_off = 0", (tracking,)
            ).fetchone()
        if row is None:
            return []
        collected, way = datetime.fromisoformat(row[0]), _COMES_BACK if row[1] else _ARRIVES
        walked = [
            Scanned(f"{tracking}-{place}", code, at, town) for place, (code, minutes, town) in enumerate(way, 1)
            if (at := collected + timedelta(minutes=minutes)) <= now
        ]
        known = [scan.id for scan in walked]
        return walked[known.index(after) + 1:] if after in known else walked

    async def label(self, booking: str) -> Label:
        """It has none of its own."""
        with self._lock:
            row = self._db.execute("SELECT called_off FROM bookings WHERE tracking = ?", (booking,)).fetchone()
        return OwnLabel() if row == (0,) else Refused("it expects no such parcel")

    def close(self) -> None:
        """Let go of the file."""
        if "_db" in vars(self):
            self._db.close()


def _tracking(parcel: ParcelId) -> str:
    """A number that follows from the parcel's id, so that the books may be lost."""
    return f"SBX{parcel.int % 10**13:013}"
