"""Parcels that were booked: in the carrier's books as in the shop's, sent or called off, and scanned in their order."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.checker.reading import Fact, Offence

CARRIED = "what a carrier expects is what the shop booked"


@dataclass(frozen=True)
class Booking:
    """One line of the carrier's books."""

    parcel: str
    tracking: str
    called_off: bool
    collected: bool


def read_bookings(file: Path) -> list[Booking]:
    """Every booking the carrier ever heard of."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT parcel, tracking, called_off, collected_at FROM bookings").fetchall()
    db.close()
    return [Booking(parcel, tracking, bool(off), at is not None) for parcel, tracking, off, at in rows]


def check_carried(facts: Sequence[Fact], books: Sequence[Booking]) -> Iterator[Offence]:
    """A booking that the carrier alone knows is harmless: whoever asked died, and who asks again finds it."""
    known = {it.parcel: it for it in books}
    booked, left, off = (_by_parcel(facts, tag) for tag in (
        "ordering/parcel-booked-1", "ordering/parcel-sent-1", "ordering/booking-called-off-1",
    ))
    scans: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.tag == "ordering/parcel-scanned-1":
            scans[fact.said["parcel_id"]].append(fact)
    for parcel, fact in booked.items():
        yield from _one(fact, known.get(parcel), left.get(parcel), off.get(parcel))
    for parcel, fact in off.items():
        if parcel not in booked:
            yield Offence(CARRIED, "called off, and never booked", fact)
    yield from _scanned(scans, booked, left)


def _by_parcel(facts: Sequence[Fact], tag: str) -> dict[str, Fact]:
    return {fact.said["parcel_id"]: fact for fact in facts if fact.tag == tag}


def _one(booked: Fact, line: Booking | None, left: Fact | None, off: Fact | None) -> Iterator[Offence]:
    tracking = booked.said["tracking"]
    if line is None or line.tracking != tracking:
        yield Offence(CARRIED, f"the carrier doesn't expect {tracking}", booked)
    elif off and not line.called_off:
        yield Offence(CARRIED, f"the carrier still expects {tracking}", off)
    elif line.collected and not left:
        yield Offence(CARRIED, f"the carrier has {tracking}, which never left", booked)
    if left and off:
        yield Offence(CARRIED, "it was sent and called off", max(left, off, key=lambda it: it.position))
    if left and (left.said["carrier"], left.said["tracking"]) != (booked.said["carrier"], tracking):
        yield Offence(CARRIED, "it left under another number than it was booked with", left)


def _scanned(
    scans: Mapping[str, Sequence[Fact]], booked: Mapping[str, Fact], left: Mapping[str, Fact]
) -> Iterator[Offence]:
    """Scans are those of the parcel's own number, none is left out, and none comes before it left."""
    for parcel, its in scans.items():
        tracking = booked[parcel].said["tracking"] if parcel in booked else ""
        for place, fact in enumerate(its, 1):
            if parcel not in left or fact.position < left[parcel].position:
                yield Offence(CARRIED, "it was scanned before it left", fact)
            if fact.said["scan"] != f"{tracking}-{place}":
                yield Offence(CARRIED, f"this should be scan {tracking}-{place}", fact)
