"""What people agree to, and take back."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.domain.privacy.consent_errors import NoSuchVersion, OtherWords
from store.domain.privacy.consent_events import ConsentGiven, ConsentWithdrawn, DocumentAccepted
from store.domain.privacy.consents import Consents
from store.domain.privacy.purposes import WORDS, DocumentKind, Purpose, Where
from store.domain.shared.ids import consents_of
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.4", "consent is managed")]
NOON, ANN = datetime(2026, 5, 31, 12, tzinfo=UTC), UUID(int=1)
ID, COUNTING, NOW = consents_of(ANN), Purpose.ANALYTICS, WORDS[Purpose.ANALYTICS].version
GIVEN = ConsentGiven(at=NOON, holder=ANN, purpose=COUNTING, words=NOW, where=Where.CHOICES)
BACK = ConsentWithdrawn(at=NOON, holder=ANN, purpose=COUNTING, where=Where.BANNER)
OLD = ConsentGiven(at=NOON, holder=ANN, purpose=COUNTING, words="analytics-0", where=Where.CHOICES)
SECOND = DocumentAccepted(at=NOON, holder=ANN, document=DocumentKind.TERMS, number=2, where=Where.LOGIN)


def consents(*past):
    return given(Consents, ID, *past)


def test_agreeing_says_to_which_words_and_where():
    consents().when(Consents.give, ANN, COUNTING, NOW, Where.CHOICES, at=NOON).then(GIVEN)
    consents(GIVEN).when(Consents.give, ANN, COUNTING, NOW, Where.BANNER, at=NOON).then_nothing()
    consents().when(Consents.give, ANN, COUNTING, "analytics-0", Where.CHOICES, at=NOON).then_raises(
        OtherWords, words=NOW)


def test_taking_it_back_takes_nothing_but_saying_so():
    consents(GIVEN).when(Consents.withdraw, ANN, COUNTING, Where.BANNER, at=NOON).then(BACK)
    consents(GIVEN, BACK).when(Consents.withdraw, ANN, COUNTING, Where.BANNER, at=NOON).then_nothing()
    consents().when(Consents.withdraw, ANN, COUNTING, Where.CHOICES, at=NOON).then_nothing()
    consents(GIVEN, BACK).when(Consents.give, ANN, COUNTING, NOW, Where.CHOICES, at=NOON).then(GIVEN)


@pytest.mark.parametrize(("past", "allowed"), [
    ((), False), ((GIVEN,), True), ((GIVEN, BACK), False), ((OLD,), False), ((OLD, GIVEN), True),
])
def test_nothing_is_allowed_that_nobody_agreed_to_in_the_words_of_now(past, allowed):
    it = Consents.replay(ID, past)
    assert it.allows(COUNTING) is allowed
    assert not it.allows(Purpose.PERSONALISATION)
    assert len(it.given) == len(past)


def test_who_agreed_to_other_words_is_asked_again():
    consents(OLD).when(Consents.give, ANN, COUNTING, NOW, Where.CHOICES, at=NOON).then(GIVEN)


def test_the_newest_version_of_a_document_is_agreed_to_and_no_other():
    accept = Consents.accept, ANN, DocumentKind.TERMS
    consents().when(*accept, 2, 2, Where.LOGIN, at=NOON).then(SECOND)
    consents(SECOND).when(*accept, 2, 2, Where.LOGIN, at=NOON).then_nothing()
    consents(SECOND).when(*accept, 2, 3, Where.LOGIN, at=NOON).then_raises(NoSuchVersion, number=3)
    consents().when(*accept, 9, 2, Where.LOGIN, at=NOON).then_raises(NoSuchVersion, number=2)
    [said] = Consents.replay(ID, (SECOND,)).given
    assert (said.about, said.version, said.agreed, said.where) == ("terms", "2", True, "login")


def test_every_purpose_has_words_with_a_version():
    assert set(WORDS) == set(Purpose)
    assert all(words.version.startswith(f"{purpose}-") and words.text for purpose, words in WORDS.items())
