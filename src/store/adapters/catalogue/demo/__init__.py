"""Hearth & Field, the demo shop: some three hundred everyday goods, written and drawn for this project.

The brands and people in it are invented.
"""

from store.adapters.catalogue.demo.attributes import ATTRIBUTES
from store.adapters.catalogue.demo.gallery import draw, picture_names
from store.adapters.catalogue.demo.rows import rows as products
from store.adapters.catalogue.demo.rows import slug_of

SHOP_NAME = "Hearth & Field"

__all__ = ["ATTRIBUTES", "SHOP_NAME", "draw", "picture_names", "products", "slug_of"]
