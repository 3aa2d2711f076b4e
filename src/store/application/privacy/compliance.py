"""The documents that the law asks for, written from the marks: what is processed why, and when it goes."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from store.application.privacy.elsewhere import ELSEWHERE
from store.application.privacy.holdings import HOLDINGS
from store.application.privacy.inventory import marked_fields
from store.domain.shared.aggregate import Event
from store.domain.shared.marks import UNTIL, Kept, Mark


class Entry(Struct, frozen=True):
    """One line of both documents: what is kept where, why, on what ground, and until when."""

    category: str
    purpose: str
    ground: str
    until: str
    places: tuple[str, ...]


_WHOSE: Final = {Kept.POST: "people who work here", Kept.PARTNER: "partners"}
_SHOPPERS: Final = "people who buy or have an account"
RECORD: Final = """\
# Record of processing

What the shop's software does with data of persons (article 30 GDPR). Written by `make privacy` from the marks in the
types of the facts and from the list of other places; a test fails when it is stale, and when a field or a table is on
neither. Who the controller is, who helps (host, mail, payment, carrier), and which countries data goes to, is each
shop's to add: the software sends data to nobody but the mail server, the payment provider, the carrier, the geocoding
service, the register of VAT numbers and the partners that are set.
"""
SEALED: Final = (
    "Facts (`context/what-happened-1: field`) are sealed with a key of each person before they are stored"
    " (AES-256-GCM); so are mails, second factors and copies of data. Passwords are Argon2id hashes, sessions and links"
    " SHA-256 of what their owners hold."
)
RETENTION: Final = """\
# What is kept for how long

Written by `make privacy` from the marks in the types; a test fails when it is stale. [The record of
processing](record-of-processing.md) says what for.
"""


def entries(events: Iterable[type[Event]]) -> list[Entry]:
    """All there is to say, what is the same said once."""
    places: dict[Mark, list[str]] = {}
    for found in marked_fields(events):
        if found.mark is not None:
            places.setdefault(found.mark, []).append(f"{found.tag}: {found.field}")
    for table, holding in HOLDINGS.items():
        places.setdefault(holding.mark, []).append(table)
    return [
        Entry(mark.category.value, mark.purpose, mark.ground.value, UNTIL[mark.kept], tuple(where))
        for mark, where in sorted(places.items(), key=lambda it: (it[0].category.value, it[0].purpose))
    ]


def record_of_processing(events: Iterable[type[Event]]) -> str:
    """The one document, as Markdown."""
    lines = [RECORD, "| data | kept to | ground, article 6 (1) | of whom | where |", "| --- | --- | --- | --- | --- |"]
    whose = {UNTIL[kept]: words for kept, words in _WHOSE.items()}
    lines += [
        f"| {it.category} | {it.purpose} | {it.ground} | {whose.get(it.until, _SHOPPERS)} |"
        f" {', '.join(f'`{place}`' for place in it.places)} |"
        for it in entries(events)
    ]
    lines += [
        "", SEALED, "", "## What is no table", "", *_elsewhere(),
    ]
    return "\n".join(lines) + "\n"


def retention(events: Iterable[type[Event]]) -> str:
    """The other one."""
    lines = [RETENTION, retention_table(events), "", "## What is no table", "", *_elsewhere()]
    return "\n".join(lines) + "\n"


def retention_table(events: Iterable[type[Event]]) -> str:
    """Until when what is kept, as Markdown: also below the privacy notice."""
    kept: dict[tuple[str, str], list[str]] = {}
    for it in entries(events):
        kept.setdefault((it.category, it.until), []).append(it.purpose)
    lines = ["| data | kept to | until when |", "| --- | --- | --- |"]
    lines += [f"| {what} | {'; '.join(purposes)} | {until} |" for (what, until), purposes in kept.items()]
    return "\n".join(lines)


def _elsewhere() -> Iterator[str]:
    for what, words in ELSEWHERE.items():
        yield f"- **{what[0].upper()}{what[1:]}**: {words}"
