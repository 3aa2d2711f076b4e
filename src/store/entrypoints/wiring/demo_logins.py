"""Who can log in to the demo shop with a password everybody knows, and where that is all right."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from store.entrypoints.wiring.settings import Settings

EMAIL: Final = "staff@example.com"
NAME: Final = "Demo Staff"
PASSWORD: Final = "a-shop-to-play-with"  # noqa: S105 - opens a demo shop that only this machine reaches, see below


def known_password_stands(settings: Settings) -> bool:
    """Whether the demo password may open anything: a demo shop nobody reaches from another machine."""
    public = urlsplit(settings.base_url).hostname
    return settings.demo and _this_machine(settings.host) and (public is None or _this_machine(public))


def refused_passwords(settings: Settings) -> tuple[str, ...]:
    """Passwords that open nothing in this shop, whatever was set while it was another."""
    return () if known_password_stands(settings) else (PASSWORD,)


def demo_logins(settings: Settings) -> list[tuple[str, str, str]]:
    """What the welcome shows: who, the name to type, and the password or where to get one."""
    if not settings.demo:
        return []
    known = known_password_stands(settings)
    return [("Staff", EMAIL, PASSWORD if known else "(said when it was made; `store staff password` sets another)")]


def _this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
