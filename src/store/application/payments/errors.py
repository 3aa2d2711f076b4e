"""What paying refuses for the moment."""

from dataclasses import dataclass

from store.domain.shared.errors import StoreError


@dataclass(eq=False)
class GatewayAway(StoreError):
    """{name} does not answer for the moment. Nothing was charged: choose another way to pay, or try in some minutes."""

    in_words = ("name",)
    name: str
