"""The pages of the address book, as a browser without scripts sees them."""

import re

import pytest

from tests.entrypoints.accounts.conftest import KEY

pytestmark = [pytest.mark.requirement("R6.3")]

HOME = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}
BOOK = "/account/addresses"


@pytest.fixture(scope="module")
def keeper(street):
    return street.visitor("Ann").joins()


@pytest.fixture
def ann(keeper):
    yield keeper
    for id in ids(keeper):
        keeper.post(f"{BOOK}/{id}/remove")


def ids(who):
    return re.findall(rf'{BOOK}/([0-9a-f-]{{36}})/remove"', who.get(BOOK).text)


def cards(who):
    """What stands on each card."""
    found = re.findall(r'<li class="address-card">(.*?)</li>', who.get(BOOK).text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", card.partition('<div class="address-acts">')[0]).split()) for card in found]


@pytest.mark.story("US-6.2", "add, edit and delete addresses")
def test_somebody_writes_an_address_down_mends_it_and_removes_it(ann):
    assert "No addresses yet" in ann.get(BOOK).text
    added = ann.post(BOOK, HOME)
    assert (added.status_code, added.headers["location"]) == (303, BOOK)
    assert cards(ann) == ["For parcels For bills Ann Example Lindenweg 4 10115 BERLIN Germany"]
    (id,) = ids(ann)
    form = ann.get(f"{BOOK}/{id}").text
    assert 'value="Lindenweg 4"' in form
    assert ann.post(f"{BOOK}/{id}", HOME | {"line1": "Lindenweg 5"}).status_code == 303
    assert "Lindenweg 5" in cards(ann)[0]
    gone = ann.post(f"{BOOK}/{id}/remove")
    assert gone.headers["location"] == f"{BOOK}?removed={id}"
    assert cards(ann) == []
    page = ann.get(gone.headers["location"]).text
    assert f'action="{BOOK}/{id}/restore"' in page
    assert ann.post(f"{BOOK}/{id}/restore").status_code == 303
    assert "Lindenweg 5" in cards(ann)[0]


@pytest.mark.story("US-6.2", "a default for shipping")
@pytest.mark.story("US-6.2", "a default for billing")
def test_another_address_is_chosen_for_one_purpose(ann):
    ann.post(BOOK, HOME)
    ann.post(BOOK, HOME | {"line1": "Lindenweg 9", "default_billing": "1"})
    assert [card.partition(" Ann")[0] for card in cards(ann)] == ["For parcels", "For bills"]
    _, second = ids(ann)
    assert ann.post(f"{BOOK}/{second}/default", {"purpose": "shipping"}).status_code == 303
    assert [card.partition("Ann")[0] for card in cards(ann)] == ["", "For parcels For bills "]
    assert ann.post(f"{BOOK}/{second}/default", {"purpose": "nonsense"}).status_code == 303


@pytest.mark.story("US-6.2", "addresses are checked")
@pytest.mark.parametrize(("changes", "words"), [
    ({"line1": ""}, "Enter the street and number."), ({"postal_code": ""}, "Enter the postal code."),
    ({"postal_code": "ABC"}, "This does not look right for this country. There they look like 26133."),
    ({"country": "US", "postal_code": "78701"}, "Choose the state."),
    ({"country": "XX"}, "Choose one of the countries in the list: we know none of these two letters."),
    ({"name": "\u202e"}, "This is too long, or holds a sign that no label can show."),
])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(ann, changes, words):
    answer = ann.post(BOOK, HOME | changes)
    assert answer.status_code == 422
    field = re.search(rf'id="f-(\w+)-error">{re.escape(words)}<', answer.text)
    assert field, answer.text
    assert 'value="Berlin"' in answer.text
    assert cards(ann) == []


def test_each_country_asks_for_what_its_letters_need(ann):
    german, american = (ann.get(f"{BOOK}/new?country={code}").text for code in ("DE", "US"))
    assert 'id="f-region"' not in german
    assert '<option value="TX">Texas</option>' in american
    assert "ZIP code" in american
    assert 'id="f-postal_code"' not in ann.get(f"{BOOK}/new?country=AE").text
    again = ann.post(BOOK, HOME | {"country": "US", "again": "1"})
    assert (again.status_code, "ZIP code" in again.text) == (200, True), "without scripts a button asks for the fields"
    part = ann.get(f"{BOOK}/fields?country=US&city=Austin&name=Ann", headers={"hx-request": "true"}).text
    assert 'value="Austin"' in part
    assert "<html" not in part
    assert ann.get(f"{BOOK}/fields?country=US").status_code == 303
    assert "Åland" in ann.get(f"{BOOK}/new?country=nowhere").text


@pytest.mark.requirement("R1.5")
def test_somebody_elses_address_is_not_there(ann, ben):
    ann.post(BOOK, HOME)
    (id,) = ids(ann)
    ben.joins()
    assert ben.get(f"{BOOK}/{id}").status_code == 404
    for act in ("", "/remove", "/restore", "/default"):
        assert ben.post(f"{BOOK}/{id}{act}", HOME | {"purpose": "billing"}).status_code == 404
    assert len(ids(ann)) == 1
    guest = ben.street.visitor("Eve")
    answer = guest.get(BOOK, headers={"x-api-key": KEY, "accept": "text/html"})
    assert answer.headers["location"].startswith("/login?next=")
