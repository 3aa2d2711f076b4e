"""Where rates come from: one contract for all sources, and what is refused of strangers."""

import asyncio
import gzip
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import structlog

from store.adapters.pricing.board_kept import KeptBoard
from store.adapters.pricing.rates_ecb import MOST_READ, rates_in
from store.adapters.pricing.rates_file import FileRates
from store.adapters.pricing.rates_http import HttpRates
from store.adapters.pricing.rates_sandbox import NoRates, SandboxRates
from store.adapters.pricing.whereabouts_unknown import NobodyKnows
from store.application.pricing.currencies import CurrenciesView
from store.application.pricing.ports import RatesAway
from store.domain.pricing.board import Board
from store.domain.pricing.currency_errors import RatesUnsound
from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.pricing.rate_sheets import Rates, RateSheet
from store.domain.shared.ids import rates_of
from store.entrypoints.workers.rates import RateKeeper
from tests.harness.central_bank import daily
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "rates of the day")]
DAY = date(2026, 10, 30)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)  # a Sunday
WORTH = {"USD": "1.1172", "JPY": "175.68"}


class Answers(BaseHTTPRequestHandler):
    status, body, to, packed, asked = 200, b"", "", "", []

    def do_GET(self):
        self.send_response(self.status)
        if self.to:
            self.send_header("location", self.to)
        if self.packed:
            self.send_header("content-encoding", self.packed)
        self.asked.append(self.headers["accept-encoding"])
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def bank():
    """A server on this machine that answers what it is told to."""
    handler = type("OfThisTest", (Answers,), {"body": daily(DAY, WORTH)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler, f"http://127.0.0.1:{server.server_port}/daily.xml"
        server.shutdown()


@pytest.fixture(params=["file", "http", "sandbox"])
def source(request, tmp_path):
    if request.param == "sandbox":
        return SandboxRates(StillClock(NOON))
    if request.param == "http":
        return HttpRates(request.getfixturevalue("bank")[1])
    (tmp_path / "daily.xml").write_bytes(daily(DAY, WORTH))
    return FileRates(tmp_path / "daily.xml")


def test_every_source_gives_rates_of_the_last_day_of_publication_that_can_be_published(source):
    rates = source.fetch()
    assert (rates.day, rates.base, rates.rates["USD"]) == (DAY, "EUR", "1.1172")
    RateSheet(rates_of(rates.day)).publish(rates, today=NOON.date(), at=NOON)


@pytest.mark.parametrize("text", [
    b"", b"<a>", b"no xml", b"<a/>", b'<Cube time="today"><Cube currency="USD" rate="1"/></Cube>',
    b'<!DOCTYPE a [<!ENTITY b "c">]><Cube time="2026-10-30"/>', b" " * (MOST_READ + 1), b"\xff\xfe",
])
def test_what_is_in_another_form_is_refused_in_words(text):
    with pytest.raises(RatesAway) as away:
        rates_in(text)
    assert str(away.value).startswith("No rates could be fetched: ")


def test_of_several_days_the_first_counts():
    older = b"<Cube time='2026-10-29'><Cube currency='USD' rate='9'/></Cube></Cube></gesmes"
    two = daily(DAY, WORTH).replace(b"</Cube></gesmes", older)
    assert rates_in(two).rates["USD"] == "1.1172"


@pytest.mark.parametrize(("status", "body", "to"), [
    (500, b"", ""), (302, b"", "http://127.0.0.1:1/"), (200, b"x" * (MOST_READ + 1), ""), (200, b"<a/>", ""),
])
def test_a_server_that_answers_something_else_is_away_and_is_not_followed_elsewhere(bank, status, body, to):
    handler, url = bank
    handler.status, handler.body, handler.to = status, body, to
    with pytest.raises(RatesAway):
        HttpRates(url).fetch()


def test_nothing_is_unpacked_since_a_few_bytes_could_become_as_many_as_they_like(bank):
    handler, url = bank
    handler.packed, handler.asked = "identity", []
    assert HttpRates(url).fetch().rates["USD"] == "1.1172"
    assert handler.asked == ["identity"]
    handler.packed, handler.body = "gzip", gzip.compress(handler.body)
    with pytest.raises(RatesAway, match="packed"):
        HttpRates(url).fetch()


def test_where_there_is_nobody_or_nothing_there_are_no_rates(tmp_path):
    for source in (FileRates(tmp_path / "none.xml"), HttpRates("http://127.0.0.1:1/"), NoRates()):
        with pytest.raises(RatesAway):
            source.fetch()
    assert NobodyKnows().country("192.0.2.1") is None


@pytest.mark.parametrize(("rules", "rates", "fetched"), [
    (CurrencyRules(), None, 0), (CurrencyRules((Sold("USD"),)), None, 1),
    (CurrencyRules((Sold("USD"),)), Rates(DAY, "ECB", "EUR", WORTH), 0),
    (CurrencyRules((Sold("USD"),)), Rates(date(2026, 10, 29), "ECB", "EUR", WORTH), 1),
])
@pytest.mark.parametrize("refusal", [RatesAway("nobody answered there"), RatesUnsound("too far")])
def test_rates_are_fetched_once_they_should_be_there_and_only_by_who_needs_them(rules, rates, fetched, refusal):
    done = []

    class Bus:
        def do(self, command, by):
            done.append((command, by))
            raise refusal

    with structlog.testing.capture_logs() as told:
        RateKeeper(lambda: Board("EUR", rules, (rates,) if rates else ()), Bus(), StillClock(NOON), UTC)()
    assert len(done) == fetched
    assert [(it["log_level"], it["because"]) for it in told] == [("warning", str(refusal))] * fetched


def test_a_shop_that_sells_abroad_and_knows_no_rates_calls_for_a_look():
    shops = [CurrenciesView(1, "EUR", rules, [], None) for rules in (CurrencyRules(), CurrencyRules((Sold("USD"),)))]
    assert [it.stale for it in shops] == [False, True]


async def _told(board):
    return (await board()).base


def test_the_board_is_read_again_after_a_while_and_by_who_changed_it_at_once():
    read = []

    async def fresh():
        read.append(1)
        return Board(f"{len(read)}")

    kept = KeptBoard(fresh, kept=3600)
    assert kept.glance() is None, "nobody asked yet"
    assert [asyncio.run(_told(kept)) for _ in range(2)] == ["1", "1"]
    assert kept.glance().base == "1"
    kept.forget()
    assert kept.glance() is None
    assert [asyncio.run(_told(kept)) for _ in range(2)] == ["2", "3"]
    hasty = KeptBoard(fresh, kept=-1)
    assert [asyncio.run(_told(hasty)) for _ in range(2)] == ["4", "5"]
