"""A register of VAT numbers: one promise, kept by the sandbox and by VIES; and what VIES does beside."""

import time
from threading import Event, Thread

import pytest

from store.adapters.drivers.breaker import Breaker
from store.adapters.pricing.vat_register_sandbox import SandboxVatRegister
from store.adapters.pricing.vat_register_vies import AT_ONCE, ViesRegister
from store.domain.pricing.vat_checks import Answer
from store.entrypoints.wiring.settings import Settings
from tests.vies_server import answering

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]
GIVEN_OUT, UNKNOWN, SILENT = "FR40303265045", "ATU12345679", "IT00743110158"
OWN = "DE123456788"


@pytest.fixture(scope="module")
def server():
    with answering() as it:
        it.given_out = {("FR", "40303265045"), ("EL", "123456789")}
        it.away = {"IT"}
        yield it


@pytest.fixture
def vies(server):
    server.mood = "well"
    server.asked.clear()
    register = ViesRegister(server.address, OWN, Breaker(time.monotonic), 0.5)
    yield register
    register.close()


@pytest.fixture(params=["sandbox", "vies"])
def register(request):
    return SandboxVatRegister() if request.param == "sandbox" else request.getfixturevalue("vies")


def test_what_is_given_out_has_a_consultation_number_of_its_own(register):
    one, other = register.ask(GIVEN_OUT), register.ask(GIVEN_OUT)
    assert (one.answer, other.answer) == (Answer.VALID, Answer.VALID)
    assert one.consultation
    assert other.consultation not in {"", one.consultation}


def test_what_is_not_given_out_is_not_valid(register):
    assert register.ask(UNKNOWN).answer is Answer.INVALID


def test_a_register_that_is_away_says_nothing(register):
    heard = register.ask(SILENT)
    assert (heard.answer, heard.consultation) == (Answer.UNAVAILABLE, "")


def test_vies_is_told_who_asks_and_greece_as_it_writes_it(vies, server):
    assert vies.ask("GR123456789").answer is Answer.VALID
    assert server.asked == [{
        "countryCode": "EL", "vatNumber": "123456789", "requesterMemberStateCode": "DE", "requesterNumber": "123456788",
    }]


def test_a_shop_without_a_number_is_answered_without_a_consultation_number(server, vies):
    nobody = ViesRegister(server.address, "", Breaker(time.monotonic), 0.5)
    heard = nobody.ask(GIVEN_OUT)
    nobody.close()
    assert (heard.answer, heard.consultation) == (Answer.VALID, "")


@pytest.mark.parametrize("mood", [
    302, 500, 429, b"<html>", b"{}", b"[]", b'{"valid": "yes"}', b" " * 30_000, b'{"a":' + b"[" * 19_000,
    "cut", "trickles", "MS_MAX_CONCURRENT_REQ", "TIMEOUT", "SERVICE_UNAVAILABLE", "IP_BLOCKED", "VAT_BLOCKED",
    "INVALID_REQUESTER_INFO",
])
def test_whatever_else_it_answers_is_no_answer_and_comes_in_time(vies, server, mood):
    server.mood = mood
    began = time.monotonic()
    assert vies.ask(GIVEN_OUT).answer is Answer.UNAVAILABLE
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("said", ["\\u0000", "WAPI\\nA", "A" * 41, "<b>"])
def test_a_consultation_number_that_is_none_is_not_kept(vies, server, said):
    server.mood = b'{"valid": true, "requestIdentifier": "%s"}' % said.encode()
    heard = vies.ask(GIVEN_OUT)
    assert (heard.answer, heard.consultation) == (Answer.VALID, "")


def test_a_number_of_no_form_is_not_valid(vies, server):
    server.mood = "INVALID_INPUT"
    assert vies.ask("FR1").answer is Answer.INVALID


def test_after_three_silences_it_is_left_alone_and_a_member_state_that_is_away_is_no_silence(vies, server):
    for _ in range(5):
        vies.ask(SILENT)
    assert len(server.asked) == 5
    server.mood = 503
    for _ in range(5):
        assert vies.ask(GIVEN_OUT).answer is Answer.UNAVAILABLE
    assert len(server.asked) == 8
    server.mood = "well"
    assert vies.ask(GIVEN_OUT).answer is Answer.UNAVAILABLE, "and so it stays for some seconds"


def test_those_who_buy_with_a_number_leave_half_of_the_threads_to_others():
    assert Settings().command_threads >= 2 * AT_ONCE


def test_only_so_many_wait_for_it_at_a_time(server):
    server.mood, slow = "trickles", ViesRegister(server.address, "", Breaker(time.monotonic, failures=100), 1.5)
    go, before = Event(), len(server.asked)
    many = [Thread(target=lambda: (go.wait(), slow.ask(GIVEN_OUT))) for _ in range(AT_ONCE)]
    for one in many:
        one.start()
    go.set()
    until = time.monotonic() + 5
    while len(server.asked) < before + AT_ONCE:
        assert time.monotonic() < until
    began = time.monotonic()
    assert slow.ask(GIVEN_OUT).answer is Answer.UNAVAILABLE
    assert time.monotonic() - began < 0.5
    for one in many:
        one.join()
    slow.close()
