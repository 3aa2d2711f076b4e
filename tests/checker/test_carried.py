"""The checker can fail for parcels that were booked: each kind of fault is planted by hand, and it is named."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from tests.checker.carried import Booking, check_carried
from tests.checker.reading import Fact

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]
ORDER = UUID(int=1)
LINE = Booking("P", "SBX1", called_off=False, collected=True)


def fact(position, what, parcel="P", **said):
    state = json.dumps(said | {"parcel_id": parcel})
    return Fact(ORDER, position, position << 16, f"ordering/{what}-1", state, "{}", b"")


BOOKED = fact(1, "parcel-booked", carrier="C", tracking="SBX1")
LEFT = fact(2, "parcel-sent", carrier="C", tracking="SBX1")
OFF = fact(2, "booking-called-off")
SCANS = [fact(place + 2, "parcel-scanned", scan=f"SBX1-{place}") for place in (1, 2)]


def words(facts, *books):
    return [it.words for it in check_carried(facts, books)]


def test_what_was_booked_and_then_sent_or_called_off_is_sound():
    assert words([BOOKED, LEFT, *SCANS], LINE) == []
    assert words([BOOKED, OFF], replace(LINE, called_off=True, collected=False)) == []
    assert words([], LINE) == [], "whoever asked the carrier died before it was written down"
    assert words([fact(1, "parcel-sent", carrier="C", tracking="by hand")]) == []


@pytest.mark.parametrize(("facts", "books", "said"), [
    ([BOOKED], [], "doesn't expect SBX1"),
    ([BOOKED], [replace(LINE, tracking="SBX9")], "doesn't expect SBX1"),
    ([BOOKED, OFF], [replace(LINE, collected=False)], "still expects"),
    ([BOOKED], [LINE], "never left"),
    ([BOOKED, LEFT, OFF], [replace(LINE, called_off=True)], "sent and called off"),
    ([BOOKED, fact(2, "parcel-sent", carrier="C", tracking="9")], [LINE], "another number"),
    ([OFF], [], "never booked"),
    ([BOOKED, SCANS[0]], [replace(LINE, collected=False)], "before it left"),
    ([BOOKED, LEFT, SCANS[1]], [LINE], "this should be scan SBX1-1"),
])
def test_each_fault_is_named(facts, books, said):
    found = words(facts, *books)
    assert any(said in it for it in found), found
