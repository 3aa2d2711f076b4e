"""A copy of somebody's data as a ZIP: JSON for programs, CSV for spreadsheets, and a page in plain words."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import json

from store.adapters.drivers.formulas import harmless
from store.application.privacy.copy_ports import Gathered, Row

ABOUT: Final = {
    "account": "Who you are to us, and how your account stands.",
    "addresses": "The addresses you keep here.",
    "orders": "What you bought while you were logged in: where it went, and what it came to.",
    "order_lines": "The goods in these orders, as they were called and priced then.",
    "parcels": "In which parcels these goods were sent, and when they were there.",
    "payments": "How these orders were paid. Card numbers never reach us.",
    "returns": "What you sent back of these orders, or wanted to, and what you wrote about it.",
    "credit": "What you were granted to spend here, and how much of all of it is left.",
    "papers": "Invoices and credit notes of these orders, and to whom they are made out.",
    "carts": "What you put into a cart while you were logged in.",
    "preferences": "What you want to be told, by which way, and the words you agreed to.",
    "consents": "What else you agreed to or took back: when, where, and in which version.",
    "sessions": "Where you are logged in.",
    "programs": "When programs that act for you last exchanged their access.",
    "second_factor": "Whether you have a second factor. Its secret stays with us and your app.",
    "letters": "What we told you or were to tell you, and what became of it.",
    "links": "Links in letters to you, without their secrets.",
    "addresses_kept": "That e-mail addresses are yours, or were.",
    "waiting_for": "Goods you wait for, and when we told you that they are back.",
    "repeatable_requests": "Requests of programs that act for you, of the last two days.",
    "copies": "Copies like this one.",
    "gateway": "What the payment provider calls these payments.",
    "history": "What happened to your account, in sentences.",
    "facts": "Everything above once more, as it is written down here: fact by fact, the oldest first.",
}
_README: Final = """\
A COPY OF YOUR DATA
Made on {made_at}

data.json holds everything, for programs. Each .csv file holds one part of it, for a spreadsheet.
{parts}
{files}
What is not in here, and why:
- Secrets that open doors: your password (we keep only a hash of it), sessions, links, the second factor.
- Digests of what is in here, by which we find things; and the inner workings of our machines.
- Names of the people who work for us. Where they did something, it says "the shop".
- What our staff wrote about why they did something: it may speak of others. Ask us for it.
- Orders that you placed without being logged in: they belong to no account. The link in their mails opens them.

A field that says "erased" was forgotten for good. A text that begins with an apostrophe before =, +, - or @ has it so
that no spreadsheet takes it for a formula. Times are in UTC.

This copy is kept for seven days, sealed with a key of yours, and then deleted.
"""


class ZipPacking:
    """A :class:`~store.application.privacy.copy_ports.Packing`."""

    def pack(self, gathered: Gathered) -> bytes:
        """Everything in memory: what one person has here is small."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as file:
            put = _into(file, gathered.made_at)
            put("README.txt", _readme(gathered).encode())
            whole = {"made_at": gathered.made_at, "files": sorted(gathered.files)} | dict(gathered.sections)
            put("data.json", json.format(json.encode(whole)))
            for name, rows in gathered.sections.items():
                put(f"{name}.csv", sheet(rows).encode())
            for name, data in gathered.files.items():
                put(f"files/{name}", data)
        return out.getvalue()


def _into(file: ZipFile, made_at: datetime) -> Any:
    def put(name: str, data: bytes) -> None:
        about = ZipInfo(name, made_at.timetuple()[:6])
        about.external_attr = 0o600 << 16
        file.writestr(about, data, ZIP_DEFLATED)

    return put


def _readme(gathered: Gathered) -> str:
    parts = "".join(f"\n{name}.csv ({len(rows)}): {ABOUT[name]}" for name, rows in gathered.sections.items())
    files = "".join(f"\nfiles/{name}: your picture" for name in sorted(gathered.files))
    return _README.format(made_at=f"{gathered.made_at:%d %B %Y, %H:%M} UTC", parts=parts, files=files + "\n")


def sheet(rows: Sequence[Row]) -> str:
    """Rows as CSV; what is nested becomes columns, and lists become text."""
    flat = [dict(_flat("", row)) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    out = StringIO(newline="")
    writer = csv.writer(out)
    if columns:
        writer.writerow([harmless(column) for column in columns])
    writer.writerows([[_cell(row.get(column)) for column in columns] for row in flat])
    return out.getvalue()


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(f"{prefix}{name}.", inner)
        else:
            yield f"{prefix}{name}", inner


def _cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case str():
            return harmless(value)
        case datetime():
            return value.isoformat()
        case _:
            return harmless(json.encode(value).decode())
