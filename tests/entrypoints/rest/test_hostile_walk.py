"""Strings made to do harm, at every place of the API that takes text: the description says which those are."""

import re
import time
from dataclasses import asdict, replace
from decimal import Decimal, InvalidOperation
from functools import partial
from urllib.parse import quote

import pytest

from store.application.shared.rich_text import rich_text
from store.domain.pricing.codes import canonical_code
from store.domain.pricing.errors import CodeMalformed
from tests.entrypoints.light import quick_doors
from tests.entrypoints.rest.conftest import a_shop, is_problem
from tests.entrypoints.rest.examples import Examples, filled, operations
from tests.entrypoints.rest.hostile import (
    FILE,
    NUL,
    SEED,
    Shares,
    Turns,
    expect_time,
    pieces,
    places,
    read,
    remember,
    written,
)
from tests.entrypoints.rest.hostile_rounds import Count, rounds, through
from tests.entrypoints.straight import Straight

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
WHILE_IT_IS_SMALL = {"tryPromotion"}
"""Goes through all orders there are: asked before the walk has placed a thousand."""


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


def number(text):
    """A percentage is a number: nobody counts on the zeros before it."""
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text


WITHIN = {"defineAttribute": -1, "changeAttribute": 0}
OWN_FORM = {("createCoupon", "code"): coupon_code, ("sayAddress", "vat_number"): str.strip}
"""Of one operation alone, where others have a field of the same name that is plain text."""
CANONICAL = {
    "unit": tidied, "choices": tidied,
    "email": str.lower, "given_name": tidied, "family_name": tidied, "name": tidied, "line1": tidied, "line2": tidied,
    "city": tidied, "region": tidied, "postal_code": lambda text: tidied(text).upper(), "text": rich_text,
    "percent": number, "floor": number, "description": rich_text, "stop_words": folded, "synonyms": folded,
}
"""How fields come back that are no plain text. All others come back byte for byte."""
NAMES_ANOTHER = {"related"}
"""A product that there is, by whichever address it ever had: it comes back by the one it has now."""
ON_ONE_LINE = {"holdAccount", "holdOrder", "liftAccountHold", "liftOrderHold", "eraseAccount", "eraseBuyer"}
"""Their reasons, of all reasons, are put on one line, as their form says."""


@pytest.fixture(scope="module")
def piece(request):
    """Of the collection."""
    expect_time("api", request.param)
    return request.param


@pytest.fixture(scope="module")
def api(piece, postgres, migrated_template, tmp_path_factory):
    """A shop for this piece alone: nobody could tell what it is like after all that is written here."""
    with quick_doors(), a_shop(postgres, migrated_template, tmp_path_factory.mktemp("hostile")) as api:
        Straight.through(api.client)
        yield api


@pytest.fixture(scope="module")
def described(api):
    return api.expects(200, "GET", "/api/v1/openapi.json")


def asks(api, asked, path, texts):
    """The request of *asked* with *texts* at their places."""
    more, inside = asked.more(), dict(asked.places)
    for place, text in texts.items():
        if place.kind == "body":
            more["json"] = written(more.get("json"), place.at, text)
        elif place.kind == "query":
            more["params"] = more["params"] | {place.at[0]: text}
        else:
            inside[place.at[0]] = quote(text, safe="").replace(".", "%2E") or "%20"
    address = filled(path, inside) if inside != asked.places else asked.path
    more["headers"] = {name: it for name, it in more["headers"].items() if name.lower() != "idempotency-key"}
    return api.asks(asked.verb, address, **more)


class Operation:
    """Of the API, with an example of it that works. Staff ask by the token for scripts, which nothing has to be looked
    up for, wherever it may be asked so.
    """

    def __init__(self, examples, method, path, operation):
        self.examples, self.method, self.path, self.operation = examples, method, path, operation
        self.by_script = {"staff": []} in operation["security"]
        self.renew()

    def renew(self):
        self.asked = self.examples.of(self.method, self.path, self.operation)
        return True

    def ask(self, texts):
        api, asked = self.examples.api, self.asked
        if not self.by_script:
            return asks(api, asked, self.path, texts)
        answer = asks(api, replace(asked, headers=asked.headers | api.staff), self.path, texts)
        self.by_script = answer.status_code not in {401, 403}
        return answer if self.by_script else asks(api, asked, self.path, texts)

    def blamed(self, answer, texts):
        """Where a field has no name of its own in a refusal, whatever stands in it is to blame."""
        if "json" not in answer.headers.get("content-type", ""):
            return set()
        named = [_words(it["field"]) for it in answer.json().get("errors", ())]
        return {
            place for place in texts
            if any(it and (it == _words(place.at)[:len(it)] or it == _words(place.at)[-len(it):]) for it in named)
        }


def _words(at):
    """The names on a way, without numbers."""
    steps = re.split(r"[.\[\]]+", at) if isinstance(at, str) else map(str, at)
    return [it for it in steps if it and not it.isdigit()]


def answered(body, operation):
    """What of an answer says again what was asked: of a category the attribute that came, or that was changed."""
    place = WITHIN.get(operation["operationId"])
    return body if place is None else body["attributes"][place]


def harm(answer, operation, texts):
    """What is wrong with *answer*, if anything."""
    name = operation["operationId"]
    if answer.status_code >= 500:
        return f"{name} {answer.status_code}: {answer.text[:200]}"
    if name != CONSOLE and DATABASE.search(answer.text) and not any(map(DATABASE.search, texts.values())):
        return f"{name} speaks of the database: {answer.text[:200]}"
    if "set-cookie" in answer.headers or answer.headers.get("content-type", "").startswith("text/html"):
        return f"{name}: a header or a page of theirs"
    if answer.status_code >= 400:
        is_problem(answer)
    elif name not in THE_FIRST_STANDS and answer.headers.get("content-type") == "application/json":
        body = answered(answer.json(), operation)
        return next((f"{name} {it}: came back as {told!r}" for it, told in changed(body, name, texts)), None)
    return None


def changed(body, name, texts):
    """What of *texts* comes back neither as it was nor as its field says."""
    for place, text in texts.items():
        told = read(body, place.at) if place.kind == "body" and place.at[0] not in NAMES_ANOTHER else None
        if isinstance(told, str) and told not in {text, canonical(name, place)(text)}:
            yield place, told


def canonical(name, place):
    """The declared form of what stands at *place*."""
    if place.at == ("reason",) and name in ON_ONE_LINE:
        return tidied
    last = next(it for it in reversed(place.at) if isinstance(it, str))
    return OWN_FORM.get((name, last)) or CANONICAL.get(last, str)


def of_one(work, found, turns, shares):
    """All that is to be tried of one operation."""
    count = Count()
    for place in found if turns.first else ():
        told = work.ask({place: NUL})
        nowhere = place.kind == "path" and told.status_code == 404  # no text, but an id is looked for there
        if told.json()["type"] != "/problems/TextWithNul" and not nowhere:
            count.wrong.append(f"{work.operation['operationId']} {place}: NUL is {told.status_code} {told.text[:100]}")
    count.add(tries(work, found, turns, shares))
    return count


def tries(work, found, turns, shares):
    """All that is to be tried at the places *found* of one operation."""
    text = [it for it in found if it.text]
    ahead = shares.of({it: it.kin for it in text}, rounds(text, turns.next()))
    if turns.first:
        ahead += [{it: string} for it in found if not it.text for string in turns.few()]
    judge = partial(harm, operation=work.operation)
    return through(work, lambda answer, texts: judge(answer, texts=texts), ahead, {it for it in text if it.shared})


@pytest.mark.parametrize("piece", pieces(), indirect=True)
@pytest.mark.story("US-10.1", "input is validated")
@pytest.mark.story("US-10.2", "all input is validated")
@pytest.mark.story("US-10.2", "what users write is sanitised")
def test_no_text_does_harm_anywhere(api, described, piece):
    """And NUL is told by name wherever a body holds it."""
    examples, turns, count = Examples(api, described), Turns(2, 3, piece), Count()
    began, schemas = time.monotonic(), described["components"]["schemas"]
    ahead = sorted(operations(described), key=lambda it: it[2]["operationId"] not in WHILE_IT_IS_SMALL)
    every = [(*it, list(places(it[2], schemas))) for it in ahead]
    shares = Shares([[it.kin for it in found if it.text] for *_, found in every], whole=piece is not None)
    for method, path, operation, found in every:
        if not any(it.text or turns.first for it in found):
            continue
        try:
            count.add(of_one(Operation(examples, method, path, operation), found, turns, shares))
        except AssertionError as broken:  # after all that was written, an example no longer works: the others go on
            count.wrong.append(f"{operation['operationId']}: {broken!r}"[:500])
    remember("api", piece, seconds=round(time.monotonic() - began), **asdict(count))
    assert not count.wrong, f"{len(count.wrong)} of {count}, HOSTILE_SEED={SEED}\n" + "\n".join(count.wrong[:60])
    assert count.strings > 1_000


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
