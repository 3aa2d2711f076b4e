"""Where a request really comes from, when proxies of ours stand in between."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
_MOST_HOPS: Final = 10
"""Proxies one behind the other; what is said beyond is nobody's word."""


class TrustedProxies(ASGIMiddleware):
    """Has the visitor's address stand where the proxy's stood, as far as a proxy that is trusted says so.

    Each proxy adds whom it heard from at the end of ``X-Forwarded-For``; what stands before may be made up by the
    visitor. So it is read from its end, for as long as the one who wrote is trusted.
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted: tuple[Network, ...] = tuple(ip_network(network) for network in trusted)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Look who it is, where somebody who may say so does."""
        client = scope.get("client")
        if client and self._trusted:
            scope["client"] = (self._visitor(client[0], Headers.from_scope(scope)), client[1])
        await next_app(scope, receive, send)

    def _visitor(self, peer: str, headers: Headers) -> str:
        visitor = _address(peer)
        if visitor is None:
            return peer
        hops = ",".join(headers.getall("x-forwarded-for", [])).split(",")
        for hop in reversed(hops[-_MOST_HOPS:]):
            if not self._trusts(visitor):
                break
            said = _address(hop.strip())
            if said is None:
                break
            visitor = said
        return str(visitor)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Address | None:
    """*text* as an address: some proxies put a port behind it, and brackets around it."""
    bare = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
