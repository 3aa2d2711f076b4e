"""Tables that speak of nobody, and places that are no tables."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from store.application.privacy.holdings import GOES, Goes


class OfNobody(Struct, frozen=True):
    """A table that nobody's copy shows: ``says`` is what is in it instead. Where somebody might stand in it all the
    same, in words of others or for moments, it ``goes`` when they are forgotten.
    """

    says: str
    goes: Goes | None = None


_OF_NOBODY: Final[Mapping[str, str]] = {
    "log.checkpoints": "signed statements about the log",
    "log.events": "the facts: what is of persons in them is marked in their types",
    "log.incarnations": "lives of the log",
    "read.activity_things": "which facts are about which thing",
    **dict.fromkeys(
        ("read.categories", "read.category_addresses", "read.products", "read.variants", "read.shelves", "read.words",
         "read.marks", "read.edition"),
        "goods",
    ),
    **dict.fromkeys(("read.copies", "read.projections", "read.runners"), "how far read models are"),
    "read.deals": "amounts of orders, by number, to compare them",
    "read.erasures": "which erasures wait for what, by id",
    "read.offences": "what of the books does not hold",
    "read.order_counts": "how many orders there are",
    "read.sold": "sums of what vendors sold, by the quarter of an hour",
    "read.open_payments": "ids of payments",
    "read.open_refunds": "ids of refunds",
    **dict.fromkeys(("read.held_payments", "read.taken_payments"), "ids of payments"),
    "work.payment_findings": "ids of payments, and what staff say of them",
    "work.payment_comparisons": "how far books were compared",
    **dict.fromkeys(
        ("read.invoices", "read.invoice_taxes", "read.papers_owed", "read.ledger", "read.ledger_days",
         "read.ledger_orders"),
        "amounts and goods of orders, by number",
    ),
    **dict.fromkeys(("read.pieces", "read.pieces_at", "read.place_thresholds", "read.stock_places", "read.thresholds"),
                    "pieces of goods"),
    "read.unit_costs": "what pieces of goods cost the shop",
    "read.coupons": "coupons: codes, and what they give",
    "read.webhooks": "partners, by id",
    **dict.fromkeys(("work.erasure_counts", "work.erasure_proofs"), "what became unreadable: streams and numbers"),
    "work.bookmarks": "how far somebody read the log",
    "work.jobs_worker": "jobs: ids alone",
    "work.pictures": "pictures of goods, by the names of their files",
    **dict.fromkeys(
        ("work.search_carts", "work.search_visitors"),
        "for two days at most, keyed digests that lead back to nobody: which search led to what",
    ),
    "work.salts": "what analysts' pseudonyms are made with",
    "work.smtp_sent": "ids of mails",
    **dict.fromkeys(("work.paypal_events", "work.stripe_events"), "ids of notices"),
    "work.verifications": "whether the log is what was written",
    **dict.fromkeys(
        ("work.webhooks", "work.webhook_attempts", "work.webhook_deliveries"), "how far partners are, by id",
    ),
}
_QUESTIONS: Final = "questions of staff to views that name nobody"
OF_NOBODY: Final[Mapping[str, OfNobody]] = {
    **{table: OfNobody(says) for table, says in _OF_NOBODY.items()},
    "read.gram_counts": OfNobody("how often a piece occurs, in whose name ever", GOES),
    "work.import_rows": OfNobody("goods in a file", Goes(along="work.imports")),
    "work.import_turns": OfNobody("when files of whose goods were last worked on, by id", GOES),
    "work.imports": OfNobody("files of goods, by the id of whoever of the staff or of the vendors sent them", GOES),
    "work.jobs_queue": OfNobody("jobs: ids alone", GOES),
    "work.jobs_result": OfNobody("jobs: ids alone", Goes(along="work.jobs_queue")),
    "work.searches": OfNobody("words that several visitors looked for, and how often: in whose name ever", GOES),
    "work.searches_hidden": OfNobody("words that are suggested to nobody", GOES),
    "work.questions_asked": OfNobody(_QUESTIONS, GOES),
    "work.questions_saved": OfNobody(_QUESTIONS, GOES),
}
"""All other tables, and what is in them instead."""

ELSEWHERE: Final[Mapping[str, str]] = {
    "pictures of people": "Files beside the shop's pictures: two squares of the picture somebody chose. In the copy, as"
                          " a file. Removed with the picture or the account.",
    "the keys": "A SQLite file outside the database: ids and keys, no person. Never in a copy.",
    "counts for limits": "In memory or Redis: how often somebody asked, by network address and by digest, for a day at"
                         " most. Not in a copy: it is gone before anybody could read it.",
    "logs": "Ids of requests and accounts. No address of the network, no browser, no name.",
    "what is written beside facts": "Who acted (kind and id), ids of requests, and why staff did something, in their"
                                    " words. No address of the network and no browser. In the copy as *you* or *the"
                                    " shop*; the words of staff may speak of others: ask for them.",
    "the sandbox gateway": "A SQLite file for playing: amounts and ids.",
}
"""What is no table."""
