"""What some categories of the demo say their goods have, by the way to them."""

from collections.abc import Mapping
from typing import Final

from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind, Definitions

_CM: Final = AttributeDefinition("Height", AttributeKind.NUMBER, unit="cm", filterable=True)
_ML: Final = AttributeDefinition("Capacity", AttributeKind.NUMBER, unit="ml", filterable=True)
ATTRIBUTES: Final[Mapping[tuple[str, ...], Definitions]] = {
    ("Table",): (
        AttributeDefinition("Material", AttributeKind.TEXT, filterable=True),
        AttributeDefinition("Dishwasher safe", AttributeKind.YES_NO, filterable=True),
    ),
    ("Table", "Mugs & cups"): (
        _ML, _CM, AttributeDefinition("Microwave safe", AttributeKind.YES_NO, filterable=True),
    ),
    ("Table", "Glasses & carafes"): (_ML, _CM),
    ("Lighting", "Table lamps"): (_CM,),
    ("Lighting", "Floor lamps"): (_CM,),
    ("Children",): (
        AttributeDefinition("Age", AttributeKind.CHOICE, filterable=True, choices=(
            "From birth", "From 10 months", "From 12 months", "From 18 months", "From 2 years", "From 3 years",
            "From 4 years", "From 5 years", "From 6 years",
        )),
    ),
    ("Furniture",): (
        AttributeDefinition("Bears", AttributeKind.NUMBER, unit="kg", filterable=True), _CM,
        AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True),
    ),
}
