"""What a letter about an exchange that came to nothing says of the money: no more than is true."""

import pytest

from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.pages import environment
from tests.entrypoints.exchange_pages import EXCHANGE_PAGES
from tests.entrypoints.page_goods import eur

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "follow the return")]


@pytest.fixture(scope="module")
def pages():
    return environment(Assets())


@pytest.mark.parametrize(("refund", "credited", "told"), [
    (True, None, "as if you had asked for that"), (True, "3.00", "the rest is credit in your account now"),
    (False, "20.00", "What it was worth is credit"), (False, None, "there is nothing to give back"),
])
@pytest.mark.parametrize("kind", ["html", "txt"])
def test_the_letter_promises_money_where_money_goes_back(pages, kind, refund, credited, told):
    template, about = EXCHANGE_PAGES[f"mail-return_not_exchanged-{kind}"]
    text = pages.get_template(template).render(
        about | {"refund": refund, "credited": eur(credited) if credited else None}
    )
    assert told in text
    assert ("money back" in text) is refund
    assert ("credit" in text) is bool(credited)
