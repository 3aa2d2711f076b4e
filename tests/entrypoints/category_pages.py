"""What the back office's pages of categories and of the words of searches may show."""

from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.browsing.searches import PERIODS, SearchCounts, SearchReport, SearchRow
from store.application.catalogue.attributes import AttributeInForce, Misfit, MisfitProduct, Misfits
from store.application.catalogue.categories import CategoryStands
from store.domain.catalogue.attribute_values import NEEDED
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.shared.ids import CategoryId
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import CARDS, CATEGORIES, LONG, NOW, PROSE

TABLE = CategoryStands(CategoryId(UUID(int=7)), "Table", PROSE, None, None, None, 3)
PLACES: list[Any] = [(str(UUID(int=n)), f"Home › {LONG[:40 * n]}") for n in range(1, 4)]
OWN = (
    AttributeDefinition("Capacity", AttributeKind.NUMBER, unit="ml", filterable=True),
    AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "M", "L"), filterable=True, required=True),
    AttributeDefinition(LONG[:60], AttributeKind.TEXT),
)
ABOVE = AttributeDefinition("Dishwasher safe", AttributeKind.YES_NO, filterable=True)
IN_FORCE = [
    AttributeInForce(ABOVE, CategoryId(UUID(int=3)), "Home"),
    *(AttributeInForce(it, TABLE.id, TABLE.name) for it in OWN),
]
MISFITS = Misfits([
    MisfitProduct(str(UUID(int=1)), LONG, [
        Misfit("Capacity", "a lot", "Write a number in ml, such as 1.5."), Misfit("Size", None, NEEDED),
    ]),
    MisfitProduct(str(UUID(int=2)), "Mug", [Misfit("Size", "XXL", "Choose one of S, M, L.")]),
], 27)
ONE: dict[str, Any] = {
    **BACK, "category": TABLE, "node": CATEGORIES[0], "others": PLACES, "act": None, "form": {}, "errors": {},
    "attributes": [], "misfits": Misfits([], 0), "pictures": [],
}
TYPED = {
    **ONE, "category": structs.replace(TABLE, attributes=OWN), "attributes": IN_FORCE, "misfits": MISFITS,
}
WORDS: dict[str, Any] = {
    **BACK, "version": 3, "form": {"synonyms": "laptop, notebook\nhead set, headset", "stop_words": "cheap"},
    "errors": {},
}
FOUND = SearchReport(NOW.date(), [
    SearchRow("oat mug", SearchCounts(1204, 0, 12, 802, 130, 41), 1),
    SearchRow("kettel", SearchCounts(310, 310, 0, 0, 0, 0)),
    SearchRow("<b>=1+1</b>", SearchCounts(41, 5, 30, 7, 1, 0), 21, hidden=True),
    SearchRow("x" * 60, SearchCounts(3, 0, 0, 1, 0, 0), 4),
], SearchCounts(2400, 350, 90, 900, 150, 44), SearchCounts(842, 35, 48, 90, 19, 3))
NOTHING = structs.replace(FOUND, rows=[], total=SearchCounts(), unnamed=SearchCounts())
SEARCHES: dict[str, Any] = {
    **BACK, "report": FOUND, "filters": {"days": 30, "nothing": False}, "periods": PERIODS, "most": 200, "counts": True,
}
LIST: dict[str, Any] = {**BACK, "tree": CATEGORIES, "choices": PLACES, "form": {}, "errors": {}}
CATEGORY_PAGES: dict[str, PAGE] = {
    "office-categories": ("backoffice/categories.html", LIST),
    "office-categories-empty": ("backoffice/categories.html", {**LIST, "tree": [], "choices": []}),
    "office-categories-wrong": (
        "backoffice/categories.html", {**LIST, "form": {"name": ""}, "errors": {"name": "Write what it is called."}},
    ),
    "office-category": ("backoffice/category.html", ONE),
    "office-category-pictures": (
        "backoffice/category.html",
        {**ONE, "pictures": [(f"{n}.svg", it.image) for n, it in enumerate(CARDS[:9]) if it.image]},
    ),
    "office-category-wrong": (
        "backoffice/category.html",
        {**ONE, "act": "words", "form": {"name": "", "text": "x"}, "errors": {"name": "Write what it is called."}},
    ),
    "office-category-attributes": ("backoffice/category.html", TYPED),
    "office-category-attribute-wrong": ("backoffice/category.html", {
        **TYPED, "act": "attribute Size", "form": {"name": "Size", "kind": "choice", "choices": "S\nS"},
        "errors": {"choices": "S stands here twice."},
    }),
    "office-category-merged": (
        "backoffice/category.html",
        {**ONE, "node": None, "category": structs.replace(TABLE, into=CategoryId(UUID(int=8)))},
    ),
    "office-searches": ("backoffice/searches.html", SEARCHES),
    "office-searches-few": ("backoffice/searches.html", {**SEARCHES, "report": structs.replace(FOUND, rows=[])}),
    "office-searches-none": ("backoffice/searches.html", {**SEARCHES, "report": NOTHING, "counts": False}),
    "office-searches-in-vain": (
        "backoffice/searches.html",
        {**SEARCHES, "report": structs.replace(FOUND, rows=[]), "filters": {"days": 7, "nothing": True}},
    ),
    "office-search-words": ("backoffice/search_words.html", WORDS),
    "office-search-words-wrong": (
        "backoffice/search_words.html", {**WORDS, "errors": {"synonyms": "At most 40,000 characters fit."}},
    ),
}
