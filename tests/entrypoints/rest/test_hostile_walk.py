"""Strings made to do harm, at every place of the API that takes text: the description says which those are."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import quote

import pytest

from store.application.shared.rich_text import rich_text
from store.domain.pricing.codes import canonical_code
from store.domain.pricing.errors import CodeMalformed
from tests.entrypoints.rest.charges import api
from tests.entrypoints.rest.conftest import is_problem
from tests.entrypoints.rest.examples import Examples, filled, operations
from tests.entrypoints.rest.hostile import FILE, NUL, SEED, Turns, expect_time, pieces, places, read, written

__all__ = ["api"]
pytestmark = [
    pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what people write is shown as text"),
    pytest.mark.slow,
]

DATABASE = re.compile(
    r"syntax error at|psycopg|SQLSTATE|invalid byte sequence|Traceback|unterminated quoted|sqlite3"
    r"|relation \"\w+\" does not",
)
CONSOLE = "askData"
"""Whoever asks in SQL is told what was wrong with it."""
THE_FIRST_STANDS = {"eraseAccount", "eraseBuyer"}
"""Wanted again, an erasure is the one that there is, with its reason."""
AT_ONCE = 8
"""Some answers wait, so that they take the same time whoever is named."""
ONE_BY_ONE = ("PATCH", "PUT")
"""What all change the same is read before the next changes it."""


def tidied(text):
    return " ".join(text.split())


def folded(text):
    return tidied(text).lower()


def coupon_code(text):
    """Capital letters without spaces, or what is refused (docs/adr/0206)."""
    try:
        return canonical_code(text)
    except CodeMalformed:
        return text


WITHIN = {"defineAttribute": -1, "changeAttribute": 0}
OWN_FORM = {("createCoupon", "code"): coupon_code, ("sayAddress", "vat_number"): str.strip}
"""Of one operation alone, where others have a field of the same name that is plain text."""
CANONICAL = {
    "unit": tidied, "choices": tidied,
    "email": str.lower, "given_name": tidied, "family_name": tidied, "name": tidied, "line1": tidied, "line2": tidied,
    "city": tidied, "region": tidied, "postal_code": lambda text: tidied(text).upper(), "text": rich_text,
    "description": rich_text, "stop_words": folded, "synonyms": folded,
}
"""How fields come back that are no plain text. All others come back byte for byte."""
ON_ONE_LINE = {"holdAccount", "holdOrder", "liftAccountHold", "liftOrderHold", "eraseAccount", "eraseBuyer"}
"""Their reasons, of all reasons, are put on one line, as their form says."""


@pytest.fixture(scope="module")
def described(api):
    return api.expects(200, "GET", "/api/v1/openapi.json")


def asks(api, asked, path, place, text):
    """The request of *asked* with *text* at its place."""
    more = asked.more()
    if place.kind == "body":
        more["json"] = written(asked.body, place.at, text)
    elif place.kind == "query":
        more["params"] = asked.query | {place.at[0]: text}
    address = asked.path
    if place.kind == "path":
        inside = quote(text, safe="").replace(".", "%2E") or "%20"
        address = filled(path, asked.places | {place.at[0]: inside})
    more["headers"] = {name: it for name, it in more["headers"].items() if name.lower() != "idempotency-key"}
    return api.asks(asked.verb, address, **more)


def answered(body, operation):
    """What of an answer says again what was asked: of a category the attribute that came, or that was changed."""
    place = WITHIN.get(operation["operationId"])
    return body if place is None else body["attributes"][place]


def harm(answer, operation, place, text):
    """What is wrong with *answer*, if anything."""
    if answer.status_code >= 500:
        return f"{answer.status_code}: {answer.text[:200]}"
    if operation["operationId"] != CONSOLE and DATABASE.search(answer.text) and not DATABASE.search(text):
        return f"speaks of the database: {answer.text[:200]}"
    if "set-cookie" in answer.headers or answer.headers.get("content-type", "").startswith("text/html"):
        return "a header or a page of theirs"
    if answer.status_code >= 400:
        is_problem(answer)
    elif operation["operationId"] in THE_FIRST_STANDS:
        return None
    elif place.kind == "body" and answer.headers.get("content-type") == "application/json":
        told = read(answered(answer.json(), operation), place.at)
        name = next(it for it in reversed(place.at) if isinstance(it, str))
        canonical = OWN_FORM.get((operation["operationId"], name)) or CANONICAL.get(name, str)
        canonical = tidied if place.at == ("reason",) and operation["operationId"] in ON_ONE_LINE else canonical
        return f"came back as {told!r}" if isinstance(told, str) and told not in {text, canonical(text)} else None
    return None


@pytest.mark.parametrize("piece", pieces())
@pytest.mark.story("US-10.1", "input is validated")
@pytest.mark.story("US-10.2", "all input is validated")
@pytest.mark.story("US-10.2", "what users write is sanitised")
def test_no_text_does_harm_anywhere(api, described, piece):
    """And NUL is told by name wherever a body holds it."""
    expect_time()
    examples, turns, wrong, tried = Examples(api, described), Turns(2, 3, piece), [], 0
    schemas = described["components"]["schemas"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for method, path, operation in operations(described):
            found = list(places(operation, schemas))
            asked = examples.of(method, path, operation) if found else None
            for place in found:
                told = asks(api, asked, path, place, NUL)
                nowhere = place.kind == "path" and told.status_code == 404  # no text, but an id is looked for there
                if told.json()["type"] != "/problems/TextWithNul" and not nowhere:
                    wrong.append(f"{operation['operationId']} {place}: NUL is {told.status_code} {told.text[:100]}")
                strings = turns.next(text=place.text)
                ask = partial(asks, api, asked, path, place)
                answers = map(ask, strings) if asked.verb in ONE_BY_ONE else pool.map(ask, strings)
                for text, answer in zip(strings, answers, strict=True):
                    if it := harm(answer, operation, place, text):
                        wrong.append(f"{operation['operationId']} {place}: {text[:80]!r}: {it}")
                tried += len(strings)
    assert not wrong, f"{len(wrong)} of {tried}, HOSTILE_SEED={SEED}\n" + "\n".join(wrong[:60])
    assert tried > 1_000


def test_the_collection_is_there():
    if not FILE.is_file():
        pytest.skip("no collection of hostile strings beside this checkout: a few of our own were tried")


def test_a_place_that_somebody_adds_is_tried():
    schemas = {"Form": {"properties": {
        "new": {"type": "string"}, "deep": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Deep"}]},
        "many": {"type": "array", "items": {"type": ["string", "null"]}}, "count": {"type": "integer"},
    }}, "Deep": {"properties": {"er": {"type": "string", "format": "uuid"}}}}
    operation = {
        "parameters": [
            {"in": "query", "name": "q", "schema": {"type": "string"}}, {"in": "header", "name": "a", "schema": {}},
            {"in": "path", "name": "id", "schema": {"type": "string", "format": "uuid"}},
        ],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Form"}}}},
    }
    found = list(places(operation, schemas))
    assert {str(place) for place in found} == {"path id", "query q", "body new", "body deep.er", "body many.0"}
    assert {str(place) for place in found if place.text} == {"query q", "body new", "body many.0"}
    assert [place.at for place in found if place.free] == [("new",), ("many", 0)]
    assert written({"count": 1}, ("deep", "er"), "x") == {"count": 1, "deep": {"er": "x"}}
    assert written({"many": ["a", "b"]}, ("many", 0), "x") == {"many": ["x"]}
    assert read({"deep": {"er": "x"}}, ("deep", "er")) == "x"
