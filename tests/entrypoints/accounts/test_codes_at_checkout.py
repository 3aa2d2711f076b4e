"""Whoever tries many codes at the checkout reads that beside the field, and loses nothing of what they typed."""

import pytest

from store.entrypoints.shared.limits import GUESSING
from tests.entrypoints.accounts.test_checkout_steps import HOME, _pots, guest, reaches_review

__all__ = ["_pots", "guest"]
pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold")]
OFTEN = "You are asking too often."


@pytest.mark.parametrize("path", ["/checkout", "/checkout/review"])
def test_the_eleventh_code_in_a_minute_is_refused_on_the_same_page(guest, path):
    reaches_review(guest)
    form = {"email": guest.email, **HOME, "city": "Potsdam", "apply_code": "1"}
    answers = [guest.post(path, form | {"code": f"GUESS{n}"}, counted=True) for n in range(GUESSING.windows[0].amount)]
    assert {it.status_code for it in answers} == {422}
    often = guest.post(path, form | {"code": "GUESS-MORE"}, counted=True)
    assert (often.status_code, OFTEN in often.text, 'value="GUESS-MORE"' in often.text) == (429, True, True)
    if path == "/checkout":
        assert 'value="Potsdam"' in often.text
