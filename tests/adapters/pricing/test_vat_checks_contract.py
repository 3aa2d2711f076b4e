"""What registers said of VAT numbers: one promise, kept by the twin and by Postgres."""

from datetime import UTC, datetime, timedelta

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.identity.blind_index import BlindIndex
from store.domain.pricing.vat_checks import NOT_ANSWERED, NOT_GIVEN_OUT, Answer, VatCheck
from store.entrypoints.wiring.vat import memory_checks, postgres_checks

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "tax rates by location")]
NOON, NUMBER = datetime(2026, 5, 31, 12, tzinfo=UTC), "FR40303265045"


@pytest.fixture(params=["memory", "postgres"])
def checks(request):
    if request.param == "memory":
        yield memory_checks()
        return
    with pool(request.getfixturevalue("app_url"), 4) as it:
        yield postgres_checks(it, BlindIndex(b"k"))


def said(answer=Answer.VALID, at=NOON, consultation="W1"):
    return VatCheck("VIES", answer, at, consultation)


def test_what_was_said_last_is_known_and_of_others_nothing(checks):
    assert checks.of(NUMBER) is None
    checks.note(NUMBER, said())
    assert checks.of(NUMBER) == said()
    later = said(Answer.INVALID, NOON + timedelta(minutes=1), "")
    checks.note(NUMBER, later)
    checks.note(NUMBER, said())
    assert checks.of(NUMBER) == later
    assert checks.of("FR61954506077") is None


@pytest.mark.parametrize(("answer", "counts_for"), [
    (Answer.VALID, timedelta(days=30)), (Answer.INVALID, NOT_GIVEN_OUT), (Answer.UNAVAILABLE, NOT_ANSWERED),
])
def test_what_counts_no_more_is_forgotten(checks, answer, counts_for):
    """However long a shop has it count that a number is given out."""
    it, month = said(answer), timedelta(days=30)
    checks.note(NUMBER, it)
    checks.tidy(NOON + counts_for - timedelta(seconds=1), month)
    assert checks.of(NUMBER) == it
    checks.tidy(NOON + counts_for + timedelta(seconds=1), month)
    assert checks.of(NUMBER) is None


def test_the_number_stands_nowhere_in_the_table(app_url):
    with pool(app_url, 2) as it, it.connection() as db:
        postgres_checks(it, BlindIndex(b"k")).note(NUMBER, said())
        rows = db.execute("SELECT t::text FROM work.vat_checks t").fetchall()
    assert rows
    assert all(NUMBER[2:] not in row[0] for row in rows)
