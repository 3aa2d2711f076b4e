"""The fraud check by rules: over the table and over its twin it says the same."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from msgspec import structs

from projections.ordering.buyers import Buyers
from projections.ordering.order_list import OrderList
from projections.returns.return_list import ReturnList
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.journal import EventJournal
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.pools import pool
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex, spelled
from store.adapters.identity.marks_hmac import HmacMarks
from store.adapters.ordering.fraud_rules import RulesFraudCheck
from store.adapters.ordering.seen_before_memory import MemorySeenBefore
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.ordering.fraud import Suspect
from store.application.shared.ports import Change, History
from store.domain.ordering.screening import Reason, Rules
from store.domain.ordering.screening_events import ReviewBegun, ReviewPassed
from store.domain.returns.events import ReturnRefused, ReturnWithdrawn
from store.domain.shared.habits import Habit
from store.domain.shared.ids import CartId, SubjectId, return_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.fraud import fraud_in_memory, seen_before
from store.entrypoints.wiring.register import EVENTS
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, NUMBER, PLACED
from tests.domain.returns.test_returning import ASKED
from tests.harness.projections import SOMEBODY, learning

pytestmark = [pytest.mark.story("US-3.4", "fraud checks look at purchases"), pytest.mark.requirement("R3.5")]
NOON, DAY = datetime(2026, 5, 31, 12, tzinfo=UTC), timedelta(days=1)
DEAR, SENT_BACK = Rules(first_order=Money(4999, "EUR")), Rules(returns=2)
RULES = Rules(orders=2, refused=3)


@pytest.fixture(params=["memory", "postgres"])
def seen(request):
    if request.param == "memory":
        yield MemorySeenBefore(spelled, lambda _: (), lambda *_: Habit())
        return
    index = BlindIndex(b"a key of the shop's")
    with pool(request.getfixturevalue("app_url"), 2) as connections:
        yield seen_before(connections, index, HmacMarks(index))


def buying(who=None, **changes):
    own = uuid4().hex
    return structs.replace(Suspect(
        CartId(uuid4()), SubjectId(uuid4()), f"{who or own}@example.org", (f"{own} Lindenweg", "", "10115", "Berlin"),
        own, own, "DE", "", Money(5000, "EUR"), NOON,
    ), **changes)


@pytest.mark.parametrize(("field", "by"), [
    ("email", "email"), ("address", "address"), ("card", "card"), ("network", "network"),
])
def test_purchases_alike_are_counted_however_they_are_written(seen, field, by):
    check = RulesFraudCheck(RULES, seen, DAY)
    same = {
        "email": f"{uuid4().hex}@example.org", "address": (f"{uuid4()} Weg", "", "1", "Ulm"), "card": uuid4().hex,
        "network": uuid4().hex,
    }[field]
    shouted = {"email": str(same).upper(), "address": (str(same[0]).upper(), " ", *same[2:])}.get(field, same)
    found = [check.judge(buying(**{field: it})) for it in (same, shouted, same, same)]
    assert [it.verdict for it in found] == ["pass", "pass", "hold", "refuse"]
    assert found[2].reasons == (Reason(f"orders_by_{by}", 3, 2),)


def test_one_cart_is_one_purchase_however_often_it_is_asked_for(seen):
    check, mine = RulesFraudCheck(RULES, seen, DAY), buying()
    assert {check.judge(mine).verdict for _ in range(5)} == {"pass"}


def test_what_lies_before_the_window_and_what_nobody_knows_counts_for_nothing(seen):
    check, who = RulesFraudCheck(RULES, seen, DAY), uuid4().hex
    for _ in range(4):
        check.judge(buying(who, at=NOON - DAY))
    assert check.judge(buying(who)).verdict == "pass"
    unknown = [check.judge(buying(card="", network="", address=("", ""))) for _ in range(5)]
    assert {it.verdict for it in unknown} == {"pass"}


def test_somebody_who_never_bought_here_is_new(seen):
    check = RulesFraudCheck(Rules(first_order=Money(4999, "EUR")), seen, DAY)
    assert [reason.rule for reason in check.judge(buying()).reasons] == ["first_order_amount"]


@pytest.fixture(params=["memory", "postgres"])
def learning_orders(request):
    """Checks by rules that know the orders they are told of, and how to tell them."""
    if request.param == "memory":
        log, codec = MemoryLog(), EventCodec(EVENTS, Vault(MemoryKeys()))
        journal = EventJournal(log, OneByOne(log), codec, lambda *_: None)

        def happened(*facts, to=ID):
            past = journal.read([to]).get(to, History())
            journal.hand_in([Change(to, len(past.events), past.head, facts)], SOMEBODY, NOON, None).settle()

        yield partial(fraud_in_memory, log, journal), happened
        return
    index = BlindIndex(b"a key of the shop's")
    url = request.getfixturevalue("migrated_url")
    with learning(url, OrderList()) as learner, pool(as_role(url, DatabaseRole.APP), 2) as connections:
        runner = learner.another(OrderList(), Buyers(learner.codec, HmacMarks(index)), ReturnList())
        runner.prepare()

        def learnt(*facts, to=ID):
            learner.given(to, *facts)
            runner.catch_up()

        seen = seen_before(connections, index, HmacMarks(index))
        yield lambda rules: RulesFraudCheck(rules, seen, DAY), learnt


def test_only_an_order_that_was_paid_for_and_let_go_makes_somebody_known(learning_orders):
    checking, happened = learning_orders
    check = checking(DEAR)
    for facts, verdict in (
        ((PLACED,), "hold"), ((CONFIRMED, ReviewBegun(at=NOON, order_id=ID)), "hold"),
        ((ReviewPassed(at=NOON, order_id=ID),), "pass"), ((CANCELLED,), "hold"),
    ):
        happened(*facts)
        assert check.judge(buying(email="Ann@Example.org")).verdict == verdict, facts


def test_what_somebody_sent_back_lately_counts_and_what_they_kept_after_all_does_not(learning_orders):
    checking, happened = learning_orders
    check, ann = checking(SENT_BACK), buying(email="Ann@Example.org")

    def sent_back(nth, *more, at=NOON):
        back = structs.replace(ASKED, at=at, return_id=return_of(ID, nth), number=f"{NUMBER}-R{nth}", order_id=ID)
        happened(back, *(structs.replace(it, return_id=back.return_id) for it in more), to=back.return_id)
        return check.judge(ann)

    happened(PLACED)
    assert sent_back(1, at=NOON - timedelta(days=90)).verdict == "pass"
    assert sent_back(2, ReturnWithdrawn(at=NOON, return_id=ID)).verdict == "pass"
    assert [sent_back(3).verdict, sent_back(4).verdict] == ["pass", "pass"], "two are few enough"
    refused = sent_back(5, ReturnRefused(at=NOON, return_id=ID, reason="worn"))
    assert (refused.verdict, refused.reasons) == ("hold", (Reason("returns_by_email", 3, 2),))
    assert checking(Rules(returns=3)).judge(ann).verdict == "pass"
    assert check.judge(buying()).verdict == "pass", "of somebody else nothing came back"


def test_nobody_reads_a_person_in_the_table_and_what_is_old_goes(app_url):
    index = BlindIndex(b"a key of the shop's")
    with pool(app_url, 2) as connections:
        seen, mine = seen_before(connections, index, HmacMarks(index)), buying("quillfeather")
        seen.count(mine, NOON - DAY)
        with connections.connection() as db:
            rows = str(db.execute("SELECT * FROM work.screened WHERE cart = %s", (mine.cart,)).fetchall())
        assert rows.count("'email'") == rows.count("'network'") == 1
        assert not any(word in rows for word in ("quillfeather", "Lindenweg", mine.network))
        seen.tidy(NOON + DAY)
        with connections.connection() as db:
            assert db.execute("SELECT 1 FROM work.screened WHERE cart = %s", (mine.cart,)).fetchone() is None
