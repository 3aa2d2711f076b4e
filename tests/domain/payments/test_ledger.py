"""Every entry is balanced, and whatever becomes of an order, its accounts say so."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st

from store.domain.payments.ledger import (
    CHART,
    Account,
    Posting,
    Terms,
    balanced,
    called_off,
    given_back,
    paid,
    paid_oddly,
    share_of,
    sold,
)
from store.domain.shared.sharing import shared

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded")]
ORDER = Terms(goods=4300, shipping=490, tax=764, tax_in_shipping=78)


def sums(*entries):
    found = Counter()
    for entry in entries:
        assert balanced(entry)
        for it in entry:
            assert min(it.debit, it.credit) == 0 < max(it.debit, it.credit)
            found[it.account] += it.debit - it.credit
    return {account: amount for account, amount in found.items() if amount}


def test_a_sale_is_owed_by_its_shopper_and_is_goods_sending_and_tax():
    assert sold(ORDER) == (
        Posting(Account.RECEIVABLE, debit=4790), Posting(Account.GOODS, credit=3614),
        Posting(Account.SHIPPING, credit=412), Posting(Account.TAX, credit=764),
    )


def test_who_paid_owes_nothing_and_the_gateway_has_the_money():
    assert sums(sold(ORDER), paid(4790)) == {
        Account.GATEWAY: 4790, Account.GOODS: -3614, Account.SHIPPING: -412, Account.TAX: -764,
    }


def test_what_is_called_off_is_owed_back_until_it_has_gone_and_then_nothing_is_left():
    off = called_off(share_of(ORDER, 4300, 490, 764, shipping_before=0))
    assert sums(sold(ORDER), paid(4790), off) == {Account.GATEWAY: 4790, Account.REFUNDS: -4790}
    assert sums(sold(ORDER), paid(4790), off, given_back(4790)) == {}


def test_money_in_another_amount_than_was_asked_for_is_on_an_account_of_its_own():
    assert sums(paid_oddly(4789)) == {Account.GATEWAY: 4789, Account.UNEXPLAINED: -4789}


def test_what_costs_nothing_is_not_booked():
    assert sold(Terms(0, 0, 0, 0)) == paid(0) == ()


def test_the_chart_has_each_account_once_and_the_docs_have_the_chart():
    assert set(CHART) == set(Account)
    assert len({it.number for it in CHART.values()}) == len(Account)
    page = (Path(__file__).parents[3] / "docs/ledger.md").read_text("utf-8")
    for account, about in CHART.items():
        assert f"| {about.number} | {account.value} |" in page


@settings(max_examples=60, deadline=None)
@each(
    goods=st.integers(0, 99_999), shipping=st.integers(0, 2_000), rate=st.integers(0, 27), steps=st.integers(1, 7),
    weights=st.lists(st.integers(1, 9), min_size=7, max_size=7),
)
def test_in_whatever_steps_it_is_called_off_and_given_back_all_accounts_end_at_zero(
    goods, shipping, rate, steps, weights
):
    terms = Terms(goods, shipping, (goods + shipping) * rate // 127, shipping * rate // 127)
    entries, before = [sold(terms), paid(terms.total)], 0
    parts = [shared(amount, weights[:steps]) for amount in (terms.goods, terms.shipping, terms.tax)]
    for part in zip(*parts, strict=True):
        entries.append(called_off(share_of(terms, *part, shipping_before=before)))
        before += part[1]
        assert sums(*entries).get(Account.RECEIVABLE, 0) == 0
    entries.append(given_back(terms.total))
    assert sums(*entries) == {}

