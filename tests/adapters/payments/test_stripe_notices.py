"""What Stripe sends: only what it signed lately, in the shop's own mode, counts."""

from datetime import UTC, datetime, timedelta

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.payments.inbox_memory import MemoryInbox
from store.adapters.payments.inbox_postgres import PostgresInbox
from store.adapters.payments.intents_memory import MemoryIntents
from store.adapters.payments.stripe_notices import TOLERANCE, StripeNotices
from store.application.shared.errors import BadValue
from tests.adapters.payments.worlds import a_payment
from tests.stripe_server import event as event_about
from tests.stripe_server import signature

pytestmark = pytest.mark.requirement("R3.4")
SECRET = "whsec_of_this_shop"
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
INTENT = {"id": "pi_1", "object": "payment_intent", "status": "succeeded", "metadata": {}}


class Clock:
    def now(self):
        return NOON


def event(subject=INTENT, **more):
    return event_about(subject, **more)


def signed(body, secret=SECRET, *, after=0):
    return signature(body, secret, NOON.timestamp() + after)


@pytest.fixture
def book():
    return MemoryIntents()


@pytest.fixture
def notices(book):
    return StripeNotices((SECRET,), book, MemoryInbox(), Clock(), live=False)


def test_a_signed_notice_names_the_payment_by_what_the_shop_wrote_down(notices, book):
    payment = a_payment()
    book.keep(payment, "pi_1")
    body = event()
    notice = notices.read(body, signed(body))
    assert (notice.id, notice.kind, notice.payment_id, notice.known) == (
        "evt_1", "payment_intent.succeeded", payment, False,
    )


def test_what_belongs_to_an_intent_names_its_payment(notices, book):
    payment = a_payment()
    book.keep(payment, "pi_1")
    body = event({"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}, type="charge.succeeded")
    assert notices.read(body, signed(body)).payment_id == payment


@pytest.mark.parametrize("subject", [
    INTENT, {"id": "cus_1", "object": "customer"}, {"object": "balance"}, {"id": "ch_1", "object": "charge"},
    {"id": "ch_1", "object": "charge", "payment_intent": None},
])
def test_what_is_not_ours_is_about_no_payment(notices, subject):
    body = event(subject)
    assert notices.read(body, signed(body)).payment_id is None


def test_metadata_is_never_believed(notices, book):
    payment = a_payment()
    book.keep(payment, "pi_1")
    body = event(INTENT | {"id": "pi_2", "metadata": {"payment": str(payment)}})
    assert notices.read(body, signed(body)).payment_id is None


def test_one_that_was_dealt_with_is_known(notices):
    body = event()
    notices.done(notices.read(body, signed(body)))
    assert notices.read(body, signed(body)).known


@pytest.mark.parametrize("spoil", [
    lambda body: (body, ""),
    lambda body: (body, "t=,v1="),
    lambda body: (body, "nonsense"),
    lambda body: (body, f"t={int(NOON.timestamp())}"),
    lambda body: (body, "t=١٢,v1=00"),
    lambda body: (body, signed(body, "whsec_of_another_shop")),
    lambda body: (body, signed(body).replace("v1=", "v0=")),
    lambda body: (body, signed(body).replace("t=1", "t=2")),
    lambda body: (body.replace(b"pi_1", b"pi_2"), signed(body)),
    lambda body: (body.replace(b": ", b":"), signed(body)),
    lambda body: (body, signed(body, after=-TOLERANCE - 1)),
    lambda body: (body, signed(body, after=TOLERANCE + 1)),
], ids=[
    "no signature", "an empty one", "nonsense", "no digest", "digits of other scripts", "another secret",
    "another scheme", "another time", "another body", "the same body laid out otherwise", "too old", "from the future",
])
def test_what_is_not_signed_right_is_refused(notices, spoil):
    body, header = spoil(event())
    with pytest.raises(BadValue) as refused:
        notices.read(body, header)
    assert refused.value.field == "stripe-signature"
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("after", [-TOLERANCE, TOLERANCE])
def test_five_minutes_are_tolerated(notices, after):
    body = event()
    assert notices.read(body, signed(body, after=after)).id == "evt_1"


def test_one_of_several_signatures_and_of_several_secrets_is_enough(book):
    both = StripeNotices(("whsec_old", SECRET), book, MemoryInbox(), Clock(), live=False)
    body = event()
    header = f"{signed(body, 'whsec_another')},{signed(body).partition(',')[2]}"
    assert both.read(body, header).id == "evt_1"
    assert both.read(body, signed(body, "whsec_old")).id == "evt_1"


@pytest.mark.parametrize("live", [True, False])
def test_the_other_mode_is_refused(book, live):
    notices = StripeNotices((SECRET,), book, MemoryInbox(), Clock(), live=live)
    body = event(livemode=not live)
    with pytest.raises(BadValue, match="mode"):
        notices.read(body, signed(body))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"id": 7}', b"\xff", b'{"id": "\xff"}', b'{"id": "evt", "type": "x"}'],
)
def test_a_signed_body_that_is_no_event_is_refused(notices, body):
    with pytest.raises(BadValue, match="not an event"):
        notices.read(body, signed(body))


def test_stripes_own_library_agrees_about_signatures():
    import stripe

    body = event()
    assert stripe.WebhookSignature.verify_header(body.decode(), signature(body, SECRET), SECRET, TOLERANCE)


class TestInbox:
    @pytest.fixture(params=["memory", "postgres"])
    def inbox(self, request):
        if request.param == "memory":
            yield MemoryInbox()
            return
        with pool(request.getfixturevalue("app_url"), 2) as connections:
            yield PostgresInbox(connections)

    def test_what_was_put_in_is_there_and_may_be_put_in_again(self, inbox):
        assert not inbox.has("evt_1")
        inbox.put("evt_1", "payment_intent.succeeded", a_payment())
        inbox.put("evt_1", "payment_intent.succeeded", None)
        assert inbox.has("evt_1")
        assert not inbox.has("evt_2")


def test_what_is_a_month_old_is_forgotten_little_by_little(app_url):
    with pool(app_url, 1) as connections:
        inbox = PostgresInbox(connections)
        for number in range(12):
            inbox.put(f"old_{number}", "x", None)
        with connections.connection() as db:
            db.execute("UPDATE work.stripe_events SET received_at = now() - %s", (timedelta(days=31),))
        inbox.put("new_1", "x", None)
        assert sum(inbox.has(f"old_{number}") for number in range(12)) == 2
        inbox.put("new_2", "x", None)
        assert not any(inbox.has(f"old_{number}") for number in range(12))
        assert inbox.has("new_1")
