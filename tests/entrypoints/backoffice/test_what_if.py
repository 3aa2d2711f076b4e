"""A draft promotion is tried at the desk, before it begins."""

import pytest

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
HERE = "/backoffice/promotions/what-if"
FORM = {"name": "Half", "kind": "percent", "percent": "50", "priority": "5", "days": "7", "reason": "we dare"}


def test_a_draft_is_tried_and_keeps_what_was_typed_until_it_begins(desk):
    assert 'formaction="/backoffice/promotions/what-if"' in desk.get("/backoffice/promotions/new").text
    assert desk.get(HERE).status_code == 200
    desk.post(f"/backoffice/stock/{desk.mug.sku}", {"act": "cost", "cost": "7.77", "currency": "EUR"})
    desk.settle()
    tried = desk.post(HERE, FORM)
    assert tried.status_code == 200
    for said in (
        "50 % off, over the orders of the last 7 days", "would have been cheaper", "would be given away",
        "Nobody buys more or less in this reckoning", 'value="we dare"', '<option value="7" selected>', "Begin it",
    ):
        assert said in tried.text, said
    assert ">Half</a>" not in desk.get("/backoffice/promotions").text
    assert desk.post("/backoffice/promotions", FORM | {"brands": "Nobody's brand"}).status_code == 303
    assert ">Half</a>" in desk.get("/backoffice/promotions").text


@pytest.mark.parametrize(("typed", "field"), [
    ({"percent": "ten"}, "percent"), ({"percent": "0"}, "percent"), ({"days": "366"}, "days"), ({"days": "x"}, "days"),
])
def test_what_makes_no_sense_is_said_beside_its_field(desk, typed, field):
    wrong = desk.post(HERE, FORM | typed)
    assert (wrong.status_code, f'href="#f-{field}"' in wrong.text) == (422, True)
    assert 'value="we dare"' in wrong.text
