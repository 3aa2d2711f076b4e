"""Which requests are a visitor's at all, and which come from the same one, as far as counting goes."""

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from litestar import Request

from store.entrypoints.shared.permissions import Principal

_ROBOTS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|headless|lighthouse|archiv|scrap|monitor|pingdom",
    re.IGNORECASE,
)
_PREFETCHES: Final = ("purpose", "sec-purpose", "x-moz")
_OFFICE: Final = re.compile(r"https?://[^/?#]+/backoffice")


def network_of(host: str) -> str:
    """The network somebody asks from: what one household or one machine in a data centre can't have many of."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and (mapped := address.ipv4_mapped):
        address = mapped
    return str(ip_network((str(address), 48 if isinstance(address, IPv6Address) else 24), strict=False))


def is_nobody(request: Request[Any, Any, Any]) -> bool:
    """Robots that say so, browsers that look ahead, and staff, as a customer or coming from their desk."""
    who: Principal = request.state.principal
    headers = request.headers
    return bool(
        who.acting_for or _ROBOTS.search(headers.get("user-agent", ""))
        or any(headers.get(name, "").startswith(("prefetch", "preview")) for name in _PREFETCHES)
        or _OFFICE.match(headers.get("referer", ""))
    )
