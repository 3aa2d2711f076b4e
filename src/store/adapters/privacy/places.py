"""How each table forgets somebody: a statement for each that is declared to (``application/privacy/holdings.py``).

What is declared there and has no statement here, or the other way about, stops the shop before it starts.
"""

from typing import Final, LiteralString, NamedTuple

from store.application.privacy.elsewhere import OF_NOBODY
from store.application.privacy.holdings import HOLDINGS, Goes


class Place(NamedTuple):
    """A table that may hold something of a person, those that go along with it, and how it is swept.

    It knows ``account``, ``subjects``, ``streams``, ``ids`` (all of these as text), ``alike`` (patterns of
    these), ``words`` (patterns of what tells the person apart in free text) and ``digests`` (of the same).
    """

    table: str
    sweeping: LiteralString
    along: tuple[str, ...] = ()


_SWEEPING: Final[dict[str, LiteralString]] = {
    "work.sessions": "DELETE FROM work.sessions WHERE account = %(account)s OR acting = %(account)s",
    "work.saved_cards": "DELETE FROM work.saved_cards WHERE account = %(account)s OR subject = ANY (%(subjects)s)",
    "work.credentials": "DELETE FROM work.credentials WHERE account = %(account)s",
    "work.data_exports": "DELETE FROM work.data_exports WHERE account = %(account)s",
    "work.linked_logins": "DELETE FROM work.linked_logins WHERE account = %(account)s",
    # Whose they are nobody can tell; they live for minutes, and whoever is on the way begins anew.
    "work.login_errands": "DELETE FROM work.login_errands",
    "work.vat_checks": "DELETE FROM work.vat_checks",  # nor of these, and the register can be asked again
    "work.mail_tokens": "DELETE FROM work.mail_tokens WHERE account = %(account)s",
    "work.second_factors": "DELETE FROM work.second_factors WHERE account = %(account)s",
    "work.recovery_codes": "DELETE FROM work.recovery_codes WHERE account = %(account)s",
    "work.blind_index": "DELETE FROM work.blind_index WHERE owner = %(account)s",
    "work.checkouts": "DELETE FROM work.checkouts"
                      " WHERE subject = ANY (%(subjects)s) OR digest = ANY (%(digests)s)",
    "work.screened": "DELETE FROM work.screened"
                     " WHERE subject = ANY (%(subjects)s) OR digest = ANY (%(digests)s)",
    "work.waiting": "DELETE FROM work.waiting WHERE account = %(account)s OR digest = ANY (%(digests)s)",
    "work.coupon_uses": "DELETE FROM work.coupon_uses WHERE subject = ANY (%(subjects)s)",
    "work.first_orders": "DELETE FROM work.first_orders WHERE subject = ANY (%(subjects)s)",
    "work.return_photographs": "DELETE FROM work.return_photographs WHERE subject = ANY (%(subjects)s)",
    "work.mails": "DELETE FROM work.mails WHERE subject = ANY (%(subjects)s)",
    "work.outbox": "DELETE FROM work.outbox WHERE about = ANY (%(streams)s)",
    "work.import_turns": "DELETE FROM work.import_turns WHERE seller = ANY (%(ids)s::uuid[])",
    "work.imports": "DELETE FROM work.imports WHERE split_part(actor, ':', 2) = ANY (%(ids)s)",
    "work.jobs_queue": "DELETE FROM work.jobs_queue WHERE message::text LIKE ANY (%(alike)s)",
    "work.idempotency": "DELETE FROM work.idempotency WHERE subject = ANY (%(subjects)s)"
                        " OR split_part(principal, ':', 2) = ANY (%(ids)s)",
    "work.recordings": "DELETE FROM work.recordings WHERE recording LIKE ANY (%(alike)s)",
    "work.searches": "UPDATE work.searches SET words = NULL WHERE words ILIKE ANY (%(words)s)",
    "work.searches_hidden": "DELETE FROM work.searches_hidden WHERE words ILIKE ANY (%(words)s)",
    "work.questions_asked": "UPDATE work.questions_asked SET statement = '-- erased', error = NULL"
                            " WHERE statement ILIKE ANY (%(words)s) OR error ILIKE ANY (%(words)s)",
    "work.questions_saved": "DELETE FROM work.questions_saved WHERE statement ILIKE ANY (%(words)s)"
                            " OR name ILIKE ANY (%(words)s)",
}
_READ: Final = "read."
_ENDS: Final = {
    **{table: holding.end for table, holding in HOLDINGS.items()},
    **{table: it.goes for table, it in OF_NOBODY.items() if it.goes},
}
_GOING: Final = {table: end.along for table, end in _ENDS.items() if isinstance(end, Goes)}


def paired(going: dict[str, str], statements: dict[str, LiteralString]) -> tuple[Place, ...]:
    """Statements in their order, each with the tables that go along.

    :raises LookupError: where one is declared that has no statement, or a statement is for one that isn't.
    """
    alone = {table for table, along in going.items() if not along and not table.startswith(_READ)}
    if odd := alone ^ set(statements) | {along for along in going.values() if along} - set(statements):
        raise LookupError("declared and swept are not the same: " + ", ".join(sorted(odd)))
    return tuple(
        Place(table, sweeping, tuple(sorted(one for one, along in going.items() if along == table)))
        for table, sweeping in statements.items()
    )


SWEPT: Final[tuple[Place, ...]] = paired(_GOING, _SWEEPING)
"""Of the work, in this order, in one transaction."""

COPIES: Final[tuple[str, ...]] = tuple(
    table.removeprefix(_READ) for table, along in _GOING.items() if table.startswith(_READ) and not along
)
"""Tables of read models that hold keyed digests; they are swept in every copy there is."""
