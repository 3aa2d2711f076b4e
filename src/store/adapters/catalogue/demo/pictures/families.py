"""Every family of things that can be drawn, and how each is shown."""

from typing import Final

from store.adapters.catalogue.demo.pictures import (
    bags,
    bath,
    furniture,
    garden,
    glassware,
    kitchenware,
    lighting,
    outdoors,
    paper,
    play,
    pottery,
    textiles,
)
from store.adapters.catalogue.demo.pictures.piece import Families

FAMILIES: Final[Families] = {
    **pottery.FAMILIES, **glassware.FAMILIES, **kitchenware.FAMILIES, **lighting.FAMILIES, **textiles.FAMILIES,
    **paper.FAMILIES, **bags.FAMILIES, **garden.FAMILIES, **bath.FAMILIES, **furniture.FAMILIES, **play.FAMILIES,
    **outdoors.FAMILIES,
}  # fmt: skip
HUNG: Final = frozenset({"hanging", "rail", "shelf", "mirror", "clock", "frame", "pendant", "mobile", "kite"})
FLAT: Final = frozenset({
    "knife", "board", "utensils", "napkins", "notebook", "pen", "pencils", "cards", "rolls", "scissors", "wallet",
    "trowel", "brush", "puzzle",
})  # fmt: skip
