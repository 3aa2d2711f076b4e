"""The form of a product: as text field by field, and what was meant by it.

Rows of variants and attributes carry a number in their names: ``variant.0.sku``. Rows that are empty don't count.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from store.application.catalogue.records import ProductRecord
from store.application.catalogue.wishes import ProductWish
from store.domain.catalogue.events import Value, Variant
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

MOST_ROWS: Final = 200
SPARE: Final = 2
"""Empty rows below those that are filled in."""
OPTIONS: Final = 3
LONGEST_TEXT: Final = 20_000
_LINES: Final = {"name": 200, "brand": 200, "slug": 200, "category": 400}
_WORDS: Final = {
    "name": "Write what it is called, in at most 200 characters.", "brand": "Write who makes it.",
    "slug": "Write an address of at most 200 characters.", "category": "Choose a category.",
}

Typed = Mapping[str, str]


class Meant(Struct, frozen=True):
    """What a form asks for, and what of it makes no sense yet. ``rows`` are those of the variants that count."""

    wish: ProductWish
    rows: list[int]
    errors: dict[str, str]

    def blamed(self, faults: Mapping[str, str]) -> dict[str, str]:
        """*faults* of the wish, by the fields of the form."""
        return {self._field(fault): words for fault, words in faults.items()}

    def _field(self, fault: str) -> str:
        name, _, rest = fault.partition(".")
        place, _, part = rest.partition(".")
        match name:
            case "variants" if place:
                part = "option.0" if part == "options" else part
                return f"variant.{self.rows[int(place)]}.{part}"
            case "variants":
                return "variant.0.sku"
            case "options":
                return f"option.{place or 0}"
            case _:
                return fault if name == "attributes" else name


def read(typed: Typed, currency: str, known: ProductRecord | None = None) -> Meant:
    """What *typed* means. Values of attributes that look as they did before are what they were."""
    errors = {
        name: _WORDS[name] for name, most in _LINES.items()
        if len(typed.get(name, "")) > most or (name in {"name", "brand"} and not typed.get(name))
    }
    if len(typed.get("text", "")) > LONGEST_TEXT:
        errors["text"] = "Write at most 20,000 characters."
    options = [typed.get(f"option.{place}", "") for place in range(options_in(typed))]
    rows = [row for row in range(rows_in(typed, "variant")) if _counts(typed, row)]
    variants = tuple(_variant(typed, row, options, currency, errors) for row in rows)
    wish = ProductWish(
        name=typed.get("name", ""), brand=typed.get("brand", ""), slug=typed.get("slug", ""),
        category=typed.get("category", ""), categories=_lines(typed, "categories"), text=typed.get("text", ""),
        attributes=_attributes(typed, known), options=tuple(name for name in options if name), variants=variants,
        tags=tuple(dict.fromkeys(tag.strip()[:80] for tag in typed.get("tags", "").split(",") if tag.strip())),
        features=_lines(typed, "features"), related=_lines(typed, "related"),
    )
    return Meant(wish, rows, errors)


def written(record: ProductRecord) -> dict[str, str]:
    """*record* as the form has it."""
    form = {
        "name": record.name, "brand": record.brand, "slug": record.slug, "category": record.category,
        "categories": "\n".join(record.categories), "text": record.description, "tags": ", ".join(record.tags),
        "features": "\n".join(record.features), "related": "\n".join(record.related),
    }
    form |= {f"option.{place}": name for place, name in enumerate(record.options)}
    for row, variant in enumerate(record.variants):
        at = f"variant.{row}"
        form |= {
            f"{at}.sku": variant.sku, f"{at}.price": variant.price.amount, f"{at}.picture": variant.picture or "",
            f"{at}.list_price": variant.list_price.amount if variant.list_price else "",
        }
        form |= {f"{at}.option.{place}": variant.options.get(name, "") for place, name in enumerate(record.options)}
    for row, (name, value) in enumerate(record.attributes.items()):
        form |= {f"attribute.{row}.name": name, f"attribute.{row}.value": said(value)}
    return form


def said(value: Value) -> str:
    """A value as people write it."""
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value)


def rows_in(typed: Typed, kind: str) -> int:
    """How many rows of a *kind* were filled in, empty ones between them included."""
    places = [name.split(".")[1] for name, text in typed.items() if text and name.startswith(f"{kind}.")]
    return min(max((int(place) + 1 for place in places if place.isdecimal() and len(place) < 4), default=0), MOST_ROWS)  # noqa: PLR2004 - as many digits as rows have


def options_in(typed: Typed) -> int:
    """How many options there is room for."""
    places = [name.removeprefix("option.") for name, text in typed.items() if text and name.startswith("option.")]
    return max([OPTIONS, *(int(place) + 1 for place in places if place in {str(n) for n in range(10)})])


def _counts(typed: Typed, row: int) -> bool:
    return any(text for name, text in typed.items() if name.startswith(f"variant.{row}."))


def _variant(typed: Typed, row: int, options: list[str], currency: str, errors: dict[str, str]) -> Variant:
    at = f"variant.{row}"
    chosen = {name: typed.get(f"{at}.option.{place}", "")[:80] for place, name in enumerate(options) if name}
    was = typed.get(f"{at}.list_price", "")
    return Variant(
        Sku(typed.get(f"{at}.sku", "")[:100]), _money(typed.get(f"{at}.price", ""), f"{at}.price", currency, errors),
        chosen, _money(was, f"{at}.list_price", currency, errors) if was else None, typed.get(f"{at}.picture") or None,
    )


def _money(text: str, field: str, currency: str, errors: dict[str, str]) -> Money:
    try:
        return Money.parse(text.replace(",", ".").replace(" ", ""), currency)
    except ValueError:
        errors[field] = "Write an amount such as 18.50."
        return Money(1, currency)


def _attributes(typed: Typed, known: ProductRecord | None) -> dict[str, Value]:
    before = known.attributes if known else {}
    found: dict[str, Value] = {}
    for row in range(rows_in(typed, "attribute")):
        name, text = (typed.get(f"attribute.{row}.{part}", "")[:500] for part in ("name", "value"))
        if name and text:
            found[name[:80]] = before[name] if name in before and said(before[name]) == text else text
    return found


def _lines(typed: Typed, name: str) -> tuple[str, ...]:
    lines = (line.strip()[:400] for line in typed.get(name, "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:50]
