"""A product in the words of schema.org and of Open Graph, for search engines and for whoever passes a link on."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from store.application.browsing.messages import Attribute, ProductDetail, VariantView
from store.application.shared.answers import Image
from store.entrypoints.shared.formats import category_href
from store.entrypoints.shared.shop import ShopInfo

_SCHEMA: Final = "https://schema.org"
_DRAWN: Final = ".svg"
"""What nobody shows who shows a link."""


def structured(product: ProductDetail, shop: ShopInfo) -> list[dict[str, Any]]:
    """The product and the way to it (JSON-LD). Nobody has rated it, so no rating is claimed."""
    page = _page(product, shop)
    return [
        {
            "@context": _SCHEMA, "@type": "Product", "@id": f"{page}#product", "name": product.name, "url": page,
            "description": product.description or product.name, "brand": {"@type": "Brand", "name": product.brand},
            "image": [_absolute(image, shop) for image in product.images], "sku": product.variants[0].sku,
            **({"category": " > ".join(crumb.name for crumb in product.breadcrumbs)} if product.breadcrumbs else {}),
            "additionalProperty": [
                _property(one) for one in product.attributes
            ],
            "offers": [_offer(variant, page, shop) for variant in product.variants],
        },
        _trail(product, page, shop),
    ]


def _property(one: Attribute) -> dict[str, Any]:
    """Numbers with their unit apart, as schema.org wants them."""
    value: str | bool = one.value if one.number is None else one.number
    return {
        "@type": "PropertyValue", "name": one.name, "value": value if one.truth is None else one.truth,
        **({"unitText": one.unit} if one.unit else {}),
    }


def _offer(variant: VariantView, page: str, shop: ShopInfo) -> dict[str, Any]:
    return {
        "@type": "Offer", "sku": variant.sku, "url": f"{page}?{urlencode({'sku': variant.sku})}",
        "price": variant.price.amount, "priceCurrency": variant.price.currency,
        "availability": f"{_SCHEMA}/{'InStock' if variant.in_stock else 'OutOfStock'}",
        "itemCondition": f"{_SCHEMA}/NewCondition", "seller": {"@type": "Organization", "name": shop.name},
        **({"image": _absolute(variant.image, shop)} if variant.image else {}),
    }


def _trail(product: ProductDetail, page: str, shop: ShopInfo) -> dict[str, Any]:
    steps = [("All goods", f"{shop.address}/products")]
    steps += [(crumb.name, f"{shop.address}{category_href(crumb.slug)}") for crumb in product.breadcrumbs]
    steps += [(product.name, page)]
    return {
        "@context": _SCHEMA, "@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(steps, 1)
        ],
    }


def open_graph(product: ProductDetail, selected: VariantView, shop: ShopInfo) -> dict[str, str]:
    """What a link to the product is shown as where it is passed on; a drawing can't be shown there."""
    picture = next((image for image in (selected.image, *product.images) if image and _is_photo(image)), None)
    told = {
        "og:type": "product", "og:site_name": shop.name, "og:title": product.name, "og:url": _page(product, shop),
        "product:price:amount": selected.price.amount, "product:price:currency": selected.price.currency,
        "product:availability": "in stock" if selected.in_stock else "out of stock", "product:brand": product.brand,
    }
    if picture is None:
        return told
    return told | {
        "og:image": _absolute(picture, shop), "og:image:width": str(picture.width),
        "og:image:height": str(picture.height), "og:image:alt": picture.alt,
    }


def _is_photo(image: Image) -> bool:
    return not image.src.endswith(_DRAWN)


def _page(product: ProductDetail, shop: ShopInfo) -> str:
    return f"{shop.address}/products/{quote(product.slug)}"


def _absolute(image: Image, shop: ShopInfo) -> str:
    return shop.address + image.src if image.src.startswith("/") else image.src
