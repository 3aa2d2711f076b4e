"""Every family of things that can be drawn, and how each is shown."""

from typing import Final

from store.adapters.catalogue.demo.pictures import (
    bags,
    bath,
    cutlery,
    desk,
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
    wall,
)
from store.adapters.catalogue.demo.pictures.piece import Families

FAMILIES: Final[Families] = {
    **pottery.FAMILIES, **glassware.FAMILIES, **kitchenware.FAMILIES, **cutlery.FAMILIES,
    **lighting.FAMILIES, **textiles.FAMILIES, **paper.FAMILIES, **desk.FAMILIES, **bags.FAMILIES,
    **garden.FAMILIES, **bath.FAMILIES, **furniture.FAMILIES, **wall.FAMILIES, **play.FAMILIES,
    **outdoors.FAMILIES,
}  # fmt: skip
FIT: Final = {
    "mug": 1.4, "bowl": 1.2, "teapot": 1.2, "jar": 1.4, "glass": 1.3, "carafe": 1.12, "bottle": 1.35,
    "candle": 1.35, "tapers": 1.12, "pillar": 1.2, "diffuser": 1.3, "pot": 1.1, "kettle": 1.15,
    "moka": 1.3, "press": 1.2, "mill": 1.25, "mortar": 1.25, "lantern": 1.12, "folded": 1.15,
    "desk_box": 1.3, "pen_pot": 1.3, "basket": 1.22, "soap": 1.3, "pouch": 1.1, "planter": 1.12,
    "watering_can": 1.1, "mister": 1.4, "tumbler": 1.25, "stool": 1.15, "bench": 1.25, "chair": 1.2,
    "rings": 1.25, "blocks": 1.3, "ball": 1.1, "flask": 1.2, "fire_bowl": 1.15, "bird_house": 1.25,
    "rug": 1.1, "knife": 1.15, "wallet": 1.12, "brush": 1.1, "night_light": 1.1, "napkins": 1.12,
    "pen": 1.15, "jug": 1.15, "pan": 1.06, "vase": 1.06, "scissors": 1.12, "spool": 1.4, "trowel": 1.06,
}  # fmt: skip
DUSK: Final = {"night_light": "#8d97a4", "fire_bowl": "#b3a99d", "lantern": "#c3b7a8", "tapers": "#bfb1a2"}
HUNG: Final = frozenset({"hanging", "rail", "shelf", "mirror", "clock", "frame", "pendant", "mobile", "kite"})
FLAT: Final = frozenset({
    "knife", "board", "utensils", "napkins", "notebook", "pen", "pencils", "cards", "rolls", "scissors",
    "wallet", "trowel", "brush", "puzzle",
})  # fmt: skip
