"""The description of the API is true: every example works, and every operation answers as it says."""

import os
import re
import sys
import time
from collections import Counter
from random import shuffle

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.entrypoints.rest.charges import api
from tests.entrypoints.rest.conftest import KEY
from tests.entrypoints.rest.examples import Examples, operations

EXAMPLES = int(os.environ.get("STORE_CONTRACT_EXAMPLES", "6"))
"""Whoever wants more of them wants others at each run: `make fuzz`."""
MINUTES = float(os.environ.get("STORE_CONTRACT_MINUTES", "inf"))
"""After these what was found is told, however much is left: others come first the next time."""
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
bounded = settings(
    max_examples=EXAMPLES, derandomize="STORE_CONTRACT_EXAMPLES" not in os.environ, print_blob=True, deadline=None,
    database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

OTHERS_MAY_ROLL = "ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning"
"""The shop runs in this process, and its threads wait for as long as chance has it: no strategy does."""

__all__ = ["api"]
pytestmark = [pytest.mark.requirement("R3.3"), pytest.mark.filterwarnings(OTHERS_MAY_ROLL)]


@pytest.fixture(scope="module")
def described(api):
    return api.expects(200, "GET", "/api/v1/openapi.json")


def test_it_is_openapi_and_says_when_it_changed(api, described):
    assert described["openapi"].startswith("3.1")
    tag = api.asks("GET", "/openapi.json").headers["etag"]
    assert api.asks("GET", "/openapi.json", headers={"if-none-match": tag}).status_code == 304


def test_every_operation_has_a_name_words_and_its_refusals(described):
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(ids)) == len(ids) >= 20
    for method, path, operation in operations(described):
        assert operation["summary"], path
        assert operation["operationId"].isidentifier()
        refusals = {code: answer for code, answer in operation["responses"].items() if int(code) >= 400}
        assert {"400", "503"} <= set(refusals), (method, path)
        for code, answer in refusals.items():
            if path != "/health/ready" or code != "503":
                assert list(answer["content"]) == ["application/problem+json"], (method, path, code)
        closed = operation["security"] in ([{"staff": []}], [{"account": []}])
        assert ("401" in refusals) == (closed or operation["operationId"] in {
            "issueTokens", "refreshTokens", "placeOrder", "sayAddress",  # with the address of somebody who is logged in
        })


@pytest.mark.story("US-10.1", "input is validated")
@pytest.mark.story("US-10.2", "all input is validated")
@pytest.mark.requirement("R3.3")
@pytest.mark.story("US-3.4", "asking again buys nothing twice")
def test_it_says_how_long_a_key_is_known_and_what_becomes_of_it(described):
    told = {
        one["description"] for path in described["paths"].values() for operation in path.values()
        for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"
    }
    [words] = told
    for part in (
        "for a day at least, and for two at most", "another body 422", "409", "a fault of ours (5xx) is not kept",
    ):
        assert part in words


def test_forms_say_that_they_take_no_other_fields_and_bounds_are_told(described):
    schemas = described["components"]["schemas"]
    bodies = [operation["requestBody"]["content"] for _, _, operation in operations(described)
              if "requestBody" in operation]
    forms = [body["application/json"]["schema"]["$ref"].rpartition("/")[2]
             for body in bodies if "application/json" in body]
    assert {"OrderForm", "LineForm"} <= set(forms)
    assert all(schemas[form]["additionalProperties"] is False for form in forms)
    typed = schemas["OrderForm"]["properties"]["shipping_address"]["oneOf"]
    address = next(one["$ref"] for one in typed if "$ref" in one).rpartition("/")[2]
    assert schemas[address]["additionalProperties"] is False, "forms in forms too"
    quantity = schemas["LineForm"]["properties"]["quantity"]
    assert (quantity["type"], quantity["minimum"], quantity["maximum"]) == ("integer", 1, 999)
    terms = schemas["TermsForm"]["properties"]
    assert terms["percent"]["pattern"] == terms["floor"]["pattern"]
    taken = described["paths"]["/api/v1/history/exports"]["post"]["responses"]["200"]["content"]
    assert set(taken) == {"application/x-ndjson", "text/csv"}


def test_people_find_every_operation_on_a_page_without_anything_foreign(api, described):
    page = api.asks_page("/api/v1/docs")
    assert page.headers["content-type"].startswith("text/html")
    for _, path, operation in operations(described):
        assert f'id="{operation["operationId"]}"' in page.text
        assert path in page.text
    assert set(re.findall(r"https://[^/&]+", page.text)) == {"https://partner.example"}, "in an example alone"


def test_every_example_works(api, described):
    examples = Examples(api, described)
    for method, path, operation in operations(described):
        asked = examples.of(method, path, operation)
        answer = api.asks(asked.verb, asked.path, **asked.more())
        assert answer.is_success or path == "/health/ready", (method, path, answer.text)


@pytest.fixture(scope="module")
def schema(served):
    return schemathesis.openapi.from_url(f"{served}/api/v1/openapi.json")


def answering(operation, headers, checks, asked, till):
    """Asks *operation* in as many ways as the description allows, and judges each answer by it; not after *till*."""

    @bounded
    @given(case=operation.as_strategy())
    def answers(case):
        if time.monotonic() < till:
            asked[operation.label] += 1
            case.call_and_validate(headers=headers, checks=checks)

    return answers


@pytest.mark.story("US-10.2", "all input is validated")
def test_every_operation_answers_as_described(api, schema, capsys):
    wrong, asked, till = [], Counter(), time.monotonic() + 60 * MINUTES
    every = [found.ok() for found in schema.get_all_operations()]
    if "STORE_CONTRACT_EXAMPLES" in os.environ:
        shuffle(every)
    for operation in every:
        checks = CHECKS if operation.path != "/health/ready" else CHECKS[1:]

        try:
            who = api.in_person if {"staff": []} in operation.definition.raw["security"] else api.staff
            answering(operation, who | {"x-api-key": KEY}, checks, asked, till)()
        except (FailureGroup, Failure) as failures:
            wrong.append(f"{operation.label}: {failures}")
    with capsys.disabled():
        sys.stdout.write(f"\nasked {asked.total()} times, {len(asked)} of {len(every)} operations\n")
    assert not wrong, "\n\n".join(wrong)
