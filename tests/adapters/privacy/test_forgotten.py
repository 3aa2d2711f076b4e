"""Somebody is forgotten: not a byte of them is left anywhere, that is proven, and the books are right."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from store.adapters.privacy.places import COPIES, SWEPT
from store.application.privacy.messages import EraseBuyer, GetErasure, GoOnErasing, HoldOrder
from store.application.privacy.steps import DecideErasure, OpenDeparture
from store.application.shared.bus import Caller
from store.domain.payments.errors import CardDeclined
from store.domain.privacy.events import Ground
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import Sku, order_of, subject_of
from store.domain.shared.personal import Erased
from tests.adapters.privacy.somebody import EMAIL, GUEST_EMAIL, NAME, WORDS, Somebody, open_shop
from tests.checker.checker import check
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure reaches every place"),
]
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""


@pytest.fixture
def shop(migrated_url, tmp_path):
    with open_shop(migrated_url, tmp_path) as found:
        yield found


def dumped(url):
    """Every row of every table, as the database writes them out."""
    with psycopg.connect(url) as db:
        for schema, table in db.execute(_TABLES).fetchall():
            name = sql.Identifier(schema, table)
            with db.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(name)) as rows:
                yield f"{schema}.{table}", b"".join(bytes(row) for row in rows)


def files(folder):
    for file in Path(folder).rglob("*"):
        if file.is_file():
            yield str(file), file.read_bytes()


def readable(url, folder, words=WORDS):
    """Where one of *words* can be read."""
    return sorted({
        (place, word) for place, content in [*dumped(url), *files(folder)] for word in words
        if word.encode() in content
    })


def rows_about(url, ids):
    """In which tables one of *ids* stands."""
    return {place for place, content in dumped(url) if any(str(id).encode() in content for id in ids)}


@pytest.mark.requirement("R10.2")
@pytest.mark.requirement("R10.4")
def test_not_a_byte_of_whoever_goes_is_left_and_the_books_are_right(shop, migrated_url, tmp_path):
    it, ann = shop.it, Somebody(shop)
    order = shop.buys(EMAIL, ann.account, key="once")
    ann.mail()
    shop.ships(order.number)
    runner = it.runner()
    settle(it)
    for model in ("people", "buyers"):
        runner.builds.rebuild(model)
        runner.builds.switch(model)  # a copy is kept for switching back
        runner.builds.rebuild(model)  # and another one is built anew
    with it.pool().connection() as db:
        db.execute("INSERT INTO work.questions_asked (id, actor, through, statement) VALUES (%s, 'a', 'page', %s)",
                   (UUID(int=7), f"SELECT 1 -- {EMAIL} {NAME}"))
        looked_for = f"who is {NAME}".casefold()
        db.execute("INSERT INTO work.searches (day, query, words) VALUES (now()::date, 'x', %s)", (looked_for,))
        db.execute("INSERT INTO work.searches_hidden (words) VALUES (%s)", (looked_for,))
    for sku, email, account in (("GONE", EMAIL, ann.account), ("SOLD-OUT", EMAIL.upper(), None)):
        it.waiting().ask(Sku(sku), email, account, it.clock().now())
    it.recordings().flush()
    before = {table for table, content in dumped(migrated_url) if content}
    assert {"work.mails", "work.outbox", "work.recordings", "work.recovery_codes", "work.second_factors"} <= before
    assert {"read_kept.person_grams", "read_next.person_grams", "read_kept.buyers"} <= before
    pictures = list((tmp_path / "media").rglob("*.webp"))
    assert pictures
    assert readable(migrated_url, tmp_path) == [
        ("work.questions_asked", word) for word in ("Quillfeather", "Unmistakable", "Zachariasine", EMAIL)
    ], "all else is sealed"
    ann.leaves()
    shop.waits(days=366 * 12)  # and the law wants nothing of the order any more
    shop.undertakes()
    standing = ann.standing()
    assert (standing.state, len(standing.parts), len(standing.keys)) == ("completed", 1, 2)

    assert readable(migrated_url, tmp_path) == []
    assert not any(file.exists() for file in pictures)
    subjects = [key.subject for key in standing.keys]
    ids = [ann.account, *subjects]
    assert rows_about(migrated_url, ids) <= {
        *(f"log.events_{n}" for n in range(4)), "work.erasure_proofs", "read.orders_2026", "read.activity_things",
        "read.activity", "read.erasures",
    }, "ids in facts, and nothing else"
    for table in (f"{schema}.{name}" for schema in ("read", "read_kept", "read_next") for name in COPIES):
        content = dict(dumped(migrated_url)).get(table, b"")
        assert content == b"" or table.endswith("gram_counts"), table
    [proof] = ann.proofs()
    removed = {place.place: place.count for place in proof.removed}
    assert {place.table for place in SWEPT} <= set(removed)
    assert removed["pictures"] == 4
    assert all(removed[place] > 0 for place in (
        "read.person_grams", "read_kept.person_grams", "read_next.person_grams", "read.buyers", "read_kept.buyers",
        "work.credentials", "work.blind_index", "work.mails", "work.outbox", "work.recordings", "work.second_factors",
        "work.recovery_codes", "work.questions_asked", "work.searches", "work.searches_hidden",
    )), removed
    assert removed["work.waiting"] == 2, "as somebody with an account, and as a guest"
    assert {(fact.tag, fact.fields) for fact in proof.facts} >= {
        ("identity/registered-1", ("email", "family_name", "given_name")),
        ("notifications/phone-given-1", ("phone",)), ("customers/address-added-1", ("address",)),
        ("ordering/placed-1", ("address", "email")), ("identity/picture-changed-1", ("picture",)),
    }
    assert all(len(key.fingerprint) == 32 for key in proof.keys)
    assert not any(word.encode() in proof.text for word in WORDS)
    assert ann.checked().faults == []
    assert (ann.checked().keys, ann.checked().facts) == (2, len(proof.facts))
    verified, _ = it.verifier().verify()
    assert verified.faults == []
    with it.pool().connection() as db:
        assert db.execute("SELECT count(*) FROM read.offences").fetchone() == (0,), "the laws of conservation hold"
    assert check(migrated_url, tmp_path / "sandbox" / "gateway.sqlite3") == []


def test_every_fact_that_names_somebody_stands_in_the_proof(shop, migrated_url):
    """What is looked for in the whole log is what the account's own streams hold, and no more."""
    ann = Somebody(shop)
    ann.leaves()
    shop.undertakes()
    [proof] = ann.proofs()
    with psycopg.connect(migrated_url) as db:
        sealed = db.execute(
            "SELECT e.stream, e.version, array_agg(f.key ORDER BY f.key) FROM log.events e,"
            " jsonb_each(e.state::jsonb) f WHERE f.value ->> 'subject' = %s AND f.value ? 'sealed' GROUP BY 1, 2",
            (str(subject_of(ann.account)),),
        ).fetchall()
    assert {(fact.stream, fact.version, fact.fields) for fact in proof.facts} == {
        (stream, version, tuple(fields)) for stream, version, fields in sealed
    }


def test_papers_stay_until_the_law_is_content_and_then_go_with_a_proof_of_their_own(shop, migrated_url, tmp_path):
    ann = Somebody(shop)
    kept, open_one = shop.buys(EMAIL, ann.account), shop.buys(EMAIL, ann.account)
    shop.ships(kept.number)
    ann.leaves()
    shop.undertakes()
    standing = ann.standing()
    assert standing.state == "deferred"
    assert {(it.because.value, it.until.year if it.until else None, it.order_number) for it in standing.waiting} == {
        ("retention", 2037, kept.number), ("open_order", None, open_one.number),
    }
    assert shop.it.keys().find(subject_of(ann.account)) is None
    assert readable(migrated_url, tmp_path) == [], "what stays is sealed"
    order = shop.it.journal().read([order_of(kept.number)])[order_of(kept.number)].events[0]
    assert order.address.value.name == NAME
    shop.ships(open_one.number)
    shop.undertakes()
    assert {it.because.value for it in ann.standing().waiting} == {"retention"}
    shop.waits(days=366 * 11)
    shop.undertakes()
    assert ann.standing().state == "completed"
    assert [part.subjects for part in ann.standing().parts] == [1, 2]
    assert ann.checked().faults == []
    order = shop.it.journal().read([order_of(kept.number)])[order_of(kept.number)].events[0]
    assert isinstance(order.address.value, Erased)
    assert order.totals.total.minor > 0
    assert shop.it.verifier().verify()[0].faults == []


def test_what_was_swept_before_a_crash_counts_and_counts_once(shop):
    ann = Somebody(shop)
    ann.leaves()
    by = Caller(actor="system:test", correlation=UUID(int=1))
    erasure = shop.it.bus().transact(OpenDeparture(account_id=ann.account), by, None, final=False).outcome
    doomed = shop.it.bus().transact(DecideErasure(erasure_id=erasure, orders=()), by, None, final=False).outcome
    first = shop.it.traces().sweep(doomed.whom)
    assert ann.standing().state == "under_way"
    assert shop.it.keys().find(subject_of(ann.account)), "it died before the key went"
    settle(shop.it)
    shop.undertakes()
    [proof] = ann.proofs()
    assert {place.place: place.count for place in first} == {place.place: place.count for place in proof.removed}
    assert shop.it.keys().find(subject_of(ann.account)) is None
    assert ann.checked().faults == []


def test_of_a_hold_and_an_erasure_at_one_moment_one_is_first(shop):
    """Whoever may keep it has it, and whoever comes too late is told so: never both, never neither."""
    came = set()
    for number in range(6):
        email = f"race-{number}@example.org"
        order = declined(shop, email)
        settle(shop.it)
        erasure = shop.do(EraseBuyer(number=order.number, email=email, ground=Ground.ASKED, reason="By letter"))
        subject = order.email.subject
        with ThreadPoolExecutor(2) as at_once:
            going = at_once.submit(shop.do, GoOnErasing(erasure_id=erasure))
            holding = at_once.submit(shop.do, HoldOrder(number=order.number, reason="Lawsuit"))
            going.result()
            late = isinstance(holding.exception(), AlreadyErased)
            assert late or holding.exception() is None
        assert (shop.it.keys().find(subject) is None) == late
        came.add(late)
    assert came


def declined(shop, email):
    """An order that came to nothing, of which the law wants nothing."""
    with pytest.raises(CardDeclined):
        shop.buys(email, card="decline")
    with shop.it.pool().connection() as db:
        [stream] = db.execute(
            "SELECT stream FROM log.events WHERE tag = 'ordering/placed-1' ORDER BY position DESC LIMIT 1",
        ).fetchone()
    return shop.it.journal().read([stream])[stream].events[0]


def test_a_proof_that_was_altered_is_found_out(shop):
    ann = Somebody(shop)
    subject, keys = subject_of(ann.account), shop.it.keys()
    [key] = keys._db.execute("SELECT * FROM keys WHERE subject = ?", (subject.bytes,))
    ann.leaves()
    shop.undertakes()
    with shop.it.pool().connection() as db:
        db.execute("UPDATE work.erasure_proofs SET document = replace(document, '\"email\"', '\"none\"')")
    assert [fault.words for fault in ann.checked().faults] == [
        "the proof is not the one whose digest stands in the log",
    ]
    with shop.it.pool().connection() as db:
        db.execute("UPDATE work.erasure_proofs SET document = replace(document, '\"none\"', '\"email\"')")
    assert ann.checked().faults == []
    keys._db.execute("INSERT INTO keys VALUES (?, ?)", key)
    assert [fault.words for fault in ann.checked().faults] == [f"the key of {subject} is there"]


def test_what_was_bought_as_a_guest_under_a_proven_address_goes_with_the_account(shop):
    ann = Somebody(shop)
    before, under, other = shop.buys(EMAIL), shop.buys(GUEST_EMAIL, ann.account), shop.buys(GUEST_EMAIL)
    ann.leaves()
    shop.undertakes()
    assert {waits.order_number for waits in ann.standing().waiting} == {before.number, under.number}
    assert other.number


def test_a_guest_is_forgotten_in_all_orders_of_that_address(shop, migrated_url, tmp_path):
    one, two = shop.buys(GUEST_EMAIL), shop.buys(GUEST_EMAIL)
    shop.people.joins("else@example.org")
    other = shop.buys("else@example.org")
    for order in (one, two, other):
        shop.ships(order.number)
    shop.waits(days=366 * 11)
    settle(shop.it)
    id = shop.do(EraseBuyer(
        number=two.number, email=GUEST_EMAIL.upper(), ground=Ground.ASKED, reason="By letter, with a copy of the order",
    ))
    shop.undertakes()
    events = {
        it.number: shop.it.journal().read([order_of(it.number)])[order_of(it.number)].events[0]
        for it in (one, two, other)
    }
    assert [isinstance(fact.email.value, Erased) for fact in events.values()] == [True, True, False]
    assert readable(migrated_url, tmp_path) == []
    view = shop.ask(GetErasure(erasure_id=id, persons=True))
    assert (view.state, view.number, view.reason, len(view.keys)) == ("completed", two.number, None, 2)
