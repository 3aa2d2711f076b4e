"""Nothing of a person is kept that nobody declared: no field of a fact, no table, no column."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import pytest

from store.adapters.audit.recordings_postgres import DAYS
from store.adapters.browsing.searches_postgres import NAMES_KEPT
from store.adapters.drivers.tidying import KEPT
from store.adapters.privacy.texts import FirstTexts
from store.application.browsing.looked_for import NAMED_BY
from store.application.identity.ports import IDLE, LONGEST
from store.application.privacy.elsewhere import ELSEWHERE, OF_NOBODY
from store.application.privacy.holdings import HOLDINGS
from store.application.privacy.inventory import NOT_OF_PERSONS, marked_fields, suspicious_fields
from store.application.processes.gathering_data import OWN
from store.domain.identity.events import Role
from store.domain.identity.moving import GIVEN_BACK_FOR
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.partners.webhook import Webhook
from store.domain.privacy.erasure import Erasure
from store.domain.privacy.hold import LegalHold
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.aggregate import Event
from store.domain.shared.marks import UNTIL, Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.register import EVENTS, KINDS
from tests.architecture.privacy import FOLDER, PAGES

SCHEMA = (Path(__file__).parents[2] / "docs/schema.md").read_text()
TABLES = {
    name: set(re.findall(r"^\| `(\w+)` \|", columns, re.MULTILINE))
    for name, columns in re.findall(r"^### ((?:log|read|work)\.\w+)\n(.*?)(?=^##|\Z)", SCHEMA, re.MULTILINE | re.DOTALL)
}
"""As the page on the schema has them, which a test compares with a migrated database."""

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.4", "all that is personal is declared")]


def test_every_personal_field_says_what_it_is_for():
    assert len(marked_fields(EVENTS)) > 15
    assert not [f"{it.tag}: {it.field}" for it in marked_fields(EVENTS) if it.mark is None]


def test_text_that_looks_personal_is_sealed_or_says_why_not():
    assert set(suspicious_fields(EVENTS)) == set(NOT_OF_PERSONS)


@pytest.mark.parametrize("who", [
    "mail server", "payment provider", "carrier", "geocoding service", "register of VAT numbers", "partners",
])
def test_the_record_names_everybody_whom_the_software_sends_data_to(who):
    said = " ".join(PAGES["record-of-processing.md"](EVENTS).split())
    assert who in said.partition("sends data to nobody but")[2].partition(".")[0]


def test_what_nobody_declared_is_noticed():
    class Told(Event, frozen=True, tag="tests/told-1"):
        email: Personal[str]
        name: Annotated[Personal[str], Mark(Category.NAME, "show that it works", Ground.CONSENT, Kept.ACCOUNT)]
        ip_address: str
        by: dict[str, str]

    assert [it.field for it in marked_fields([Told]) if it.mark is None] == ["email"]
    assert suspicious_fields([Told]) == ["tests/told-1/ip_address"]


def test_every_table_is_declared():
    assert len(TABLES) > 40
    assert set(TABLES) == set(HOLDINGS) | set(OF_NOBODY)
    assert not set(HOLDINGS) & set(OF_NOBODY)


@pytest.mark.parametrize("table", HOLDINGS)
def test_every_column_of_a_table_that_speaks_of_persons_is_in_the_copy_or_says_why_not(table):
    shown, withheld = HOLDINGS[table].shown, HOLDINGS[table].withheld
    assert set(shown) | set(withheld) == TABLES[table]
    assert not set(shown) & set(withheld)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", place) for place in shown.values())
    assert all(withheld.values())


def test_every_personal_field_of_a_shopper_stands_in_a_thing_that_a_copy_is_made_of():
    of = {tag: kind.aggregate for kind in KINDS.values() for tag in kind.tags}
    assert {of[it.tag] for it in marked_fields(EVENTS)} - OWN == {Webhook, Erasure, LegalHold}, (
        "a partner's system is no shopper, and why staff did something is asked for by letter, as the copy says"
    )


def test_a_table_that_has_an_account_in_it_speaks_of_persons():
    speaking = {"account", "subject", "owner", "actor", "email", "phone", "device", "principal", "ip", "agent"}
    staff = {"read.offences": "subject", "work.questions_asked": "actor", "work.imports": "actor",
             "work.payment_findings": "actor", "read.ledger": "account", "read.ledger_days": "account"}
    found = {(table, column) for table in OF_NOBODY for column in TABLES[table] & speaking}
    assert found == set(staff.items()), "an order's number, who of the staff asked or sent, accounts of the ledger"


def test_the_sentences_have_the_numbers_of_the_rules():
    assert str(SECOND_THOUGHTS.days) in UNTIL[Kept.ACCOUNT]
    numbers = [IDLE[Role.CUSTOMER].days, LONGEST[Role.CUSTOMER].days, IDLE[Role.ADMIN] // timedelta(hours=1),
               LONGEST[Role.ADMIN].days]
    assert re.findall(r"\d+", UNTIL[Kept.SESSION]) == [str(number) for number in numbers]
    assert str(GIVEN_BACK_FOR.days) in UNTIL[Kept.LINK]
    assert (KEPT, DAYS) == (2, 7)
    assert (UNTIL[Kept.DAYS][:3], UNTIL[Kept.WEEK][:5]) == ("Two", "Seven")
    assert set(UNTIL) == set(Kept)


def test_the_notice_says_that_searches_are_counted_without_persons():
    notice = " ".join(FirstTexts().of(DocumentKind.PRIVACY).split())
    assert f"once {NAMED_BY} visitors of one day used the same, for {NAMES_KEPT.days} days" in notice
    for words in ("without whose search it was", "made anew for each search and each day, is kept until the next day"):
        assert words in notice


def test_nothing_that_leads_back_to_a_machine_stands_beside_facts():
    from store.application.shared.bus import Caller

    assert set(Caller.__struct_fields__) == {
        "actor", "correlation", "causation", "request_id", "reason", "acting_for"
    }, "what is written beside facts changed: declare it in elsewhere.ELSEWHERE"
    assert "what is written beside facts" in ELSEWHERE


@pytest.mark.story("US-10.4", "compliance is documented")
@pytest.mark.parametrize("name", PAGES)
def test_the_documents_are_what_the_marks_say(name):
    assert (FOLDER / name).read_text() == PAGES[name](EVENTS), "`make privacy` writes docs/privacy anew"
