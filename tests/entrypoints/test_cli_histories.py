"""Looking back by the command line at what there is not."""

import json

import pytest

from store.application.shared.errors import BadValue, NoSuch

pytestmark = pytest.mark.requirement("R4.2")

MUG = {
    "key": "m", "name": "Mug", "brand": "Kiln", "category": ["Kitchen"], "variants": [{"sku": "MUG", "price": "9"}],
}


@pytest.mark.story("US-2.6", "stock history log")
def test_an_id_of_something_else_and_an_instant_beyond_the_calendar_are_refused_in_a_sentence(run, lines):
    run("import", lines(MUG))
    product = json.loads(run("history", "inventory", "MUG", "--json").stdout)["state"]["product_id"]
    for asked in (("cart", product), ("inventory", product), ("difference", "order", product, "0"),
                  ("inventory", "MUG", "--at", "9999-12-31T23:59:59-23:59"),
                  ("difference", "inventory", "MUG", "0001-01-01T00:00:00+23:59")):
        ran = run("history", *asked)
        assert isinstance(ran.exception, NoSuch | BadValue) or ran.exit_code == 2, (asked, ran.exception)
