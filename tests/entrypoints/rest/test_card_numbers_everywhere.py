"""A card's number at every place of the API that takes text: refused, and found in nothing kept, sealed or not."""

import pytest
from msgspec import structs

from store.domain.shared.aggregate import Event
from store.domain.shared.personal import Personal
from store.entrypoints.shared.card_numbers import masked
from tests.entrypoints.payments.test_no_card_numbers import everything_kept
from tests.entrypoints.rest.charges import api
from tests.entrypoints.rest.examples import Examples, operations
from tests.entrypoints.rest.hostile import places, written
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle

__all__ = ["api"]
pytestmark = [
    pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "card numbers are never stored"), pytest.mark.slow,
]

CARD = "paid with 4242 4242 4242 4242"
LABEL = "tracking"
"""Carriers number with sixteen digits as well: the one field that may hold such digits."""
SECRETS = {"password", "new_password", "current_password"}
"""Only a hash is kept."""

DIGESTS = {"read.person_grams", "read.gram_counts"}
"""Keyed digests as numbers: one of some thousands looks like it."""


def told(value):
    """All text within *value*, what belongs to persons as well."""
    match value:
        case str():
            yield value
        case Personal():
            yield from told(value.value)
        case Event() | structs.Struct():
            yield from told(structs.asdict(value))
        case dict():
            for name, one in value.items():
                yield from (*told(name), *told(one))
        case list() | tuple() | set() | frozenset():
            for one in value:
                yield from told(one)


def row_by_row(answer):
    """Whether this tells of each row that it was refused, and why."""
    said = answer.json() if answer.content else {}
    rows = said.get("rows") or said.get("items") or []
    return bool(rows) and all(row.get("result") == "refused" and "number of a card" in str(row) for row in rows)


def facts(shop):
    """Each fact there is, as whoever may opens it."""
    with shop.pool().connection() as db:
        streams = [stream for (stream,) in db.execute("SELECT DISTINCT stream FROM log.events")]
    return [event for history in shop.journal().read(streams).values() for event in history.events]


def test_no_text_of_a_program_brings_one_in(api):
    described = api.expects(200, "GET", "/api/v1/openapi.json")
    examples, taken, refused = Examples(api, described), [], 0
    for method, path, operation in operations(described):
        found = [
            it for it in places(operation, described["components"]["schemas"])
            if it.kind == "body" and it.free and it.at[-1] != LABEL
        ]
        asked = examples.of(method, path, operation) if found else None
        for place in found:
            more = asked.more() | {"json": written(asked.body, place.at, CARD)}
            more["headers"] = {name: it for name, it in more["headers"].items() if name.lower() != "idempotency-key"}
            answer = api.asks(asked.verb, asked.path, **more)
            if answer.status_code < 400 and place.at[-1] not in SECRETS and not row_by_row(answer):
                taken.append(f"{operation['operationId']} {place}: {answer.status_code}")
            refused += answer.status_code == 400 and answer.json()["type"] == "/problems/CardNumberWritten"
    assert taken == []
    assert refused > 30
    settle(api.back_room)
    postgres_post(api.back_room).to("nobody@example.org")  # the worker sees to all that is due
    said = [text for event in facts(api.back_room) for text in told(event)]
    assert len(said) > 1000
    assert any("@example.org" in text for text in said), "seals are opened"
    assert [text for text in said if masked(text) != text] == []
    kept = everything_kept(api.settings.database_url)
    assert [(table, text) for table, text in kept if masked(text) != text and table not in DIGESTS] == []
