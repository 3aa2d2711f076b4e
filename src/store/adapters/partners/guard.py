"""Where facts may be sent: to public addresses by https, and to networks that the operator names.

Whoever can have the shop call an address could have it call what only the shop can reach (server-side request
forgery): other services of its network, the machine itself, the metadata service of a cloud. So an address is judged
twice: as it is written, and each time it is used by what its name leads to.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from store.application.partners.errors import AddressRefused

Network: TypeAlias = IPv4Network | IPv6Network
Machine: TypeAlias = IPv4Address | IPv6Address

LONGEST: Final = 500
HTTPS, FIRST_FREE = 443, 1024
_WRITTEN: Final = re.compile(r"https?://[!-\[\]-~]+")
"""Signs of ASCII that can be seen, and no backslash: browsers and libraries read that one in two ways."""
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_NOT_PUBLIC: Final = tuple(map(ip_network, (
    "192.0.0.0/24", "192.88.99.0/24",  # one cloud has its metadata service in the first
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",  # tunnels and documentation
)))
"""Beside what Python knows, whose list differs from version to version."""
_WORLD: Final = IPv6Network("2000::/3")
"""All of IPv6 that is given out. Outside of it are, among others, addresses that hold one of IPv4."""


class Target(Struct, frozen=True):
    """An address taken apart. ``host`` goes into the TLS handshake, ``authority`` into the header Host."""

    host: str
    port: int
    path: str
    tls: bool

    @property
    def authority(self) -> str:
        """Host and port, as the header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (HTTPS if self.tls else 80) else f"{host}:{self.port}"


def target_of(address: str, allowed: Sequence[Network]) -> Target:
    """What *address* names, judged by how it is written.

    :raises AddressRefused: if it can be seen that facts may not be sent there.
    """
    if len(address) > LONGEST or not _WRITTEN.fullmatch(address):
        raise AddressRefused("write it as https://partner.example/path, in up to 500 signs of ASCII")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("its host or its port is not one") from None
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("it holds a login; put what proves who we are into its path")
    if parts.fragment:
        raise AddressRefused("what comes after # is never sent")
    machine = _machine(host)
    if machine is None and not _HOST.fullmatch(host):
        raise AddressRefused("its host is not one; write names of other scripts in punycode")
    tls = parts.scheme == "https"
    target = Target(host, port or (HTTPS if tls else 80), (parts.path or "/") + (f"?{parts.query}" * bool(parts.query)),
                    tls)
    if machine is not None:
        expect_reachable(target, [machine], allowed)
    elif not tls and not allowed:
        raise AddressRefused("it has to begin with https")
    return target


def expect_reachable(target: Target, machines: Iterable[Machine], allowed: Sequence[Network]) -> None:
    """Refuse *target* unless facts may be sent to each of the *machines* that its name leads to.

    :raises AddressRefused: without naming the machine: whoever asks shall not learn what names mean in our network.
    """
    machines = list(machines)
    if not machines:
        raise AddressRefused("its name leads nowhere")
    if all(any(machine in network for network in allowed) for machine in machines):
        return
    if not all(map(is_public, machines)):
        raise AddressRefused("it leads into a network that is not public")
    if not target.tls:
        raise AddressRefused("it has to begin with https")
    if target.port != HTTPS and target.port < FIRST_FREE:
        raise AddressRefused("its port belongs to something else than the web; take 443 or one from 1024 on")


def is_public(machine: Machine) -> bool:
    """Whether everybody may reach *machine*: nothing private, local, shared by carriers, multicast or reserved."""
    if any(machine in network for network in _NOT_PUBLIC):
        return False
    if isinstance(machine, IPv6Address) and (machine.scope_id or machine not in _WORLD):
        return False
    return machine.is_global and not (machine.is_multicast or machine.is_reserved or machine.is_unspecified)


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks as they are written in settings."""
    return tuple(ip_network(text) for text in texts)


def _machine(host: str) -> Machine | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
