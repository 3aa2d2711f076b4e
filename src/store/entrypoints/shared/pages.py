"""The one Jinja environment behind every page and mail.

Templates are named by room: ``storefront/home.html``, ``backoffice/orders.html``, ``shared/macros/ui.html``.
A missing variable is an error, everything is escaped, and what is trusted as markup is decided here, not in
templates.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from store.application.audit.links import kind_called, link_kind
from store.application.payments.adding import MOST_CARDS
from store.entrypoints.shared import formats
from store.entrypoints.shared.amounts import such_amounts, such_as
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.expected_days import expected_days
from store.entrypoints.shared.highlights import highlighted

_HERE = Path(__file__).parents[1]
_ROOMS = ("shared", "storefront", "backoffice")


class VariantLike(Protocol):
    """What choosing between variants needs to know about one."""

    @property
    def options(self) -> dict[str, str]: ...
    @property
    def in_stock(self) -> bool: ...


class CrumbLike(Protocol):
    """A category in a trail."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


V = TypeVar("V", bound=VariantLike)


class PageContext(Context):
    """Knows which variables are markup: the CSRF field, which the framework hands in as a plain string."""

    def resolve_or_missing(self, key: str) -> Any:
        """Look a variable up; ``csrf_input`` comes back as markup (the token in it is ours and URL-safe)."""
        value = super().resolve_or_missing(key)
        if key == "csrf_input" and isinstance(value, str):
            return Markup(value)  # noqa: S704 - see above
        return value


class _Sentences(NodeTransformer):
    """Puts sentences without gaps to be filled where they are asked for, once for all: a page asks for a hundred.

    There is one language so far; with another one they are to be looked up again.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as the library calls it
        """``_("a sentence")``; one with gaps is put together when it is said."""
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))],
                kwargs=[], dyn_args=None, dyn_kwargs=None,
            ) if "%" not in text:
                said = nodes.MarkSafeIfAutoescape(nodes.Const(text, lineno=node.lineno), lineno=node.lineno)
                return said.set_environment(self._environment)
        return node


class PageEnvironment(Environment):
    context_class = PageContext

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        page: nodes.Template = _Sentences(self).visit(super()._parse(source, name, filename))
        return page


def environment(assets: Assets) -> Environment:
    """The environment, ready for a template engine; ``assets`` says where built files are."""
    env = PageEnvironment(
        loader=PrefixLoader({room: FileSystemLoader(_HERE / room / "templates") for room in _ROOMS}),
        autoescape=_escapes,
        undefined=StrictUndefined,
        auto_reload=False,  # or the file system is asked about each template that a page is made of, each time
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    env.globals["_"] = env.globals["gettext"]  # the extension's own `_` looks it up anew for each sentence
    env.filters |= {
        "money": formats.money, "number": formats.number, "day": formats.day, "moment": formats.moment,
        "instant": formats.instant, "address_lines": formats.address_lines,
        "country": formats.country, "expected_days": expected_days,
        "ago": formats.ago, "iso": formats.iso, "markdown": formats.markdown, "without": formats.without,
        "document": formats.document,
        "words": formats.words, "price_in": formats.price_in,
        "currency_name": formats.currency_name, "such_as": such_as, "such_amounts": such_amounts,
        "minor_money": formats.minor_money,
        "span": formats.span, "highlighted": highlighted,
    }
    env.tests["instant_text"] = formats.is_instant
    env.globals |= {
        "asset": assets, "href": formats.href, "nonce": nonce, "variant_for": variant_for,
        "most_cards": MOST_CARDS,
        "category_trail": category_trail, "category_href": formats.category_href, "link_kind": link_kind,
        "kind_called": kind_called,
    }
    return env


@pass_context
def nonce(context: Context) -> str:
    """The nonce of this answer's content security policy; empty where none was made (mails, previews)."""
    given = context.get("csp_nonce")
    if given is None and (request := context.get("request")) is not None:
        given = request.scope.get("state", {}).get("csp_nonce")
    return str(given or "")


def variant_for(variants: Sequence[V], chosen: V | None, name: str, value: str) -> V | None:
    """The variant one gets by changing one option: the same otherwise, else the nearest in stock."""
    fitting = [variant for variant in variants if variant.options.get(name) == value]
    if not fitting:
        return None

    def nearness(variant: V) -> tuple[int, bool]:
        wanted = chosen.options if chosen else {}
        return sum(variant.options.get(key) == other for key, other in wanted.items()), variant.in_stock

    return max(fitting, key=nearness)


def category_trail(crumbs: Sequence[CrumbLike]) -> list[tuple[str, str]]:
    """Categories as breadcrumbs: their names and where their goods are listed."""
    return [(crumb.name, formats.category_href(crumb.slug)) for crumb in crumbs]


def _escapes(template: str | None) -> bool:
    """Everything but the text twins of mails, which no browser reads as markup."""
    return template is None or not template.endswith(".txt")
