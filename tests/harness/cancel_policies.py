"""Policies of cancelling that hold already: those that are set begin tomorrow at the earliest."""

from datetime import UTC, date, datetime
from uuid import uuid4

from store.application.shared.bus import Caller
from store.application.shared.ports import Change, History
from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.shared.ids import cancel_policy

AT = datetime(2020, 1, 1, tzinfo=UTC)


def held(shop, vendor, terms):
    """Let *terms* hold since 2020 for goods of *vendor*."""
    id = cancel_policy()
    known = shop.journal().read([id]).get(id, History())
    fact = CancelPolicySet(at=AT, since=date(2020, 1, 1), terms=terms, vendor=vendor)
    change = Change(id, len(known.events), known.head if known.events else b"", [fact])
    shop.journal().hand_in([change], Caller(actor="system:test", correlation=uuid4()), AT, None, ()).settle()
