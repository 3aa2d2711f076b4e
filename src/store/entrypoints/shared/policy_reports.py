"""``/reports/policy``: browsers say that a page tried what its policy forbids."""

from typing import Any, Final

import structlog
from litestar import post
from litestar.di import NamedDependency
from msgspec import DecodeError, json
from prometheus_client import CollectorRegistry, Counter

from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to

AT: Final = "/reports/policy"
LARGEST: Final = 16_000
MOST: Final = 20
"""Reports in one body; browsers send them by and by."""
OTHER: Final = "other"
_RULES: Final = frozenset({
    "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr",
    "img-src", "font-src", "connect-src", "form-action", "base-uri", "frame-ancestors", "frame-src", "manifest-src",
})
_BLOCKED: Final = frozenset({"inline", "eval", "data", "blob"})


class PolicyReports:
    """Counts them by rule and by kind of what was stopped. All else in a report is a stranger's word, and may name
    somebody's order: it is neither kept nor logged.
    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.counted = Counter(
            "store_policy_violations", "What browsers stopped on our pages, by rule of the policy and kind.",
            ("rule", "blocked"), registry=registry,
        )

    def count(self, body: bytes) -> int:
        """How many reports *body* holds; what is none counts as none."""
        found = _reports(body)[:MOST]
        for rule, blocked in found:
            self.counted.labels(rule, blocked).inc()
            structlog.get_logger().warning("policy violated", rule=rule, blocked=blocked)
        return len(found)


@post(AT, opt=open_to(Permission.PUBLIC), status_code=204, include_in_schema=False, request_max_body_size=LARGEST)
async def policy_reports(
    request: AnyRequest, reports: NamedDependency[PolicyReports], limits: NamedDependency[RateLimits]
) -> None:
    """Count it. Nobody is told whether it was understood."""
    await limits.spend(WRITING, request)
    reports.count(await request.body())


def _reports(body: bytes) -> list[tuple[str, str]]:
    """The rule and the kind in each, in the older form of browsers and in the newer one."""
    try:
        told = json.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return []
    match told:
        case {"csp-report": dict(one)}:
            return [_in_short(one, "effective-directive", "blocked-uri")]
        case [*several]:
            return [
                _in_short(one["body"], "effectiveDirective", "blockedURL") for one in several
                if isinstance(one, dict) and one.get("type") == "csp-violation" and isinstance(one.get("body"), dict)
            ]
        case _:
            return []


def _in_short(report: dict[str, Any], rule: str, blocked: str) -> tuple[str, str]:
    """In words of a list: a report can name nothing that isn't in it."""
    said, what = report.get(rule), report.get(blocked)
    return (
        said if isinstance(said, str) and said in _RULES else OTHER,
        what if isinstance(what, str) and what in _BLOCKED else OTHER,
    )
