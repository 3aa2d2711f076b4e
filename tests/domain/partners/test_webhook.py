"""A webhook's life: what may happen to it, and what each fact leaves behind."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from store.domain.partners.errors import AlreadySubscribed, OverlapTooLong, PartnerNameMissing, ReasonMissing
from store.domain.partners.events import (
    SecretRotated,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
    WebhookRewound,
    WebhookSubscribed,
)
from store.domain.partners.webhook import Webhook
from store.domain.shared.ids import SubjectId, WebhookId, follow_up
from store.domain.shared.personal import Personal
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R9.3")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ID = WebhookId(UUID(int=7))
ADDRESS = "https://partner.example/hooks/secret-of-theirs"
SUBSCRIBED = WebhookSubscribed(
    at=NOON, webhook_id=ID, name="Miller's warehouse", kinds=("order", "inventory"), stream=None, start="0",
    address=Personal(SubjectId(follow_up(ID, "subject")), ADDRESS),
)
PAUSED = WebhookPaused(at=NOON, webhook_id=ID, reason="they move house")
RESUMED = WebhookResumed(at=NOON, webhook_id=ID)
REWOUND = WebhookRewound(at=NOON, webhook_id=ID, start="1-42")
ROTATED = SecretRotated(at=NOON, webhook_id=ID, secret=2, old_valid_until=NOON + timedelta(hours=24))
REMOVED = WebhookRemoved(at=NOON, webhook_id=ID)

nothing = given(Webhook, ID)
active = given(Webhook, ID, SUBSCRIBED)
paused = given(Webhook, ID, SUBSCRIBED, PAUSED)
removed = given(Webhook, ID, SUBSCRIBED, REMOVED)


def subscribe(it, name="Miller's warehouse"):
    it.subscribe(name, ADDRESS, ["order", "inventory", "order"], None, "0", at=NOON)


def test_a_partner_is_to_be_sent_facts_once():
    nothing.when(subscribe, "  Miller's   warehouse ").then(SUBSCRIBED)
    active.when(subscribe).then_raises(AlreadySubscribed)
    removed.when(subscribe).then_raises(AlreadySubscribed)


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "tab\0zero"])
def test_it_has_a_name_that_people_can_read(name):
    nothing.when(subscribe, name).then_raises(PartnerNameMissing)


def test_nothing_is_sent_while_it_is_paused_and_it_says_why():
    active.when(Webhook.pause, " they  move house", at=NOON).then(PAUSED)
    paused.when(Webhook.pause, "again", at=NOON).then_nothing()
    active.when(Webhook.pause, " ", at=NOON).then_raises(ReasonMissing)
    paused.when(Webhook.resume, at=NOON).then(RESUMED)
    active.when(Webhook.resume, at=NOON).then_nothing()
    it = Webhook.replay(ID, [SUBSCRIBED, PAUSED])
    assert (it.stage, it.paused_because) == ("paused", "they move house")
    assert Webhook.replay(ID, [SUBSCRIBED, PAUSED, RESUMED]).paused_because == ""


def test_it_can_be_rewound_while_active_or_paused():
    active.when(Webhook.rewind, "1-42", at=NOON).then(REWOUND)
    paused.when(Webhook.rewind, "1-42", at=NOON).then(REWOUND)
    it = Webhook.replay(ID, [SUBSCRIBED, REWOUND])
    assert (it.start, it.started) == ("1-42", 2)
    again = Webhook.replay(ID, [SUBSCRIBED, REWOUND, REWOUND])
    assert (again.start, again.started) == ("1-42", 3), "to the same place, and yet once more"


def test_an_old_secret_is_good_beside_the_new_one_for_a_while():
    active.when(Webhook.rotate, timedelta(hours=24), at=NOON).then(ROTATED)
    it = Webhook.replay(ID, [SUBSCRIBED, ROTATED])
    assert it.secrets_at(NOON) == (2, 1)
    assert it.secrets_at(NOON + timedelta(hours=24)) == (2,)
    assert Webhook.replay(ID, [SUBSCRIBED]).secrets_at(NOON) == (1,)
    for overlap in (timedelta(seconds=-1), timedelta(days=7, seconds=1)):
        active.when(Webhook.rotate, overlap, at=NOON).then_raises(OverlapTooLong, most_hours=168)


def test_a_secret_that_leaked_is_good_no_longer_at_once():
    it = Webhook.replay(ID, [SUBSCRIBED])
    it.rotate(timedelta(), at=NOON)
    assert it.secrets_at(NOON) == (2,)


@pytest.mark.parametrize(
    "act", [lambda it: it.pause("why", at=NOON), lambda it: it.resume(at=NOON), lambda it: it.rewind("0", at=NOON),
            lambda it: it.rotate(timedelta(), at=NOON), lambda it: it.remove(at=NOON)],
)
def test_nothing_happens_to_one_that_was_removed_or_never_there(act):
    removed.when(act).then_nothing()
    nothing.when(act).then_nothing()


def test_it_can_be_removed():
    active.when(Webhook.remove, at=NOON).then(REMOVED)
    paused.when(Webhook.remove, at=NOON).then(REMOVED)
    assert not Webhook.replay(ID, [SUBSCRIBED, REMOVED]).stands


def test_the_address_shows_nowhere_by_accident():
    assert ADDRESS not in repr(SUBSCRIBED)
