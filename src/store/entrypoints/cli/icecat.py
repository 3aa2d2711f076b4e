"""Products as the Open Icecat extract has them, one JSON object a line."""

from decimal import Decimal

from msgspec import Struct

from store.application.processes.import_rows import ProductRow, VariantRow
from store.domain.catalogue.events import Value
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money, exponent


class IcecatProduct(Struct):
    """What of a line is of use here. Its pictures are on other people's hosts and stay there."""

    id: int
    sku: str
    title: str
    brand: str
    price_cents: int
    category_derived: list[str]
    description: str = ""
    ean: list[str] = []
    attributes: dict[str, Value] = {}

    def row(self, currency: str, rate: Decimal, stock: int) -> ProductRow:
        """As the application takes it. Suppliers' part numbers repeat, so the SKU is made of the id."""
        amount = (Decimal(self.price_cents) / 100 * rate).scaleb(exponent(currency))
        facts: dict[str, Value] = {"Part number": self.sku, "EAN": ", ".join(self.ean)}
        facts |= {_label(name): _plain(value) for name, value in self.attributes.items()}
        return ProductRow(
            key=str(self.id),
            name=self.title,
            brand=self.brand,
            category=tuple(name[:1].upper() + name[1:] for name in self.category_derived),
            text=self.description,
            attributes={name: value for name, value in facts.items() if value != ""},
            variants=(VariantRow(sku=Sku(f"IC-{self.id}"), price=Money(int(amount), currency), stock=stock),),
        )


def _label(name: str) -> str:
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value
