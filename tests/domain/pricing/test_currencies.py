"""In which currencies the shop sells, and what they are worth."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from store.domain.pricing.board import Board
from store.domain.pricing.currencies import Currencies
from store.domain.pricing.currency_errors import CurrenciesUnsound, RatesUnsound
from store.domain.pricing.currency_events import CurrenciesSet, CurrencyRules, RatesPublished, Sold
from store.domain.pricing.publication import easter, is_published, next_publication, stale_from
from store.domain.pricing.rate_sheets import Rates, RateSheet, latest, weeks_until
from store.domain.shared.currency_codes import CODES
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import currencies, rates_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "rates of the day")]
NOON = datetime(2026, 10, 30, 12, tzinfo=UTC)
TODAY = date(2026, 10, 30)
RULES = CurrencyRules((Sold("USD"), Sold("JPY"), Sold("CHF", 5)), {"US": "USD", "CH": "CHF", "DE": "EUR"})
RATES = Rates(TODAY, "ECB", "EUR", {"USD": "1.1172", "JPY": "175.68", "KWD": "0.3425"})
PUBLISHED = RatesPublished(at=NOON, day=TODAY, source="ECB", base="EUR", rates=RATES.rates)
nothing = given(Currencies, currencies())
blank = given(RateSheet, rates_of(TODAY))


def test_the_shop_sells_in_what_is_said_and_saying_it_again_is_no_fact():
    nothing.when(Currencies.set, RULES, "EUR", at=NOON).then(CurrenciesSet(at=NOON, rules=RULES))
    given(Currencies, currencies(), CurrenciesSet(at=NOON, rules=RULES)).when(
        Currencies.set, RULES, "EUR", at=NOON).then()


@pytest.mark.parametrize(("rules", "field"), [
    (CurrencyRules((Sold("usd"),)), "sold"), (CurrencyRules((Sold("USD"), Sold("USD"))), "sold"),
    (CurrencyRules((Sold("EUR"),)), "sold"), (CurrencyRules((Sold("USD", 100, 100),)), "sold"),
    (CurrencyRules((Sold("USD", 0),)), "sold"), (CurrencyRules(regions={"US": "USD"}), "regions"),
    (CurrencyRules(regions={"us": "EUR"}), "regions"), (CurrencyRules(hours=0), "hours"),
    (CurrencyRules((Sold("XYZ"),)), "sold"),
    (CurrencyRules(tuple(map(Sold, sorted(CODES - {"EUR"})[:42]))), "sold"),
    (CurrencyRules(regions={f"{a}{b}": "EUR" for a in map(chr, range(65, 91)) for b in map(chr, range(65, 91))}),
     "regions"),
])
def test_what_makes_no_sense_is_refused_by_the_field_it_stands_in(rules, field):
    with pytest.raises(CurrenciesUnsound) as refused:
        Currencies(currencies()).set(rules, "EUR", at=NOON)
    assert refused.value.field == field


def test_rates_of_a_day_are_published_once_and_corrected_by_others():
    blank.when(RateSheet.publish, RATES, today=TODAY, at=NOON).then(PUBLISHED)
    knows = given(RateSheet, rates_of(TODAY), PUBLISHED)
    knows.when(RateSheet.publish, RATES, today=TODAY, at=NOON).then()
    other = Rates(TODAY, "ECB", "EUR", {"USD": "1.1173"})
    knows.when(RateSheet.publish, other, today=TODAY, at=NOON).then(
        RatesPublished(at=NOON, day=TODAY, source="ECB", base="EUR", rates=other.rates))


@pytest.mark.parametrize("wrong", [
    Rates(TODAY + timedelta(days=2), "ECB", "EUR", {"USD": "1"}), Rates(TODAY, "ECB", "EUR", {}),
    Rates(TODAY, "", "EUR", {"USD": "1"}), Rates(TODAY, "ECB", "EUR", {"USD": "0.00"}),
    Rates(TODAY, "ECB", "EUR", {"USD": "-1"}), Rates(TODAY, "ECB", "EUR", {"USD": "1e9"}),
    Rates(TODAY, "ECB", "EUR", {"EUR": "1"}), Rates(TODAY, "ECB", "EUR", {"dollar": "1"}),
])
def test_rates_that_make_no_sense_are_refused(wrong):
    with pytest.raises(RatesUnsound):
        RateSheet(rates_of(TODAY)).publish(wrong, today=TODAY, at=NOON)


@pytest.mark.parametrize(("rates", "refused"), [
    ({"USD": "1.6758", "JPY": "117.12"}, False), ({"USD": "1.6759"}, True), ({"JPY": "117.11"}, True),
    ({"USD": "0.000000000001"}, True), ({"SEK": "1"}, False),
])
def test_what_was_fetched_is_held_against_what_is_known(rates, refused):
    fetched, known = Rates(TODAY, "ECB", "EUR", rates), [Rates(TODAY, "x", "CHF", {"SEK": "9"}), RATES]
    publishing = blank.when(RateSheet.publish, fetched, today=TODAY, at=NOON, known=known)
    if refused:
        publishing.then_raises(RatesUnsound)
    else:
        publishing.then(RatesPublished(at=NOON, day=TODAY, source="ECB", base="EUR", rates=rates))
    in_dollars = Rates(TODAY, "ECB", "USD", {"EUR": "8.951"})
    blank.when(RateSheet.publish, in_dollars, today=TODAY, at=NOON, known=known).then_raises(RatesUnsound)
    blank.when(RateSheet.publish, in_dollars, today=TODAY, at=NOON).then(
        RatesPublished(at=NOON, day=TODAY, source="ECB", base="USD", rates=in_dollars.rates))


def test_the_board_takes_the_newest_rates_and_knows_none_where_nobody_said_any():
    sheet = RateSheet.replay(rates_of(TODAY), [PUBLISHED])
    before = RateSheet.replay(rates_of(date(2026, 10, 23)), [
        RatesPublished(at=NOON, day=date(2026, 10, 23), source="ECB", base="EUR", rates={"USD": "1"})])
    board = Board("EUR", RULES, latest([before, sheet]))
    assert board.exchange("USD") == Exchange("EUR", "USD", "1.1172", "ECB", TODAY)
    assert board.exchange("CHF") is None, "sold in, and nobody knows what it is worth"
    assert board.exchange("KWD") is None, "worth something, and not sold in"
    assert (board.codes, board.keeps) == (("EUR", "USD", "JPY", "CHF"), timedelta(hours=24))
    assert [board.likely(them) for them in (["US"], ["BR", "CH", "US"], ["DE", "US"], ["BR"], [])] == [
        "USD", "CHF", "EUR", "EUR", "EUR"]
    assert Board("EUR", RULES).exchange("USD") is None
    assert sheet.picture() == {"rates": [RATES]}
    assert next(rates_of(day) for day in weeks_until(TODAY)) == rates_of(date(2026, 10, 26)), "a week has one sheet"


def test_who_says_one_rate_leaves_the_others_as_they_were_said_last():
    def said(at, source, **rates):
        return RatesPublished(at=NOON, day=at, source=source, base="EUR", rates=rates)

    before = RateSheet.replay(rates_of(date(2026, 10, 23)), [said(date(2026, 10, 23), "ECB", CHF="0.92", USD="1.1")])
    sheet = RateSheet.replay(rates_of(TODAY), [PUBLISHED, said(TODAY, "by hand", USD="1.12")])
    board = Board("EUR", RULES, latest([before, sheet]))
    assert {it.currency: (it.rate, it.source, it.day.day) for it in map(board.exchange, board.codes[1:])} == {
        "USD": ("1.12", "by hand", 30), "JPY": ("175.68", "ECB", 30), "CHF": ("0.92", "ECB", 23),
    }
    assert board.rates.source == "by hand"
    again = RateSheet.replay(rates_of(TODAY), [PUBLISHED, said(TODAY, "by hand", **RATES.rates)])
    assert len(again.said) == 1, "nothing is left of what it corrects"


def test_the_shop_stands_by_a_rate_until_it_is_corrected_or_nothing_is_sold_at_it_any_more():
    board = Board("EUR", RULES, (RATES, Rates(date(2026, 10, 29), "ECB", "EUR", {"USD": "1.2"})))
    kept = [board.exchange("USD"), Exchange("EUR", "USD", "1.2", "ECB", date(2026, 10, 29)),
            Exchange("EUR", "USD", "7", "ECB", date(2026, 10, 1))]
    assert all(map(board.holds, kept)), "of today, of yesterday, and of a day that nobody looks at any more"
    assert not board.holds(Exchange("EUR", "USD", "1.1", "ECB", TODAY)), "it was corrected"
    assert not Board("EUR", CurrencyRules(), board.said).holds(kept[0])
    ending = Board("EUR", CurrencyRules((Sold("USD", 100, 5),)), board.said)
    assert ending.holds(kept[0]), "how prices end now is no reason"


def test_a_shop_at_home_in_another_currency_goes_by_way_of_the_euro_without_rounding():
    it = RATES.exchange("USD", Sold("JPY"))
    assert it == Exchange("USD", "JPY", "175.68", "ECB", TODAY, "1.1172")
    assert RATES.exchange("USD", Sold("EUR")) == Exchange("USD", "EUR", "1", "ECB", TODAY, "1.1172")
    assert RATES.exchange("XXX", Sold("EUR")) is None


@pytest.mark.parametrize(("day", "following"), [
    (date(2026, 10, 29), date(2026, 10, 30)), (date(2026, 10, 30), date(2026, 11, 2)),
    (date(2026, 4, 2), date(2026, 4, 7)), (date(2026, 12, 24), date(2026, 12, 28)),
    (date(2026, 4, 30), date(2026, 5, 4)), (date(2025, 12, 31), date(2026, 1, 2)),
])
def test_rates_come_on_the_working_days_of_the_central_bank(day, following):
    assert next_publication(day) == following
    assert is_published(following)


def test_rates_are_stale_six_hours_after_the_next_ones_should_have_come():
    frankfurt = ZoneInfo("Europe/Berlin")
    assert stale_from(TODAY, frankfurt) == datetime(2026, 11, 2, 22, tzinfo=frankfurt)
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)]
