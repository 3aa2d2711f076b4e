"""What the log holds of somebody and what was proven: the twin and the tables alike."""

from uuid import UUID

import pytest
from msgspec import structs

from store.application.privacy.proofs import FORM, Proof, Removed
from store.domain.ordering.events import OrderConfirmed
from store.domain.privacy.events import About, Ground, LostKey
from store.domain.shared.ids import SubjectId, erasure_of
from tests.harness.drivers.memory import OPENING

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]
NOBODY = SubjectId(UUID(int=404))


@pytest.fixture
def proven(both):
    """An order, what stands in the log of whoever bought, and the proof that it opens no more."""
    order, subject = both.bought("1", "ann@example.org")
    both.bought("2", "ben@example.org")
    print_ = both.keys.fingerprint(subject)
    both.keys.destroy(subject)
    facts = tuple(both.evidence.facts([subject]))
    return Proof(
        FORM, erasure_of(order), 1, About.ORDER.value, order, Ground.ASKED.value, OPENING, "1-1",
        (LostKey(subject, print_),), facts, tuple(both.evidence.heads([order])), (Removed("work.mails", 1),), (),
    )


def test_every_fact_with_a_field_of_theirs_is_found_and_no_others(both):
    order, subject = both.bought("1", "ann@example.org")
    other, ben = both.bought("2", "ben@example.org")
    both.given(order, OrderConfirmed(at=OPENING, order_id=order))
    [fact] = both.evidence.facts([subject])
    assert (fact.stream, fact.version, fact.tag, fact.fields) == (order, 1, "ordering/placed-1", ("address", "email"))
    assert [it.stream for it in both.evidence.facts([ben, subject])] == [order, other], "as they happened"
    assert list(both.evidence.facts([NOBODY])) == []


def test_heads_say_where_streams_stand(both):
    order, _ = both.bought("1", "ann@example.org")
    [before] = both.evidence.heads([order])
    both.given(order, OrderConfirmed(at=OPENING, order_id=order))
    [after] = both.evidence.heads([order, UUID(int=404)])
    assert (before.version, after.version, after.stream) == (1, 2, order)
    assert before.hash != after.hash


def test_proofs_are_kept_in_order_and_one_of_a_try_that_a_crash_ended_is_replaced(both, proven):
    second = structs.replace(proven, piece=2)
    both.evidence.keep(second)
    both.evidence.keep(structs.replace(proven, position="1-0"))
    both.evidence.keep(proven)
    assert list(both.evidence.find(proven.erasure)) == [proven, second]
    assert list(both.evidence.find(erasure_of(UUID(int=404)))) == []


def test_a_proof_holds_while_the_key_is_gone_and_the_facts_stand(both, proven):
    assert list(both.evidence.check(proven)) == []
    both.given(proven.about_id, OrderConfirmed(at=OPENING, order_id=proven.about_id))
    assert list(both.evidence.check(proven)) == [], "the order went on"


def test_what_does_not_fit_any_more_is_named(both, proven):
    [fact], [head], [key] = proven.facts, proven.heads, proven.keys
    alive = structs.replace(key, subject=both.bought("3", "eve@example.org")[1])
    for wrong, words in (
        (structs.replace(proven, keys=(key, alive)), "is there"),
        (structs.replace(proven, facts=(structs.replace(fact, fields=("email",)),)), "is not the fact that was sealed"),
        (structs.replace(proven, facts=(structs.replace(fact, version=9),)), "is not the fact that was sealed"),
        (structs.replace(proven, heads=(structs.replace(head, hash="0" * 64),)), "is not the one that was proven"),
        (structs.replace(proven, heads=(structs.replace(head, version=7),)), "is not the one that was proven"),
    ):
        [fault] = both.evidence.check(wrong)
        assert (fault.piece, words in fault.words) == (1, True)
