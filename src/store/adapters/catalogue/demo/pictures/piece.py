"""What is asked of a picture: a family of things and what sets this one apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import colour


@dataclass(frozen=True)
class Piece:
    """One thing to draw; details are the words after its family on the shelf's ``~`` line."""

    family: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def paint(self) -> str:
        """Its main colour."""
        return self.hue("colour", "Oat")

    def hue(self, name: str, default: str) -> str:
        """A detail that is a colour."""
        return colour(self.details.get(name, default))

    def num(self, name: str, default: float) -> float:
        """A detail that is a number."""
        return float(self.details.get(name, default))

    def word(self, name: str, default: str = "") -> str:
        """A detail that is a word."""
        return self.details.get(name, default)


Draw = Callable[[Canvas, Piece], None]
Families = dict[str, Draw]
