"""Values that fit, for everything that the description of the API speaks of."""

from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
EXAMPLES: Final[Json] = {
    "slug": "harbour-mug", "sku": "HARBOUR-MUG-SAGE", "id": "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a10",
    "number": "H7K2-9QXM", "kind": "inventory", "q": "mug", "country": "DE", "shipping_method": "standard",
    "correlation": "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a11", "from": "1", "order": "newest",
    "delivery": "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a12", "session": "0190a6c4-7d1e-7c52-9c5b-2f6f1c1d7a13",
    "role": "customer", "state": "active",
    "text": "Lindenweg 4", "provider": "google", "source": "till", "reason": "Out of fashion", "document_kind": "terms",
}
"""Values for parameters, by name: goods of the demo shop, and ids of the right form."""


def example_of(schema: Json, schemas: Json) -> Any:
    """A value that fits *schema*: its first example, its default, or made of the examples of what it needs."""
    schema = schemas[schema["$ref"].removeprefix(SCHEMAS)] if "$ref" in schema else schema
    if schema.get("examples"):
        return schema["examples"][0]
    if "default" in schema:
        return schema["default"]
    if schema.get("format") == "uuid":
        return EXAMPLES["id"]
    return {
        name: example_of(inner, schemas) for name, inner in schema.get("properties", {}).items()
        if name in schema.get("required", ()) or inner.get("examples")
    }
