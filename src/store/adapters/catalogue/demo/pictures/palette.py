"""The shop's colours by the names its labels use, and the arithmetic of light on them."""

from typing import Final

COLOURS: Final = {
    "Chalk": "#f1ece3", "Cream": "#f0e3ca", "Oat": "#dfd1ba", "Natural": "#d6c3a2", "Sand": "#d3bc96",
    "Stone": "#b5aea4", "Slate": "#6a727b", "Charcoal": "#403f41", "Black": "#2b292a", "Ink": "#2f3b50",
    "Indigo": "#3d4a78", "Cobalt": "#3159a0", "Sky": "#a6c0d0", "Sea": "#7da59f", "Teal": "#3d7779",
    "Sage": "#a3b095", "Olive": "#84824f", "Moss": "#6a7550", "Forest": "#3d5344", "Leaf": "#5c8152",
    "Butter": "#edd491", "Mustard": "#d09c38", "Amber": "#c6853a", "Tan": "#b58152", "Clay": "#c69475",
    "Terracotta": "#c4744d", "Rust": "#b0573a", "Tomato": "#cb4f3b", "Rose": "#c68080", "Blush": "#e2b8a7",
    "Plum": "#6b4256", "Lavender": "#afa5c6", "Walnut": "#6f4c35", "Oak": "#c59a68", "Ash": "#dbc29e",
    "Beech": "#d8b183", "Cork": "#c0976a", "Birch": "#e3cfae", "Brass": "#c5a05a", "Copper": "#c07b54",
    "Steel": "#b6babd", "Iron": "#454447", "Clear": "#d5e2e1", "Smoke": "#74787b", "Bottle": "#6f9378",
}  # fmt: skip
DARK: Final = "#271b17"
LIGHT: Final = "#fffaf1"
PALE: Final = 0.68


def colour(name: str) -> str:
    """The hex value of a *name* on a label; a hex value stands for itself."""
    return name if name.startswith("#") else COLOURS[name]


def channels(hexa: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(hexa[1:3], 16), int(hexa[3:5], 16), int(hexa[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """*one* with a *share* (0 to 1) of the *other* stirred in."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tone(hexa: str, light: float) -> str:
    """*hexa* in more light (up to 1) or in shade (down to -1); both are warm."""
    return mix(hexa, LIGHT, light) if light >= 0 else mix(hexa, DARK, -light)


def lightness(hexa: str) -> float:
    """How bright the eye takes a colour to be, 0 to 1."""
    red, green, blue = channels(hexa)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def is_pale(hexa: str) -> bool:
    """Whether a colour would be lost on a pale ground."""
    return lightness(hexa) > PALE
