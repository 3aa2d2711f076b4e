"""The studio: the ground behind a thing, and how many of it stand there."""

from typing import Final

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.families import DUSK, FAMILIES, FIT, FLAT, HUNG
from store.adapters.catalogue.demo.pictures.palette import lightness, tone
from store.adapters.catalogue.demo.pictures.piece import Piece

PALE_GROUNDS: Final = ("#efe6da", "#ece2da", "#e6e5da", "#e9e4de", "#e2e5e4", "#f0e4d0")
DEEP_GROUNDS: Final = ("#d2bfa9", "#c9b6a8", "#b9bfab", "#c2bbb2", "#b4bec2", "#d0b7a2")
DEEP_FROM: Final = 0.74
Places = tuple[tuple[float, int, int], ...]
PAIR_STANDING: Final[Places] = ((0.74, 268, 668), (0.74, 556, 640))
PAIR_HUNG: Final[Places] = ((0.62, 232, 330), (0.62, 572, 480))
TRIO_STANDING: Final[Places] = ((0.64, 398, 716), (0.6, 184, 612), (0.6, 612, 612))
TRIO_HUNG: Final[Places] = ((0.52, 400, 590), (0.52, 214, 232), (0.52, 590, 232))


def backdrop(c: Canvas, ground: str, scene: str) -> None:
    """A sweep of paper: light falls from the upper left, a table begins softly."""
    c.rect(
        (0, 0),
        (800, 800),
        c.linear([(0, tone(ground, 0.26)), (0.62, ground), (1, tone(ground, -0.05))], (0, 0, 0.55, 1)),
    )
    if scene == "stands":
        c.rect(
            (0, 545),
            (800, 255),
            c.linear(
                [
                    (0, f"{tone(ground, -0.3)}@.0"),
                    (0.1, f"{tone(ground, -0.3)}@.16"),
                    (1, f"{tone(ground, 0.2)}@.28"),
                ],
                (0, 0, 0, 1),
            ),
        )
    c.rect((0, 0), (800, 800), c.radial([(0, "#fffaf0@.5"), (1, "#fffaf0@0")], (0.26, 0.2), 0.7))
    if scene == "hangs":
        c.path("M60 0L330 0L610 800L340 800Z", "#fffaf0", opacity=0.22, filter=c.blur(18))
    c.rect((0, 0), (800, 800), c.radial([(0.6, "#3a2a20@0"), (1, "#3a2a20@.12")], (0.5, 0.5), 0.75))


def ground_for(c: Canvas, piece: Piece) -> str:
    """A ground the piece stands out from: pale things get a deeper one."""
    grounds = DEEP_GROUNDS if lightness(piece.paint) > DEEP_FROM else PALE_GROUNDS
    return piece.hue("ground", DUSK.get(piece.family, grounds[int(c.chance(0, len(grounds) - 0.01))]))


def scene_of(piece: Piece) -> str:
    """Whether a thing stands, hangs on the wall or lies on the table."""
    if piece.family in HUNG or piece.word("hang"):
        return "hangs"
    return "lies" if piece.family in FLAT else "stands"


def place(c: Canvas, piece: Piece) -> None:
    """Draw a thing at the size that fills its sheet well."""
    fit = piece.num("fit", FIT.get(piece.family, 1.0))
    low = 400 if scene_of(piece) == "lies" else 678
    c.open(transform=f"translate(400 {low}) scale({fit:g}) translate(-400 {-low})")
    FAMILIES[piece.family](c, piece)
    c.close()


def portrait(name: str, piece: Piece) -> bytes:
    """One thing on its own."""
    c = Canvas(name)
    backdrop(c, ground_for(c, piece), scene_of(piece))
    place(c, piece)
    return c.svg()


def closer(name: str, piece: Piece) -> bytes:
    """The same thing from near."""
    c = Canvas(name)
    backdrop(c, ground_for(c, piece), "lies")
    x, y = piece.num("focus_x", 430), piece.num("focus_y", 430)
    zoom = piece.num("zoom", 1.75)
    c.open(transform=f"translate(400 400) scale({zoom:g}) translate({-x:g} {-y:g})")
    FAMILIES[piece.family](c, piece)
    c.close()
    return c.svg()


def group(name: str, pieces: list[Piece]) -> bytes:
    """Two or three things side by side, the first in front."""
    c = Canvas(name)
    scene = scene_of(pieces[0])
    backdrop(c, ground_for(c, pieces[0]), scene)
    table, wall = (PAIR_STANDING, PAIR_HUNG) if len(pieces) <= len(PAIR_STANDING) else (TRIO_STANDING, TRIO_HUNG)
    places = table if scene == "stands" else wall
    for piece, (size, x, y) in reversed(list(zip(pieces, places, strict=False))):
        grown = size * piece.num("fit", FIT.get(piece.family, 1.0)) ** 0.7
        middle = -640 if scene == "stands" else -400
        c.open(transform=f"translate({x} {y}) scale({grown:.2f}) translate(-400 {middle})")
        FAMILIES[piece.family](c, piece)
        c.close()
    return c.svg()
