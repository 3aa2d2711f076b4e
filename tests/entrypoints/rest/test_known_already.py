"""A program that kept an answer asks whether it is still the same, and is not sent it again."""

import pytest

from tests.entrypoints.rest.conftest import row

pytestmark = [pytest.mark.requirement("R3.3"), pytest.mark.story("US-2.4", "what a program kept is not sent again")]
PATHS = ["/products/harbour-mug", "/products?limit=5", "/products?q=mug&facets=true", "/categories"]


def asks(api, path, known=None, **more):
    return api.asks("GET", path, headers={"if-none-match": known} | more if known else more)


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_is_told_so(api, path):
    shown = asks(api, path)
    tag = shown.headers["etag"]
    assert tag.startswith('"'), "a strong one"
    assert shown.headers["cache-control"] == "no-cache", "keep it, but ask"
    assert asks(api, path).headers["etag"] == tag
    for known in (tag, f"W/{tag}", f'"other", {tag}', f'"other",{tag} , "more"', "*"):
        answer = asks(api, path, known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "content-type" not in answer.headers
    for known in ('"other"', tag.strip('"'), "", '"', ",,,", tag[:-1]):
        assert asks(api, path, known).content == shown.content


def test_a_tag_is_of_the_very_bytes_that_were_sent(api):
    plain, packed = (
        asks(api, PATHS[0], **{"accept-encoding": encoding}) for encoding in ("identity", "br")
    )
    assert packed.headers["content-encoding"] == "br"
    assert plain.headers["etag"] != packed.headers["etag"]
    again = asks(api, PATHS[0], packed.headers["etag"], **{"accept-encoding": "br"})
    assert (again.status_code, again.headers["vary"]) == (304, "Accept-Encoding")
    assert asks(api, PATHS[0], packed.headers["etag"], **{"accept-encoding": "identity"}).content == plain.content


def test_another_price_is_another_answer(api):
    api.sells(row(7001, "tagged", "TAGGED", 50, 900))
    known = {path: asks(api, path).headers["etag"] for path in ("/products/tagged", "/products?limit=5")}
    api.sells(row(7001, "tagged", "TAGGED", 50, 800))
    for path, tag in known.items():
        answer = asks(api, path, tag)
        assert (answer.status_code, "800" in answer.text or "8.00" in answer.text) == (200, True)
        assert answer.headers["etag"] != tag


def test_nothing_is_kept_of_what_is_not_there(api):
    refused = asks(api, "/products/there-is-none", "*")
    assert refused.status_code == 404
    assert "etag" not in refused.headers


def test_the_description_says_so(api):
    described = api.expects(200, "GET", "/api/v1/openapi.json")["paths"]
    for path in ("/api/v1/products/{slug}", "/api/v1/products", "/api/v1/categories"):
        operation = described[path]["get"]
        assert "If-None-Match" in {parameter["name"] for parameter in operation["parameters"]}
        assert "304" in operation["responses"]
        assert "ETag" in operation["responses"]["200"]["headers"]
