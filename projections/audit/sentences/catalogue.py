"""What the facts of products, categories and addresses say."""

from collections.abc import Mapping
from typing import Final, assert_never

from projections.audit.sentences.telling import goods, said, thing
from store.application.audit.messages import Part, Sentence
from store.domain.catalogue.attribute_events import (
    AttributeChanged,
    AttributeDefined,
    AttributeEvent,
    AttributeMoved,
    AttributeRemoved,
)
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.catalogue.category_events import (
    CategoryDescribed,
    CategoryEvent,
    CategoryMerged,
    CategoryMoved,
    CategoryOpened,
    PlaceEvent,
    TreeChanged,
    TreeEvent,
)
from store.domain.catalogue.events import (
    AddressClaimed,
    AddressEvent,
    PriceChanged,
    PricesSaid,
    ProductDrafted,
    ProductEvent,
    ProductListed,
    ProductRevised,
)
from store.domain.catalogue.picture_events import (
    PictureAdded,
    PictureAssigned,
    PictureDescribed,
    PictureEvent,
    PictureMoved,
    PictureRemoved,
)
from store.domain.catalogue.search_words_events import SearchWordsEvent, SearchWordsSet
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
    StandingEvent,
)

_STANDING: Final[Mapping[type[StandingEvent], str]] = {
    ProductPublished: "{who} put the draft up for sale",
    ProductUnpublished: "{who} made the product a draft again: no shopper sees it",
    PublicationCalledOff: "{who} called off that it goes on sale by itself",
}


def say_of_product(event: ProductEvent) -> Sentence:
    """The sentence for *event* of a product."""
    match event:
        case ProductListed(description=description, variants=variants):
            return said("{who} put {name} up for sale, {variants} to choose from",
                        name=description.name, variants=_variants(len(variants)))
        case ProductDrafted(description=description, variants=variants):
            return said("{who} wrote a draft of {name}, {variants} to choose from",
                        name=description.name, variants=_variants(len(variants)))
        case ProductRevised(description=description, variants=variants):
            return said("{who} wrote down anew what {name} is, {variants} to choose from",
                        name=description.name, variants=_variants(len(variants)))
        case PriceChanged() | PricesSaid():
            return _of_prices(event)
        case PictureAdded() | PictureRemoved() | PictureMoved() | PictureDescribed() | PictureAssigned():
            return _of_pictures(event)
        case _:
            return _say_of_standing(event)


def _of_prices(event: PriceChanged | PricesSaid) -> Sentence:
    match event:
        case PriceChanged(sku=sku, price=price, was=was):
            return said("{who} changed the price of {goods} from {was} to {price}",
                        goods=goods(sku), was=was, price=price)
        case PricesSaid(sku=sku, prices=prices):
            them = ", ".join(map(str, prices)) or "none"
            return said("{who} said what {goods} costs in other currencies: {them}", goods=goods(sku), them=them)
        case _:
            assert_never(event)


def _say_of_standing(event: StandingEvent) -> Sentence:
    match event:
        case ProductWithdrawn(reason=reason):
            return said("{who} took the product off sale: {reason}", reason=reason)
        case ProductRelisted(for_sale=for_sale):
            return said("{who} brought the product back, for sale" if for_sale else
                        "{who} brought the product back, as a draft")
        case PublicationPlanned(due=due):
            return said("{who} planned for it to go on sale at {due}", due=f"{due:%Y-%m-%d %H:%M} UTC")
        case ProductPublished() | ProductUnpublished() | PublicationCalledOff():
            return said(_STANDING[type(event)])
        case _:
            assert_never(event)


def _of_pictures(event: PictureEvent) -> Sentence:
    match event:
        case PictureAdded(place=place):
            return said("{who} added a picture, at place {place}", place=str(place + 1))
        case PictureRemoved():
            return said("{who} took a picture away")
        case PictureMoved(place=place):
            return said("{who} moved a picture to place {place}", place=str(place + 1))
        case PictureDescribed(alt=alt):
            return said("{who} said what a picture shows: {alt}", alt=alt or "–")
        case PictureAssigned(skus=skus):
            return said("{who} said which variants a picture shows: {skus}", skus=", ".join(skus) or "–")
        case _:
            assert_never(event)


def say_of_category(event: CategoryEvent) -> Sentence:
    """The sentence for *event* of a category."""
    match event:
        case CategoryOpened() | CategoryDescribed() | CategoryMoved() | CategoryMerged():
            return _of_places(event)
        case _:
            return _of_attributes(event)


def _of_places(event: PlaceEvent) -> Sentence:
    match event:
        case CategoryOpened(name=name, parent=None):
            return said("{who} opened the category {name}", name=name)
        case CategoryOpened(name=name, parent=parent):
            inside = thing("category", parent) if parent else Part("")
            return said("{who} opened the category {name} inside {parent}", name=name, parent=inside)
        case CategoryDescribed(name=name):
            return said("{who} wrote down anew what the category {name} is", name=name)
        case CategoryMoved(parent=None):
            return said("{who} moved the category to the top")
        case CategoryMoved(parent=parent):
            inside = thing("category", parent) if parent else Part("")
            return said("{who} moved the category into {parent}", parent=inside)
        case CategoryMerged(into=into):
            return said("{who} made the category part of {into}, with its goods and all below it",
                        into=thing("category", into))
        case _:
            assert_never(event)


def _of_attributes(event: AttributeEvent) -> Sentence:
    match event:
        case AttributeDefined(definition=it):
            return said("{who} said that its goods have {name}: {what}", name=it.name, what=_defined(it))
        case AttributeChanged(was=was, definition=it) if was != it.name:
            return said("{who} called {was} {name} from now on: {what}", was=was, name=it.name, what=_defined(it))
        case AttributeChanged(definition=it):
            return said("{who} said anew what {name} is: {what}", name=it.name, what=_defined(it))
        case AttributeMoved(name=name, place=place):
            return said("{who} moved {name} to place {place} of its attributes", name=name, place=str(place + 1))
        case AttributeRemoved(name=name):
            return said("{who} said that its goods need say nothing of {name} any more", name=name)
        case _:
            assert_never(event)


def _defined(it: AttributeDefinition) -> str:
    """What it is, in words: ``a number in kg, to filter by, required``."""
    match it.kind:
        case AttributeKind.NUMBER:
            what = f"a number in {it.unit}" if it.unit else "a number"
        case AttributeKind.CHOICE:
            what = f"one of {', '.join(it.choices)}"
        case AttributeKind.YES_NO:
            what = "yes or no"
        case AttributeKind.TEXT:
            what = "a text"
        case _:
            assert_never(it.kind)
    return what + (", to filter by" if it.filterable else "") + (", required" if it.required else "")


def say_of_tree(event: TreeEvent) -> Sentence:
    """The sentence for *event* of the tree of categories."""
    match event:
        case TreeChanged(category_id=category):
            return said("{who} moved the category {category}", category=thing("category", category))
        case _:
            assert_never(event)


def say_of_search_words(event: SearchWordsEvent) -> Sentence:
    """The sentence for *event* of the words of searches."""
    match event:
        case SearchWordsSet(synonyms=synonyms, stop_words=empty):
            return said("{who} said which words of searches mean the same ({groups} groups), which nothing ({empty})",
                        groups=str(len(synonyms)), empty=str(len(empty)))
        case _:
            assert_never(event)


def say_of_address(event: AddressEvent) -> Sentence:
    """The sentence for *event* of an address."""
    match event:
        case AddressClaimed(slug=slug, product_id=product):
            return said("From now on /products/{slug} leads to {product}",
                        slug=slug, product=thing("product", product))
        case _:
            assert_never(event)


def _variants(count: int) -> str:
    return "1 variant" if count == 1 else f"{count} variants"
