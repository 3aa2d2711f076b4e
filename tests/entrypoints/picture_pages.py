"""The page of a product's pictures: some, none, and as many as there may be with a file that was none."""

from uuid import UUID

from store.application.catalogue.pictures import ProductPicture, ProductPictures
from store.application.catalogue.sizes import named, shown
from store.domain.shared.ids import ProductId
from tests.entrypoints.page_frame import BACK
from tests.entrypoints.page_goods import LONG

PRODUCT = ProductId(UUID(int=1))


def pictures(count, alt="From the side"):
    names = [named(f"{n:032x}", 1200, 1500) for n in range(count)]
    items = [ProductPicture(name, alt, shown("/media/", name, alt or LONG)) for name in names]
    return ProductPictures(PRODUCT, LONG, 4, 10, items)


_NOTHING = {"wrong": [], "faults": {}, "removed": "", "longest": 300}
PICTURE_PAGES = {
    "office-product-pictures": (
        "backoffice/product_pictures.html",
        {**BACK, **_NOTHING, "pictures": pictures(4), "removed": named("f" * 32, 800, 800)},
    ),
    "office-product-pictures-none": ("backoffice/product_pictures.html", {**BACK, **_NOTHING, "pictures": pictures(0)}),
    "office-product-pictures-full": (
        "backoffice/product_pictures.html",
        {
            **BACK, **_NOTHING, "pictures": pictures(10, ""), "wrong": [f"<b>{LONG}: This is no picture"],
            "faults": {named(f"{1:032x}", 1200, 1500): "At most 300 characters."},
        },
    ),
}
