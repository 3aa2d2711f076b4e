"""Where something of a person is kept beside the facts: what a copy has of each column, and what is swept.

The one declaration of both, with ``elsewhere.py``, where the tables stand that speak of nobody. Tests compare it with
the tables there are, so that a new one, or a new column of one that speaks of persons, can't be forgotten in either.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from store.domain.shared.marks import Category, Ground, Kept, Mark

_OPENS: Final = "opens doors: whoever got hold of a copy could come in with it"
_MACHINERY: Final = "says something of the machinery and nothing of the person"
_NAMES: Final = "an id by which the shop finds what is told here"


class Goes(Struct, frozen=True):
    """The rows of whoever is forgotten go: by a statement of the table's own (``adapters/privacy/places.py``), or
    *along* with those of another table.
    """

    along: str = ""


class Stays(Struct, frozen=True):
    """Nothing has to be done, and why."""

    why: str


class Holding(Struct, frozen=True):
    """A table with something of persons in it.

    ``shown`` says for each column where a copy has it (``section.field``), ``withheld`` why it has not; ``end``, what
    becomes of the rows when somebody is forgotten.
    """

    mark: Mark
    shown: Mapping[str, str]
    withheld: Mapping[str, str]
    end: Goes | Stays


GOES: Final = Goes()
_LEARNT: Final = Stays("learnt from facts, in which persons are sealed: ids, numbers, goods")

_ACCESS: Final = Mark(Category.ACCESS, "let somebody in, and nobody else", Ground.CONTRACT, Kept.USE)

HOLDINGS: Final[Mapping[str, Holding]] = {
    "read.buyers": Holding(
        Mark(Category.EMAIL, "find the orders of somebody who asks for help", Ground.INTEREST, Kept.ORDER),
        {"id": "orders.order_id", "placed_at": "orders.placed_at"},
        {"buyer": "a keyed digest of the address, which is in the copy itself", "subject": _NAMES},
        GOES,
    ),
    "read.orders": Holding(
        Mark(Category.PURCHASES, "list orders for whoever bought, and for staff", Ground.CONTRACT, Kept.ORDER),
        {"id": "orders.order_id", "number": "orders.number", "placed_at": "orders.placed_at",
         "status": "orders.status", "total": "orders.total", "currency": "orders.currency"},
        {"pieces": "the sum of the quantities of the lines, which are in the copy", "account": _NAMES,
         "words": "what the goods were called, which is in the copy",
         "bought": "whether it was sent for goods that came back, which the return says",
         "cancelled": "how many pieces were cancelled, which the facts of the order say",
         "off": "what was to be paid for these, which the facts of the order say"},
        _LEARNT,
    ),
    "read.parts": Holding(
        Mark(Category.PURCHASES, "list what is to be sent, for whoever sends it", Ground.CONTRACT, Kept.ORDER),
        {"order_id": "orders.order_id", "number": "orders.number", "placed_at": "orders.placed_at"},
        {"id": _NAMES, "vendor": "whose goods they are", "place": "a place of the shop", "country": "the order has it",
         "status": "the order says how it stands", "pieces": "the sum of quantities, cancelled ones left out",
         "waiting": "the order has it", "value": "the order has it", "currency": "the order has it",
         "sent_at": "the order has it", "stranded": "the scans of its parcels say so", "booked": "of its carrier"},
        _LEARNT,
    ),
    "read.returns": Holding(
        Mark(Category.PURCHASES, "list what is sent back, for whoever decides on it", Ground.CONTRACT, Kept.ORDER),
        {"order_id": "orders.order_id", "order_number": "orders.number"},
        {"id": _NAMES, "number": "the facts of the return have it", "vendor": "whose goods they are",
         "status": "the facts of the return say so", "reason": "one of the shop's own words",
         "requested_at": "the facts of the return say so", "pieces": "the facts of the return say so",
         "kept_until": "the facts of the return say so"},
        _LEARNT,
    ),
    "read.part_states": Holding(
        Mark(Category.PURCHASES, "add up what is to be sent", Ground.CONTRACT, Kept.ORDER),
        {"id": "orders.order_id"}, {"state": "lines and parcels, which are in the copy of the order"}, _LEARNT,
    ),
    "read.parcels_under_way": Holding(
        Mark(Category.PURCHASES, "ask carriers where parcels are", Ground.CONTRACT, Kept.ORDER),
        {"order_id": "orders.order_id"},
        {"parcel": _NAMES, "part": _NAMES, "carrier": "the order has it", "sent_at": "the order has it"}, _LEARNT,
    ),
    "read.discounts_given": Holding(
        Mark(Category.PURCHASES, "see what promotions cost, and who used up a coupon", Ground.INTEREST, Kept.ORDER),
        {"order": "orders.order_id", "number": "orders.number", "placed_at": "orders.placed_at"},
        {"promotion": _NAMES, "code": "the order has it", "given": "the order has it", "currency": "the order has it",
         "cancelled": "the order says how it stands"},
        _LEARNT,
    ),
    "read.segment_lists": Holding(
        Mark(Category.PURCHASES, "give promotions to customers whom staff chose", Ground.INTEREST, Kept.ACCOUNT), {},
        {"account": _NAMES, "segment": "whom staff mean by a promotion: the orders say which were applied"}, _LEARNT,
    ),
    "read.people": Holding(
        Mark(Category.NAME, "find the account of somebody who asks for help", Ground.INTEREST, Kept.ACCOUNT),
        {"role": "account.role", "since": "account.since", "state": "account.state"},
        {"id": _NAMES, "subject": _NAMES},
        GOES,
    ),
    "read.person_grams": Holding(
        Mark(Category.NAME, "find the account of somebody who asks for help", Ground.INTEREST, Kept.ACCOUNT),
        {}, {"gram": "keyed digests of pieces of name and address, which are in the copy", "account": _NAMES},
        GOES,
    ),
    "read.activity": Holding(
        Mark(Category.CONDUCT, "say who did what, and when", Ground.INTEREST, Kept.ACCOUNT),
        {"stream": "facts.thing", "version": "facts.number", "tag": "facts.what"},
        {"position": _MACHINERY, "recorded_at": "within moments of when it happened, which is in the copy",
         "actor": _NAMES, "correlation": _NAMES, "causation": _NAMES, "fact": _NAMES},
        _LEARNT,
    ),
    "work.blind_index": Holding(
        Mark(Category.EMAIL, "have each address belong to one account", Ground.CONTRACT, Kept.ACCOUNT),
        {"purpose": "addresses_kept.purpose", "till": "addresses_kept.till"},
        {"digest": "a keyed digest of the address, which is in the copy itself", "owner": _NAMES},
        GOES,
    ),
    "work.credentials": Holding(_ACCESS, {}, {"account": _NAMES, "password": _OPENS}, GOES),
    "work.waiting": Holding(
        Mark(Category.EMAIL, "tell somebody once that something is back", Ground.CONSENT, Kept.WAITING),
        {"sku": "waiting_for.sku", "asked_at": "waiting_for.asked_at", "told_at": "waiting_for.told_at"},
        {"id": "whoever has it can stop such letters", "digest": "a keyed digest of the address",
         "subject": _NAMES, "sealed": "the address, which whoever asks for the copy gave", "account": _NAMES},
        GOES,
    ),
    "work.checkouts": Holding(
        Mark(Category.ADDRESS, "let somebody go on with a checkout that isn't over", Ground.CONTRACT, Kept.CART),
        {},
        {"sealed": "what you typed at the checkout, which shows it until it is over",
         "digest": "a keyed digest of the address that you typed there", "touched_at": _MACHINERY,
         "cart": _NAMES, "subject": _NAMES},
        GOES,
    ),
    "work.screened": Holding(
        Mark(Category.CONDUCT, "tell purchases of honest people from others", Ground.INTEREST, Kept.WINDOW),
        {},
        {"digest": "a keyed digest of what is in the copy itself", "kind": "what it is a digest of",
         "seen_at": "within moments of the order, which is in the copy", "cart": _NAMES, "subject": _NAMES},
        GOES,
    ),
    "work.coupon_uses": Holding(
        Mark(Category.PURCHASES, "have one person use a coupon as often as it says", Ground.INTEREST, Kept.ORDER),
        {},
        {"coupon": "the orders have the code", "digest": "a keyed digest of the address, which is in the copy itself",
         "cart": "the orders have it", "subject": _NAMES, "at": "within moments of the order, which is in the copy"},
        GOES,
    ),
    "work.first_orders": Holding(
        Mark(Category.PURCHASES, "have one order be the first", Ground.INTEREST, Kept.WINDOW), {},
        {"digest": "a keyed digest of the account or the address, which are in the copy", "cart": "the orders have it",
         "subject": _NAMES, "at": "within moments of the order, which is in the copy"},
        GOES,
    ),
    "work.vat_checks": Holding(
        Mark(Category.BUSINESS, "not ask a register twice about one VAT number", Ground.DUTY, Kept.CHECK), {},
        {"digest": "a keyed digest of the number, which is in the copy with the order", "register": _MACHINERY,
         "answer": "the order has it", "at": "the order has it", "consultation": "the order has it"},
        GOES,
    ),
    "work.data_exports": Holding(
        Mark(Category.CONDUCT, "hand somebody the copy they asked for", Ground.DUTY, Kept.WEEK),
        {"id": "copies.id", "asked_at": "copies.asked_at", "state": "copies.state", "made_at": "copies.made_at",
         "till": "copies.till"},
        {"account": _NAMES, "sealed": "an earlier copy of the same", "step": _MACHINERY, "beat_at": _MACHINERY,
         "size": _MACHINERY, "position": _MACHINERY, "error": _MACHINERY},
        GOES,
    ),
    "work.departures": Holding(
        Mark(Category.CONDUCT, "delete an account when second thoughts are over", Ground.DUTY, Kept.ACCOUNT),
        {}, {"account": "who is on this list can't come in and ask", "due_at": "the facts say so as well"},
        Stays("ids of accounts, crossed out when they are gone"),
    ),
    "work.idempotency": Holding(
        Mark(Category.CONDUCT, "do what a program asks twice only once", Ground.INTEREST, Kept.DAYS),
        {"day": "repeatable_requests.day", "route": "repeatable_requests.route"},
        {"principal": _NAMES, "key": "chosen by the program that asked", "body": "a keyed digest",
         "leased_till": _MACHINERY, "subject": _NAMES, "answer": "said before, to the same person",
         "final": _MACHINERY, "claim": _MACHINERY},
        GOES,
    ),
    "work.linked_logins": Holding(
        _ACCESS, {},
        {"provider": "the facts say so as well", "who": "a keyed digest", "account": _NAMES, "token": _OPENS,
         "claimed_at": "the facts say so as well"},
        GOES,
    ),
    "work.login_errands": Holding(
        Mark(Category.ACCESS, "bring back who went to log in elsewhere", Ground.CONTRACT, Kept.LINK),
        {}, {"digest": _OPENS, "sealed": "sealed by what the browser holds: gone in minutes", "expires_at": _MACHINERY},
        GOES,
    ),
    "work.mail_tokens": Holding(
        Mark(Category.ACCESS, "let links in mails do what they say", Ground.CONTRACT, Kept.LINK),
        {"purpose": "links.purpose", "expires_at": "links.expires_at", "used_at": "links.used_at"},
        {"token": _OPENS, "account": _NAMES, "address": "a keyed digest of the address, which is in the copy itself"},
        GOES,
    ),
    "work.mails": Holding(
        Mark(Category.LETTERS, "show what would be sent, where no mail server is set", Ground.CONTRACT, Kept.ACCOUNT),
        {"sent_at": "letters.sent_at", "sealed": "letters.subject", "channel": "letters.channel"},
        {"id": _NAMES, "number": "the order's, which is in the copy", "kind": "said by the list of letters",
         "subject": _NAMES},
        GOES,
    ),
    "work.outbox": Holding(
        Mark(Category.LETTERS, "tell somebody once what they have to be told", Ground.CONTRACT, Kept.ACCOUNT),
        {"kind": "letters.kind", "caused_at": "letters.caused_at", "outcome": "letters.outcome",
         "done_at": "letters.done_at", "failed_at": "letters.failed_at"},
        {"id": _NAMES, "about": _NAMES, "correlation": _NAMES, "handed_at": _MACHINERY, "tries": _MACHINERY,
         "failure": _MACHINERY, "again_at": _MACHINERY, "again_by": "who of the staff did something is not yours"},
        GOES,
    ),
    "work.recordings": Holding(
        Mark(Category.CONDUCT, "find out why something went wrong", Ground.INTEREST, Kept.WEEK),
        {}, {"number": _MACHINERY, "id": _NAMES, "correlation": _NAMES, "at": "the facts say so as well",
             "recording": "what was asked for, with persons sealed, and is in the copy as what came of it"},
        GOES,
    ),
    "work.return_photographs": Holding(
        Mark(Category.PICTURE, "see what is wrong with goods that somebody sends back", Ground.CONTRACT, Kept.ORDER),
        {}, {"name": "the facts say so as well", "subject": _NAMES, "sealed": "photographs that you sent us yourself",
             "kept_at": "within moments of the request, which is in the copy"},
        GOES,
    ),
    "work.recovery_codes": Holding(_ACCESS, {"account": "second_factor.recovery_codes_left"}, {"digest": _OPENS}, GOES),
    "work.refresh_tokens": Holding(
        _ACCESS, {"exchanged_at": "programs.exchanged_at"},
        {"token": _OPENS, "session": _NAMES, "successor": _OPENS},
        Goes(along="work.sessions"),
    ),
    "work.second_factors": Holding(
        _ACCESS, {"account": "second_factor.kept"},
        {"sealed": _OPENS, "waiting": _OPENS, "step": "when a code was last shown, to half a minute: keeps it from"
         " being shown twice"},
        GOES,
    ),
    "work.saved_cards": Holding(
        Mark(Category.PURCHASES, "let somebody pay by a card again", Ground.CONSENT, Kept.ACCOUNT),
        {},
        {"sealed": "brand, last digits and end stand at /account/cards; what stands for the card opens payments",
         "id": "the payment's, which is in the copy", "method": "the payment says it",
         "adding": "whether it was added without buying", "account": _NAMES,
         "wished_at": "within moments of the payment or the try", "subject": _NAMES},
        GOES,
    ),
    "work.sessions": Holding(
        Mark(Category.DEVICE, "keep somebody logged in, and show them where", Ground.CONTRACT, Kept.SESSION),
        {"device": "sessions.device", "opened_at": "sessions.opened_at", "seen_at": "sessions.seen_at",
         "ends_at": "sessions.ends_at", "expires_at": "sessions.expires_at", "role": "sessions.role",
         "proven_at": "sessions.proven_at", "acting": "sessions.by"},
        {"token": _OPENS, "account": _NAMES, "id": _NAMES, "version": _MACHINERY, "idle": _MACHINERY,
         "parent": "a session of the staff is not yours"},
        GOES,
    ),
    "work.paypal_orders": Holding(
        Mark(Category.PURCHASES, "ask PayPal for money once", Ground.CONTRACT, Kept.ORDER),
        {"payment": "gateway.payment_id", "paypal_order": "gateway.intent"},
        {"taking": _MACHINERY, "given_up": _MACHINERY, "made_at": "the facts of the payment say so as well",
         "generation": _MACHINERY, "held": "the facts of the payment say so as well", "renewing": _MACHINERY},
        Stays("ids of payments, there and here"),
    ),
    "work.stripe_setups": Holding(
        Mark(Category.PURCHASES, "have the payment provider keep a card once", Ground.CONSENT, Kept.ACCOUNT),
        {},
        {"adding": _NAMES, "intent": _NAMES, "given_up": _MACHINERY, "made_at": "the card's own row has it"},
        Stays("ids of tries, there and here: by them a card is forgotten there that is kept after all"),
    ),
    "work.stripe_intents": Holding(
        Mark(Category.PURCHASES, "ask the payment provider for money once", Ground.CONTRACT, Kept.ORDER),
        {"payment": "gateway.payment_id", "intent": "gateway.intent"},
        {"given_up": _MACHINERY, "made_at": "the facts of the payment say so as well", "generation": _MACHINERY,
         "before": _MACHINERY},
        Stays("ids of payments, there and here"),
    ),
}
"""Tables that speak of persons."""
