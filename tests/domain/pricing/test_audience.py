"""For whom a promotion is: for a first order, for segments, for a channel."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert, structs, to_builtins

from store.domain.pricing.audience import EVERYBODY, Audience, Buyer, Channel
from store.domain.pricing.quote import reckon
from store.domain.pricing.reckoning import Circumstances
from store.domain.pricing.soundness import TermsUnsound, expect_sound
from store.domain.pricing.terms import Terms, Why
from tests.domain.pricing.deals import DAY, GERMANY, TENTH, carts, deal, goods, off, why

pytestmark = [
    pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
MUG = goods(("MUG", 1, 1000))
REGULARS, FRIENDS = str(UUID(int=1)), str(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def priced_for(audience, buyer):
    return reckon(MUG, GERMANY, Circumstances("EUR", DAY, deals=(deal(TENTH, audience=audience),), buyer=buyer))


@pytest.mark.parametrize(("audience", "buyer", "said"), [
    (EVERYBODY, Buyer(), None),
    (Audience(first_order=True), Buyer(ordered_before=False), None),
    (Audience(first_order=True), Buyer(), None),
    (Audience(first_order=True), Buyer(ordered_before=True), Why.NOT_FIRST),
    (Audience(segments=(REGULARS,)), Buyer(segments=(FRIENDS, REGULARS)), None),
    (Audience(segments=(REGULARS,)), Buyer(segments=(FRIENDS,)), Why.OTHER_CUSTOMERS),
    (Audience(segments=(REGULARS,)), Buyer(), Why.OTHER_CUSTOMERS),
    (Audience(channels=(Channel.API,)), Buyer(Channel.API), None),
    (Audience(channels=(Channel.API,)), Buyer(Channel.STOREFRONT), Why.OTHER_CHANNEL),
    (Audience(channels=(Channel.API,)), Buyer(), Why.OTHER_CHANNEL),
    (Audience(channels=tuple(Channel)), Buyer(Channel.STOREFRONT), None),
    (Audience(first_order=True, segments=(REGULARS,)), Buyer(ordered_before=True, segments=(REGULARS,)), Why.NOT_FIRST),
])
def test_a_promotion_is_for_whom_it_says_and_says_why_it_is_not(audience, buyer, said):
    quote = priced_for(audience, buyer)
    assert why(quote) == ({"a": said} if said else {})
    assert off(quote) == ({} if said else {"a": 100})


def test_segments_are_few_enough_to_be_read_with_each_cart():
    with pytest.raises(TermsUnsound, match="segments"):
        expect_sound("x", Terms(TENTH, audience=Audience(segments=tuple(map(str, range(21))))))


AUDIENCES = st.builds(
    Audience, st.booleans(), st.sets(st.sampled_from([REGULARS, FRIENDS])).map(lambda it: tuple(sorted(it))),
    st.sets(st.sampled_from(list(Channel))).map(lambda it: tuple(sorted(it))),
)
BUYERS = st.builds(
    Buyer, st.sampled_from([None, *Channel]), st.sampled_from([None, True, False]),
    st.sets(st.sampled_from([REGULARS, FRIENDS])).map(lambda it: tuple(sorted(it))),
)


@settings(max_examples=60, deadline=None)
@given(carts(), st.lists(AUDIENCES, min_size=5, max_size=5), BUYERS)
def test_whoever_buys_what_was_written_down_is_reckoned_to_the_same_and_nobody_pays_more(cart, audiences, buyer):
    lines, rate, around = cart
    around = structs.replace(around, buyer=buyer, deals=tuple(
        structs.replace(it, terms=structs.replace(it.terms, audience=one))
        for it, one in zip(around.deals, audiences, strict=False)
    ))
    quote = reckon(lines, rate, around)
    assert reckon(lines, rate, convert(to_builtins(around), Circumstances)) == quote
    assert quote.total.minor <= reckon(lines, rate, structs.replace(around, deals=())).total.minor
    assert sum(line.paid.minor for line in quote.lines) + quote.shipping_paid.minor == quote.total.minor
    deals = [it.deal.id for it in (*quote.reductions.made, *quote.reductions.refused)]
    assert sorted(deals) == sorted(it.id for it in around.deals), "each is said something of"
