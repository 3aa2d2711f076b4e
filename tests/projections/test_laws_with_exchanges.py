"""Lives of orders that are exchanged, and what was sent for them again: every law holds after each step."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from store.application.processes.import_rows import ProductRow, TakeInEach, VariantRow
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from tests.application.processes.test_shop_machine import GOODS
from tests.harness.goods import SOURCE
from tests.projections.test_laws_with_credit import CreditLawsMachine

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]


LIVES = st.tuples(
    st.sampled_from(GOODS), st.integers(1, 3), st.sampled_from([0, 700, 9999]), st.booleans(), st.booleans(),
    st.sampled_from(["success", "success", "no_refund", "slow_refund"]),
)
"""What is bought, how many, how much of it by credit; whether some of it goes back, and as credit; by which card."""


SMALL_MUG = Sku("MUG-S")
"""Costs less than a mug, of which it is a variant: whoever has one for it gets the rest back."""


class ExchangeLawsMachine(CreditLawsMachine):
    """Beside everything else, something is bought and exchanged, and then cancelled, sent back or exchanged again."""

    @initialize()
    def have_small_mugs(self):
        mug = GOODS[0]
        variants = tuple(
            VariantRow(sku, price, 9, {"size": size})
            for sku, price, size in ((mug.sku, mug.money, "M"), (SMALL_MUG, Money(620, "EUR"), "S"))
        )
        row = ProductRow(mug.name, mug.name, "Harness", mug.category, variants, mug.slug, options=("size",))
        self.driver.do(TakeInEach(source=SOURCE, rows=(row,)))

    def instead(self, sku):
        return SMALL_MUG if sku == GOODS[0].sku and len(self.orders) % 2 else sku

    @rule(life=LIVES, ends=st.lists(st.sampled_from(["back", "off", "swap"]), max_size=3))
    def exchange(self, life, ends):
        self._live(*life, ends)

    @rule(life=LIVES, some=st.booleans())
    def exchange_and_cancel(self, life, some):
        self._live(*life, ["some off", "off"] if some else ["off"])

    @rule(life=LIVES, again=st.booleans())
    def exchange_and_send_back(self, life, again):
        self._live(*life, ["swap", "back"] if again else ["back"])

    def _live(self, goods, pieces, minor, some, as_credit, card, ends):
        before = len(self.orders)
        self.put(0, GOODS[0], 1)
        self.check_out_with_credit(card, minor, goods, pieces)
        if len(self.orders) == before:
            return
        for end in ("swap", *ends):
            newest = len(self.orders) - 1
            if end == "off":
                self.cancel(newest, Canceller.SHOPPER)
            elif end == "some off":
                self.cancel_some(newest, goods, 1)
            else:
                self.send_back(newest, as_credit, some, end == "swap")


TestExchanges = ExchangeLawsMachine.TestCase
TestExchanges.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
