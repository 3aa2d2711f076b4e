"""Whether what the shop says to other machines, and they to it, can be read on the way."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, urlsplit

from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.settings import Settings

_SEALED: Final = frozenset({"https", "rediss", "smtps"})
_POSTGRES: Final = frozenset({"require", "verify-ca", "verify-full"})
"""What of ``sslmode`` goes by TLS or not at all (libpq, 34.1.2)."""
_HOW: Final = {
    "postgresql": "Add ?sslmode=verify-full to it.", "postgres": "Add ?sslmode=verify-full to it.",
    "redis": "Write rediss:// there.", "smtp": "Leave security=none out.", "http": "Write https:// there.",
}


def on_the_way(settings: Settings) -> Iterator[Check]:
    """Each address of another machine that would be spoken to in the clear; one line if there is none."""
    open_to_all = [name for name, address in _addresses(settings).items() if _in_the_clear(address)]
    for name in open_to_all:
        kind = urlsplit(_addresses(settings)[name]).scheme
        yield Check(
            "encryption", "warning", f"STORE_{name.upper()} leads to another machine without TLS",
            f"Whoever is on the way can read along. {_HOW.get(kind, _HOW['http'])}",
        )
    if not open_to_all:
        yield Check("encryption", "ok", "whatever leaves this machine goes by TLS")


def _addresses(settings: Settings) -> dict[str, str]:
    names = (name for name in settings.__struct_fields__ if name.endswith("_url"))
    return {name: value for name in names if (value := str(getattr(settings, name)))}


def _in_the_clear(address: str) -> bool:
    parts = urlsplit(address.removeprefix("s3+"))
    if not parts.hostname or _is_here(parts.hostname) or parts.scheme in _SEALED | {"s3"}:
        return False
    asked = parse_qs(parts.query)
    if parts.scheme.startswith("postgres"):
        return not _POSTGRES.intersection(asked.get("sslmode", ()))
    return parts.scheme != "smtp" or "none" in asked.get("security", ())


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
