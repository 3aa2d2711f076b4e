"""What one may do with webhooks: each act is a fact, or refused in words."""

from uuid import UUID

import pytest

from store.adapters.partners.secrets_hmac import HmacSecrets
from store.application.partners.errors import AddressRefused
from store.application.partners.messages import (
    Moved,
    PauseWebhook,
    RemoveWebhook,
    ResumeWebhook,
    RewindWebhook,
    RotateSecret,
    SendAgain,
    Signed,
    SubscribeWebhook,
)
from store.application.shared.errors import NoSuch, VersionMoved
from store.domain.shared.ids import WebhookId
from tests.domain.partners.test_webhook import ADDRESS, ID, PAUSED, REMOVED, RESUMED, REWOUND, ROTATED, SUBSCRIBED
from tests.harness.processes import SOMEBODY, given_facts

pytestmark = [pytest.mark.requirement("R9.3")]
SECRETS = HmacSecrets(b"a shop in memory")
SUBSCRIBE = SubscribeWebhook(name="Miller's warehouse", address=ADDRESS, kinds=("order", "inventory"), start="0")


def test_whoever_subscribes_one_is_told_its_secret():
    process = given_facts().when(SUBSCRIBE)
    outcome = process.shop.bus().do(SUBSCRIBE, SOMEBODY).outcome
    assert isinstance(outcome, Signed)
    assert (outcome.version, outcome.secret) == (1, SECRETS.of(outcome.webhook_id, 1))
    assert outcome.secret not in repr(outcome)
    [(stream, [fact])] = process.streams().items()
    assert (stream, fact.name, fact.address.value) == (outcome.webhook_id, "Miller's warehouse", ADDRESS)


def test_an_address_inside_is_refused():
    refused = SubscribeWebhook(name="Us", address="https://127.0.0.1/", start="0")
    given_facts().when(refused).then_raises(AddressRefused, problem="it leads into a network that is not public")


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (PauseWebhook(webhook_id=ID, reason="they move house"), [PAUSED]),
        (ResumeWebhook(webhook_id=ID), []),
        (RewindWebhook(webhook_id=ID, start="1-42"), [REWOUND]),
        (RotateSecret(webhook_id=ID, overlap_hours=24), [ROTATED]),
        (RemoveWebhook(webhook_id=ID), [REMOVED]),
    ],
    ids=lambda it: type(it).__name__,
)
def test_each_act_is_a_fact_once_and_minds_the_version(command, facts):
    process = given_facts({ID: [SUBSCRIBED]}).when(command).then({ID: facts} if facts else {})
    assert isinstance(process.outcome, Signed | Moved)
    assert process.outcome.version == 1 + len(facts)
    stale = type(command)(**{name: getattr(command, name) for name in command.__struct_fields__} | {"version": 7})
    given_facts({ID: [SUBSCRIBED]}).when(stale).then_raises(VersionMoved, now=1)
    given_facts({ID: [SUBSCRIBED, REMOVED]}).when(command).then_raises(NoSuch, kind="webhook", id=ID)
    given_facts().when(command).then_raises(NoSuch)


def test_a_paused_one_is_resumed():
    given_facts({ID: [SUBSCRIBED, PAUSED]}).when(ResumeWebhook(webhook_id=ID)).then({ID: [RESUMED]})


def test_a_rotated_secret_is_another_one():
    process = given_facts({ID: [SUBSCRIBED]}).when(RotateSecret(webhook_id=ID, overlap_hours=24)).then({ID: [ROTATED]})
    assert process.outcome.secret == SECRETS.of(ID, 2) != SECRETS.of(ID, 1)


def test_what_was_never_sent_cannot_be_sent_again():
    again = SendAgain(webhook_id=ID, delivery_id=UUID(int=3), actor="staff:ann")
    given_facts({ID: [SUBSCRIBED]}).when(again).then_raises(NoSuch, kind="delivery")
    given_facts().when(again).then_raises(NoSuch, kind="webhook")


def test_each_webhook_has_secrets_of_its_own_that_nobody_can_guess_from_another():
    made = {SECRETS.of(WebhookId(UUID(int=id)), number) for id in range(1, 9) for number in range(1, 9)}
    assert len(made) == 64
    assert all(secret.startswith("whsec_") and len(secret) == 50 for secret in made)
    assert HmacSecrets(b"another shop").of(ID, 1) not in made
