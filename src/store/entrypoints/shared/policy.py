"""What browsers may load and run on a page: our own, and what hosts of the settings have for us."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders

CSP: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'{files}; style-src 'self'{files}; img-src 'self'"
    " data:{pictures}; font-src 'self'{files}; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'; manifest-src 'self'; frame-src 'self'; report-uri /reports/policy"
)


def host(address: str) -> str:
    """As the policy names whoever is at *address*."""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if address else ""


def widen(going: MutableScopeHeaders, more: Mapping[str, str]) -> None:
    """Let this one page load what it said it needs, by rule of the policy."""
    policy = going["content-security-policy"]
    for rule, hosts in more.items():
        policy = policy.replace(f"{rule} 'self'", f"{rule} 'self' {hosts}")
    going["content-security-policy"] = policy
