"""The mail that confirms an order leads to its invoice."""

import pytest

from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.pages import environment
from tests.entrypoints.page_fixtures import PAGES


@pytest.mark.requirement("R4.4")
@pytest.mark.parametrize("form", ["mail-confirmation", "mail-confirmation-text"])
def test_the_mail_that_confirms_an_order_leads_to_its_invoice(form):
    template, context = PAGES[form]
    text = environment(Assets()).get_template(template).render(context)
    assert context["href"].replace("?", "/invoice?") in text
