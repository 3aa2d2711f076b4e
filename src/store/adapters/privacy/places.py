"""Who keeps something of a person: every table there is, and what is done with it when somebody is forgotten.

A test walks the schema of the database and fails on a table that is in neither list. One that is made anew is entered
here by whoever makes it, before it holds anybody.
"""

from typing import Final, LiteralString, NamedTuple


class Place(NamedTuple):
    """A table that may hold something of a person, those that go along with it, and how it is swept.

    It knows ``account``, ``subjects``, ``streams``, ``ids`` (all of these as text), ``alike`` (patterns of
    these), ``words`` (patterns of what tells the person apart in free text) and ``digests`` (of the same).
    """

    table: LiteralString
    sweeping: LiteralString
    along: tuple[str, ...] = ()


SWEPT: Final[tuple[Place, ...]] = (
    Place("work.sessions", "DELETE FROM work.sessions WHERE account = %(account)s OR acting = %(account)s",
          ("work.refresh_tokens",)),
    Place("work.credentials", "DELETE FROM work.credentials WHERE account = %(account)s"),
    Place("work.data_exports", "DELETE FROM work.data_exports WHERE account = %(account)s"),
    Place("work.linked_logins", "DELETE FROM work.linked_logins WHERE account = %(account)s"),
    # Whose they are nobody can tell; they live for minutes, and whoever is on the way begins anew.
    Place("work.login_errands", "DELETE FROM work.login_errands"),
    Place("work.mail_tokens", "DELETE FROM work.mail_tokens WHERE account = %(account)s"),
    Place("work.second_factors", "DELETE FROM work.second_factors WHERE account = %(account)s"),
    Place("work.recovery_codes", "DELETE FROM work.recovery_codes WHERE account = %(account)s"),
    Place("work.blind_index", "DELETE FROM work.blind_index WHERE owner = %(account)s"),
    Place("work.waiting", "DELETE FROM work.waiting WHERE account = %(account)s OR digest = ANY (%(digests)s)"),
    Place("work.mails", "DELETE FROM work.mails WHERE subject = ANY (%(subjects)s)"),
    Place("work.outbox", "DELETE FROM work.outbox WHERE about = ANY (%(streams)s)"),
    Place("work.jobs_queue", "DELETE FROM work.jobs_queue WHERE message::text LIKE ANY (%(alike)s)",
          ("work.jobs_result",)),
    Place("work.idempotency", "DELETE FROM work.idempotency WHERE subject = ANY (%(subjects)s)"
                              " OR split_part(principal, ':', 2) = ANY (%(ids)s)", ("work.idempotency_*",)),
    Place("work.recordings", "DELETE FROM work.recordings WHERE recording LIKE ANY (%(alike)s)"),
    Place("work.questions_asked", "UPDATE work.questions_asked SET statement = '-- erased', error = NULL"
                                  " WHERE statement ILIKE ANY (%(words)s) OR error ILIKE ANY (%(words)s)"),
    Place("work.questions_saved", "DELETE FROM work.questions_saved WHERE statement ILIKE ANY (%(words)s)"
                                  " OR name ILIKE ANY (%(words)s)"),
)
"""Of the work, in this order, in one transaction."""

COPIES: Final[tuple[str, ...]] = ("people", "person_grams", "gram_counts", "buyers")
"""Tables of read models that hold keyed digests; they are swept in every copy there is."""

_LEARNT: Final = "learnt from facts, in which persons are sealed: ids, numbers, goods"
HOLDS_NO_PERSON: Final[dict[str, str]] = {
    "log.events": "persons are sealed in it: their keys go",
    "log.events_*": "the same",
    "log.checkpoints": "hashes and positions",
    "log.incarnations": "numbers",
    "work.departures": "ids of accounts, crossed out when they are gone",
    "work.smtp_sent": "ids of mails",
    "work.jobs_worker": "ids of processes",
    "work.stripe_intents": "ids of payments, there and here",
    "work.stripe_events": "ids of notices and payments",
    "work.verifications": "numbers, streams and hashes",
    "work.webhooks": "positions, and words about what a partner's server answered",
    "work.webhook_deliveries": "positions",
    "work.webhook_attempts": "words about what a partner's server answered, never what was sent or received",
    "work.erasure_proofs": "streams, fields and numbers",
    "work.erasure_counts": "numbers",
    "work.salts": "random bits",
    "read.copies": "positions, and what stopped a read model",
    "read.runners": "ids of processes",
    **dict.fromkeys((
        "orders", "activity", "activity_things", "pieces", "deals", "offences", "categories", "products", "variants",
        "shelves", "words", "webhooks", "open_payments", "thresholds", "erasures",
    ), _LEARNT),
    "public._yoyo_*": "which migrations were applied, when and from which machine",
    "public.yoyo_*": "the same",
}
"""Tables that hold ids at most, and why that is so. Those of read models stand by their names, whatever the copy."""
