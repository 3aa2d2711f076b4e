"""Finding every page there is: from the list of routes, and by following what leads on from each page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from store.entrypoints.backoffice.office import PATH
from store.entrypoints.backoffice.routes import PAGES
from store.entrypoints.storefront.routes import FROM_ELSEWHERE, ROUTES, SANDBOX

_HERE = re.compile(r"/(?!/)[^#\s]*")
_THING = re.compile(r"[0-9a-f-]{36}|(?<=/)[A-Z0-9-]{6,}(?=/|$)|(?<=/projections/)\w+")
_TYPED = {"", "text", "search", "email", "url", "tel", "password"}
_QUIET = {"file", "submit", "button", "reset", "image"}


def routes() -> list[str]:
    """The address of each page of both rooms, with names where something is to be filled in."""
    front = (*ROUTES, *SANDBOX, *FROM_ELSEWHERE)
    found = {path for it in front if "GET" in it.http_methods for path in it.paths}
    found |= {f"{PATH}{path}".rstrip("/") for it in PAGES if "GET" in it.http_methods for path in it.paths}
    return sorted(re.sub(r":\w+}", "}", path) for path in found)


def pattern(route: str) -> re.Pattern[str]:
    """Addresses of *route*."""
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route)) + r"(?:\?.*)?")


@dataclass
class Form:
    """As a browser would fill it in without anybody typing."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    """Those that somebody may type words into."""

    @property
    def name(self) -> tuple[str, str, tuple[str, ...]]:
        """The same for every form that only speaks of another thing."""
        action = _THING.sub("*", self.action.partition("?")[0])
        return self.method, action, tuple(sorted(self.fields))


class Page(HTMLParser):
    """What is on a page that matters here."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.text = address, text
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.unruly: list[str] = []
        self._open: list[Form] = []
        self._named: dict[str, str] = {}
        self._select = ""
        self._area: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        self._judge(tag, its)
        if tag == "form":
            self._open.append(Form(its.get("action") or self.address, its.get("method", "get").lower()))
            self.forms.append(self._open[-1])
        elif tag == "select":
            self._select = its.get("name", "")
            self._put(self._select, "", its)
        elif tag == "option" and self._select and (self._value() == "" or "selected" in its):
            self._put(self._select, its.get("value", ""), its)
        elif tag == "textarea":
            self._area = its.get("name", "")
            self._put(self._area, "", its, words=True)
        elif tag in {"input", "button"} and its.get("type") not in _QUIET | {"checkbox", "radio"}:
            words = tag == "input" and its.get("type", "") in _TYPED
            self._put(its.get("name", ""), its.get("value", ""), its, words=words)
        elif its.get("type") in {"checkbox", "radio"} and "checked" in its:
            self._put(its.get("name", ""), its.get("value", "on"), its)
        if tag in {"a", "iframe"}:
            self.links += [it for it in (its.get("href", ""), its.get("src", "")) if _HERE.fullmatch(it)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self._open.pop()
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area and self._open:
            self._open[-1].fields[self._area] = data

    def _value(self) -> str:
        return self._open[-1].fields.get(self._select, "") if self._open else ""

    def _put(self, name: str, value: str, its: dict[str, str], *, words: bool = False) -> None:
        if name and self._open and "form" not in its:
            self._open[-1].fields[name] = value
            if words:
                self._open[-1].words.add(name)

    def _judge(self, tag: str, its: dict[str, str]) -> None:
        """Nothing here runs that isn't ours: what text would have to become to do harm."""
        if tag == "script" and not its.get("nonce") and its.get("type") != "application/ld+json":
            self.unruly.append(f"<script {its}>")
        if tag in {"object", "embed", "base", "style", "applet", "frame", "marquee"}:
            self.unruly.append(f"<{tag} {its}>")
        for name, value in its.items():
            runs = re.match(r"[\s\x00-\x1f]*(?:javascript|vbscript|data)\s*:", value, re.IGNORECASE)
            if name.startswith("on") or (name in {"href", "src", "action", "formaction", "xlink:href"} and runs):
                self.unruly.append(f"<{tag} {name}={value}>")


_DOUBTFUL = re.compile(
    r"""<script(?![^<>]*nonce="|\ type="application/ld\+json")|<(?:object|embed|base|style|applet|frame|marquee)\b
    |<[a-z][^<]*[\s"'/]on\w+\s*=|\b(?:href|src|action|formaction)\s*=[\s"']*(?:[&\x00-\x1f]|(?:javascript|vbscript|data)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def unruly(text: str) -> list[str]:
    """What is on the page *text* that might run and isn't ours; read tag by tag only where one look leaves a doubt."""
    return Page("", text).unruly if _DOUBTFUL.search(text) else []


def wander(ask: Callable[[str], Any], begin: Iterable[str]) -> dict[str, Page]:
    """Each route that leads to a page, with the first page found of it. *ask* answers its text, or none."""
    wanted = {route: pattern(route) for route in routes()}
    found: dict[str, Page] = {}
    ahead = [route for route in wanted if "{" not in route] + list(begin)
    while ahead:
        address = ahead.pop(0)
        route = next((it for it, its in wanted.items() if it not in found and its.fullmatch(address)), None)
        if route is None or (text := ask(address)) is None:
            continue
        found[route] = Page(address, text)
        ahead += found[route].links
    return found
