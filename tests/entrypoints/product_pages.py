"""The pages of those who look after goods: lists, sheets, and the form empty, filled, wrong and overtaken."""

from datetime import timedelta
from uuid import UUID

from msgspec import structs

from store.application.catalogue.messages import ProductRow, ProductRows
from store.application.catalogue.records import Differing, ProductDifference, ProductRecord, VariantRecord
from store.application.inventory.messages import StockLevel
from store.domain.catalogue.attribute_values import NEEDED
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.catalogue.events import Picture
from store.domain.shared.ids import ProductId, Sku
from store.entrypoints.backoffice.category_choice import Choice
from store.entrypoints.backoffice.product_form import written
from store.entrypoints.backoffice.product_specs import arranged, chosen
from tests.entrypoints.page_frame import BACK, PAGE, Notice
from tests.entrypoints.page_goods import CARDS, LONG, MUG, NOW, PROSE, VARIANTS, eur
from tests.entrypoints.page_orders import history

STAGES = ["listed", "draft", "withdrawn"]
ROWS = [
    ProductRow(
        ProductId(UUID(int=at)), item.slug, item.name, item.brand, item.price.amount, "EUR", item.variant_count, at,
        at % 3 == 0, STAGES[at % 3],
    )
    for at, item in enumerate(CARDS)
]
RECORD = ProductRecord(
    id=ProductId(UUID(int=1)), version=4, state="for sale", vendor=None, slug=MUG.slug, name=MUG.name, brand=MUG.brand,
    category="table/mugs", categories=["kitchen"], description=PROSE,
    attributes={"Material": "Stoneware, ash glaze", "Oven proof": True, "Weight in g": 310}, options=["Colour", "Size"],
    variants=[
        VariantRecord(Sku(v.sku), v.options, v.price, eur("26.00") if place == 1 else None, None)
        for place, v in enumerate(VARIANTS)
    ],
    pictures=[Picture("mug.Oat.svg", "The mug from the side"), Picture("bowl.Oat.svg")], tags=["new", "gift"],
    features=["Goes in the dishwasher", "The foot never rocks"], related=["wide-bowl"], publish_at=None,
    withdrawn_because="",
)
NOTHING = structs.replace(
    RECORD, name=LONG, description="", attributes={}, options=[], variants=RECORD.variants[:1], pictures=[], tags=[],
    features=[], related=[], category="", categories=[], state="draft",
)
TYPED = structs.replace(RECORD, attributes={"Weight": "heavy", "Oven proof": True, "Ean": "4006381333931"})
DEFINED = (
    AttributeDefinition("Weight", AttributeKind.NUMBER, unit="g", required=True),
    AttributeDefinition("Pieces", AttributeKind.NUMBER),
    AttributeDefinition("Oven proof", AttributeKind.YES_NO),
    AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "M", LONG[:60]), required=True),
    AttributeDefinition(LONG[:50], AttributeKind.TEXT),
)
CHOICES = [Choice("table", "Table"), Choice("table/mugs", "Table › Mugs"), Choice("kitchen", "Kitchen")]
STOCK = {v.sku: StockLevel(Sku(v.sku), 12, 2, 10) for v in VARIANTS[:6]}
WRONG = {
    "name": "Write what it is called, in at most 200 characters.",
    "slug": "Another product stands, or stood, at this address.",
    "option.1": "This option stands here twice.", "variant.0.sku": "Another product has this SKU.",
    "variant.1.price": "Write an amount such as 18.50.", "category": "There is no such category.",
    "related": "There is no such other product.",
}
CHANGES = [
    Differing("name", "Mug", "Morning mug"), Differing("tags", ["new"], ["new", "gift"]),
    Differing("variants.MUG-OAT-S", None, {"sku": "MUG-OAT-S", "options": {"Colour": "Oat"}, "list_price": None,
                                           "price": {"amount": "18.00", "currency": "EUR"}}),
    Differing("attributes.Material", "Clay", None),
]


def _list(rows, **filters) -> PAGE:
    return "backoffice/products.html", {
        **BACK, "filters": {"q": "", "stage": "", "cursor": None, **filters}, "page": rows,
    }


def _sheet(**more) -> PAGE:
    return "backoffice/product.html", {
        **BACK, "moment": None, "product": MUG, "stage": "listed", "due": None, "history": history(kind="product"),
        "stock": STOCK, "record": RECORD, "writes": True, "act": "", "form": {}, "errors": {}, "may_look_back": True,
        "has_pictures": True, **more,
    }


def _form(record=None, *, definitions=(), wrong=None, **more) -> PAGE:
    specs = arranged(written(record) if record else {}, wrong or {}, definitions)
    form = specs.form
    return "backoffice/product_form.html", {
        **BACK, "record": record, "version": record.version if record else 0, "form": form, "errors": specs.errors,
        "specs": specs.specs, "chosen": chosen, "moved": None, "categories": CHOICES,
        "rows": {"variant": len(record.variants) + 2 if record else 2,
                                                       "attribute": 5}, "options": 3, "currency": "EUR",
        "has_pictures": True, **more,
    }


PRODUCT_PAGES: dict[str, PAGE] = {
    "office-products": _list(ProductRows(ROWS, "next"), cursor="x"),
    "office-products-drafts": _list(ProductRows(ROWS[1:2], None), stage="draft"),
    "office-products-empty": _list(ProductRows([], None), q="x"),
    "office-products-none": _list(ProductRows([], None), rail={"products", "stock"}),
    "office-product": _sheet(),
    "office-product-draft": _sheet(
        stage="draft", due=NOW + timedelta(days=2), act="plan", form={"at": "yesterday"},
        errors={"at": "Write a moment that is still to come."},
    ),
    "office-product-withdrawn": _sheet(
        stage="withdrawn", record=structs.replace(RECORD, withdrawn_because="The glaze cracked", state="withdrawn"),
        notice=Notice("good", "It is taken out of the shop", "It stays in orders. To undo this, bring it back."),
    ),
    "office-product-vendor": _sheet(rail={"products", "stock"}, may_look_back=False),
    "office-product-new": _form(),
    "office-product-edit": _form(RECORD),
    "office-product-bare": _form(NOTHING),
    "office-product-wrong": _form(RECORD, errors=WRONG),
    "office-product-specs": _form(TYPED, definitions=DEFINED, wrong={
        "attributes.Weight": "Write a number in g, such as 1.5.", "attributes.Size": NEEDED,
    }),
    "office-product-moved": _form(
        RECORD, moved=ProductDifference(RECORD, RECORD, CHANGES),
        errors={"name": "Somebody else wrote “Morning mug” here meanwhile."},
    ),
}
