"""Words of searches, as staff say them on a page and programs over HTTP."""

import pytest

pytestmark = pytest.mark.story("US-2.2", "search by several criteria")
PATH = "/backoffice/search-words"
STAFF = {"authorization": "Bearer the-token"}


@pytest.fixture
def version(desk):
    return desk.get("/api/v1/search-words", headers=STAFF).json()["version"]


def test_words_that_mean_the_same_are_found_for_each_other(own_office):
    desk = own_office
    desk.log_in()
    saved = desk.post(PATH, {"version": "0", "synonyms": "tumbler, mug\nash, grey", "stop_words": "cheap, best"})
    assert saved.status_code == 303
    page = desk.get(PATH).text
    assert "tumbler, mug\nash, grey" in page
    assert ">cheap, best</textarea>" in page
    desk.settle()
    found = desk.get("/api/v1/products?q=cheap+tumbler").json()
    assert [item["name"] for item in found["items"]] == [desk.mug.name]
    assert desk.get("/api/v1/products?q=tumblers").json()["items"] == [], "and only as it was said"


def test_what_cannot_be_says_why_and_keeps_what_was_typed(desk, version):
    twice = desk.post(PATH, {"version": f"{version}", "synonyms": "a, b\nb, c"})
    assert twice.status_code == 409
    assert "b stands twice" in twice.text
    assert "a, b\nb, c</textarea>" in twice.text
    assert desk.post(PATH, {"version": f"{version + 7}", "synonyms": ""}).status_code == 409
    assert desk.post(PATH, {"version": "", "synonyms": ""}).status_code == 422


def test_programs_say_it_too_and_whoever_saw_an_older_version_changes_nothing(desk, version):
    said = {"synonyms": [["laptop", "notebook"]], "stop_words": []}
    stale = desk.client.put("/api/v1/search-words", json=said, headers=STAFF | {"if-match": f'"{version + 7}"'})
    assert stale.status_code == 412
    done = desk.client.put("/api/v1/search-words", json=said, headers=STAFF | {"if-match": f'"{version}"'})
    assert done.json() == said | {"version": version + 1}
    assert desk.client.put("/api/v1/search-words", json=said).status_code == 401
