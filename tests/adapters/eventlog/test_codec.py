"""Facts to stored JSON and back: tags, old forms, sealed fields."""

from uuid import UUID

import pytest
from msgspec import json
from structlog.testing import capture_logs

from store.adapters.drivers.eventlog.codec import EventCodec, UnknownTag, readable, tag_of
from store.adapters.drivers.vault import KeyUnreadable, Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.errors import TextWithNul
from store.domain.cart.events import CartOpened
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import CartId
from store.domain.shared.personal import Erased, Personal
from store.entrypoints.wiring.register import EVENTS
from tests.domain.ordering.test_order import ANN, EMAIL, HOME, ID, PLACED, TOTALS

pytestmark = [
    pytest.mark.requirement("R10.5"),
    pytest.mark.requirement("R11.2"),
    pytest.mark.story("US-10.4", "who was forgotten can be read nowhere"),
]
PLACE = (ID, 1)
TAG = "ordering/placed-1"


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture
def codec(keys):
    return EventCodec(EVENTS, Vault(keys))


def test_a_fact_survives_storage(codec):
    tag, state = codec.encode(PLACED, *PLACE)
    assert tag == TAG == json.decode(state)["type"]
    assert codec.decode(tag, state, *PLACE) == PLACED


def test_personal_fields_are_sealed_and_the_rest_stays_readable(codec):
    stored = json.decode(codec.encode(PLACED, *PLACE)[1])
    assert set(stored["email"]) == set(stored["address"]) == {"subject", "sealed"}
    assert stored["totals"]["total"] == {"minor": TOTALS.total.minor, "currency": "EUR"}


def test_the_same_value_is_never_sealed_the_same_way_twice(codec):
    first, second = (json.decode(codec.encode(PLACED, *PLACE)[1])["email"]["sealed"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(("stream", "version"), [(UUID(int=9), 1), (ID, 2)])
def test_a_seal_opens_only_where_it_was_put(codec, stream, version):
    _, state = codec.encode(PLACED, *PLACE)
    with capture_logs() as told:
        placed = codec.decode(TAG, state, stream, version)
    assert placed.email.value == placed.address.value == Erased()
    assert {(line["log_level"], line["because"]) for line in told} == {("error", "TamperedSeal")}
    assert f"{stream}/{version}/email" in {line["place"] for line in told}


def test_a_seal_does_not_open_in_another_field(codec):
    stored = json.decode(codec.encode(PLACED, *PLACE)[1])
    stored["email"], stored["address"] = stored["address"], stored["email"]
    with capture_logs() as told:
        placed = codec.decode(TAG, json.encode(stored), *PLACE)
    assert placed.email.value == placed.address.value == Erased()
    assert {line["because"] for line in told} == {"TamperedSeal"}


def test_somebody_elses_key_does_not_open_it(codec, keys):
    stored = json.decode(codec.encode(PLACED, *PLACE)[1])
    stored["email"]["subject"] = str(UUID(int=99))
    keys.obtain(UUID(int=99))
    with capture_logs() as told:
        placed = codec.decode(TAG, json.encode(stored), *PLACE)
    assert placed.email.value == Erased()
    assert placed.address == PLACED.address, "one field takes no other along"
    assert [line["because"] for line in told] == ["TamperedSeal"]


class OfAnotherSecret(MemoryKeys):
    """Keys that are there, and that nobody can unwrap."""

    def find(self, subject):
        raise KeyUnreadable(str(subject))


def test_a_key_that_nobody_can_unwrap_reads_as_one_that_is_gone_and_is_said(codec):
    _, state = codec.encode(PLACED, *PLACE)
    with capture_logs() as told:
        placed = EventCodec(EVENTS, Vault(OfAnotherSecret())).decode(TAG, state, *PLACE)
    assert placed.email.value == Erased()
    assert placed.totals == PLACED.totals
    assert {line["because"] for line in told} == {"KeyUnreadable"}


def test_who_was_forgotten_reads_as_erased_and_everything_else_as_before(codec, keys):
    _, state = codec.encode(PLACED, *PLACE)
    keys.destroy(ANN)
    read = codec.decode(TAG, state, *PLACE)
    assert (read.email, read.address) == (Personal(ANN, Erased()), Personal(ANN, Erased()))
    assert (read.number, read.lines, read.totals) == (PLACED.number, PLACED.lines, PLACED.totals)


def test_whoever_must_not_look_sees_erased_although_the_key_is_there(codec):
    _, state = codec.encode(PLACED, *PLACE)
    assert codec.decode(TAG, state, *PLACE, opened=False).email == Personal(ANN, Erased())


def test_nothing_is_stored_for_somebody_who_was_forgotten(codec, keys):
    keys.destroy(ANN)
    with pytest.raises(AlreadyErased):
        codec.encode(PLACED, *PLACE)


def test_what_was_erased_cannot_be_sealed_anew(codec, keys):
    _, state = codec.encode(PLACED, *PLACE)
    closed = codec.decode(TAG, state, *PLACE, opened=False)
    with pytest.raises(TypeError, match="nothing left to seal"):
        codec.encode(closed, *PLACE)


def test_those_who_may_see_them_read_personal_fields_in_plain(codec):
    plain = readable(PLACED)
    assert plain["email"] == EMAIL.value
    assert plain["address"]["city"] == HOME.value.city


def test_old_forms_are_brought_up_to_date_step_by_step(keys):
    codec = EventCodec(EVENTS, Vault(keys), {
        "cart/opened-0": lambda old: {**old, "type": "cart/opened-1", "currency": old["money"].upper()},
        "cart/opened-00": lambda old: {"type": "cart/opened-0", "at": old["at"], "cart_id": old["id"], "money": "eur"},
    })
    state = b'{"type":"cart/opened-00","at":"2026-05-31T12:00:00Z","id":"00000000-0000-0000-0000-000000000001"}'
    read = codec.decode("cart/opened-00", state, UUID(int=1), 1)
    assert isinstance(read, CartOpened)
    assert (read.currency, read.cart_id) == ("EUR", UUID(int=1))


def test_old_forms_keep_their_seals(codec, keys):
    _, state = codec.encode(PLACED, *PLACE)
    old = json.decode(state) | {"type": "ordering/placed-0"}
    newer = EventCodec(EVENTS, Vault(keys), {"ordering/placed-0": lambda found: {**found, "type": TAG}})
    assert newer.decode("ordering/placed-0", json.encode(old), *PLACE) == PLACED


@pytest.mark.parametrize("text", ["a\0b", "\0", "a\\\0"])
def test_text_that_no_table_can_hold_is_never_stored(codec, text):
    with pytest.raises(TextWithNul):
        codec.encode(CartOpened(at=PLACED.at, cart_id=CartId(UUID(int=1)), currency=text), UUID(int=1), 1)


def test_a_backslash_before_four_zeros_is_text_like_any_other(codec):
    opened = CartOpened(at=PLACED.at, cart_id=CartId(UUID(int=1)), currency="\\u0000")
    tag, state = codec.encode(opened, UUID(int=1), 1)
    assert codec.decode(tag, state, UUID(int=1), 1) == opened


def test_a_fact_nobody_can_read_is_not_skipped(codec):
    with pytest.raises(UnknownTag):
        codec.decode("cart/from-the-future-9", b'{"type":"cart/from-the-future-9"}', UUID(int=1), 1)


def test_every_kind_of_fact_has_one_tag_and_is_known_by_it(codec):
    assert set(codec.tags) == {tag_of(kind) for kind in EVENTS}
    assert len(codec.tags) == len(EVENTS)
