"""Addresses of other machines that would be spoken to without TLS, so that whoever is on the way could read along."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from store.entrypoints.wiring.settings import Settings

OF_BROWSERS: Final = frozenset({"base_url", "media_url", "static_url"})
"""Where people reach the shop: the shop itself goes to all the others."""
_SEALED: Final = frozenset({"https", "rediss", "smtps", "s3"})
_POSTGRES: Final = frozenset({"require", "verify-ca", "verify-full"})
"""What of ``sslmode`` goes by TLS or not at all (libpq, 34.1.2)."""
_HOW: Final = {
    "postgresql": "Add ?sslmode=verify-full to it.", "postgres": "Add ?sslmode=verify-full to it.",
    "redis": "Write rediss:// there.", "smtp": "Leave security=none out.", "http": "Write https:// there.",
}


def in_the_clear(settings: Settings) -> Iterator[tuple[str, str, bool]]:
    """The setting, what to do about it, and whether such a way was allowed (``STORE_PLAINTEXT_ALLOW``)."""
    for name in settings.__struct_fields__:
        address = str(getattr(settings, name)) if name.endswith("_url") else ""
        scheme = urlsplit(address).scheme
        hosts = [host for host in _hosts(address) if not _is_here(host)]
        if hosts and not _by_tls(address):
            allowed = all(_is_among(host, settings.plaintext_allow) for host in hosts)
            yield name, _HOW.get(scheme, _HOW["http"]), allowed


def refused(settings: Settings) -> list[str]:
    """A sentence for each that stops the start. None repeats the address: there is a password in it."""
    return [
        f"STORE_{name.upper()} leads to another machine without TLS. {how} If nobody else is on that way, name the host"
        " in STORE_PLAINTEXT_ALLOW." for name, how, allowed in in_the_clear(settings)
        if not allowed and name not in OF_BROWSERS
    ]


def _by_tls(address: str) -> bool:
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    if parts.scheme.startswith("postgres"):
        return bool(_POSTGRES.intersection(asked.get("sslmode", ())))
    return parts.scheme in _SEALED or (parts.scheme == "smtp" and "none" not in asked.get("security", ()))


def _hosts(address: str) -> Iterator[str]:
    """All that it names: for Postgres these may be several, or stand behind the question mark. Sockets are none."""
    parts = urlsplit(address)
    named = [parts.netloc.rpartition("@")[2]]
    if parts.scheme.startswith("postgres"):
        asked = parse_qs(parts.query)
        named += [*asked.get("host", ()), *asked.get("hostaddr", ())]
    for one in ",".join(named).split(","):
        host = unquote(urlsplit(f"//{one}").hostname or "")
        if host and not host.startswith("/"):
            yield host


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_among(host: str, allowed: tuple[str, ...]) -> bool:
    """By its name as it is written, or by its network where it is written in numbers: nothing is looked up."""
    try:
        address = ip_address(host)
    except ValueError:
        return host in allowed
    return host in allowed or any(address in ip_network(one) for one in allowed if "/" in one)
