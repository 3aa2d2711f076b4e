"""What cuts and stirs, laid on the table."""

# ruff: noqa: E501, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import cast

SLAB = "M250 150Q250 130 270 130H530Q550 130 550 150V650Q550 672 528 672H272Q250 672 250 650Z"


PADDLE = "M262 330Q262 290 300 286C350 280 366 262 368 214V150Q368 118 400 118Q432 118 432 150V214C434 262 450 280 500 286Q538 290 538 330V640Q538 682 496 682H304Q262 682 262 640Z"


ROUND = "M400 196A238 238 0 1 0 400 672A238 238 0 1 0 400 196Z"


BOARDS = {"slab": SLAB, "paddle": PADDLE, "round": ROUND}


def knife(c: Canvas, p: Piece) -> None:
    """A knife, or ``count`` of them, laid on the table."""
    count = int(p.num("count", 1))
    for i in range(count):
        c.open(transform=f"rotate(-38 400 400) translate(0 {(i - (count - 1) / 2) * 130:.0f})")
        long, deep = p.num("long", 330) - i * 70, p.num("deep", 62) - i * 12
        tip = 370 + long
        blade = f"M370 {400 - deep * 0.5}L{tip - 60} {400 - deep * 0.5}Q{tip - 10} {400 - deep * 0.42} {tip} {400 + deep * 0.1}Q{tip - 80} {400 + deep * 0.55} 392 {400 + deep * 0.55}L384 {400 + deep * 0.3}H370Z"
        if p.word("blade") == "saw":
            blade = (
                f"M370 {400 - deep * 0.4}H{tip}L{tip} {400 + deep * 0.2}"
                + "".join(f"q-9 {deep * 0.3:.0f} -18 0" for _ in range(int((long - 20) / 18)))
                + f"L370 {400 + deep * 0.2}Z"
            )
        grip = f"M376 {400 - deep * 0.46}H210Q160 {400 - deep * 0.5} 150 {400 - deep * 0.14}Q150 {400 + deep * 0.4} 186 {400 + deep * 0.42}Q280 {400 + deep * 0.2} 376 {400 + deep * 0.34}Z"
        cast(c, blade + grip, by=(-4, 26), spread=11)
        c.path(
            blade,
            c.linear(
                [(0, "#8f9498"), (0.35, "#d9dcde"), (0.55, "#f7f8f8"), (0.75, "#c2c6c9"), (1, "#e9ebec")],
                (0, 0, 0, 1),
            ),
        )
        c.line(
            f"M384 {400 + deep * 0.28}Q{tip - 90} {400 + deep * 0.3} {tip - 12} {400 + deep * 0.02}",
            "#8b9094",
            1.4,
            opacity=0.5,
        )
        c.path(
            grip,
            c.linear([(0, tone(p.paint, 0.24)), (0.45, p.paint), (1, tone(p.paint, -0.4))], (0, 0, 0, 1)),
        )
        c.rect((366, 400 - deep * 0.46), (20, deep * 0.8), "#b9bdc1", rx=3)
        for x in (210, 265, 320):
            c.ellipse((x, 398), (6, 6), tone(p.hue("rivet", "Brass"), 0.15))
        c.close()


def board(c: Canvas, p: Piece) -> None:
    """A cutting board, laid flat: ``shape`` slab, paddle or round."""
    d = BOARDS[p.word("shape", "slab")]
    c.open(transform="rotate(14 400 400)")
    cast(c, d, by=(14, 26), spread=14)
    c.path(d, tone(p.paint, -0.36), transform="translate(4 9)")
    c.path(d, c.linear([(0, tone(p.paint, 0.18)), (1, tone(p.paint, -0.06))], (0, 0, 1, 1)))
    c.open(clip_path=c.clip(d))
    if p.word("stripe"):
        for i, left in enumerate((300, 372, 470)):
            c.rect((left, 100), (26 + i * 8, 620), p.hue("stripe", "Walnut"), opacity=0.85)
    rings = []
    for i in range(16):
        x = 160 + i * 31 + c.chance(-7, 7)
        rings.append(
            f"M{x:.0f} 100C{x + c.chance(-16, 16):.0f} 280 {x + c.chance(-16, 16):.0f} 480 {x + c.chance(-8, 8):.0f} 700"
        )
    c.line("".join(rings), tone(p.paint, -0.42), 2, opacity=0.3)
    c.close()
    if p.word("shape") == "paddle":
        c.ellipse((400, 160), (13, 13), tone(p.paint, -0.62))
    c.path(d, "none", stroke="#fffaf1", stroke_width=2, opacity=0.4)
    c.close()


def utensils(c: Canvas, p: Piece) -> None:
    """Spoons, spatulas and whisks side by side; ``kinds`` is a run of letters s, t, w, l, f, k."""
    kinds = p.word("kinds", "sts")
    step = 150 if len(kinds) < 4 else 118
    for i, kind in enumerate(kinds):
        x = 400 + (i - (len(kinds) - 1) / 2) * step
        c.open(transform=f"rotate({-6 + 6 * (i % 2) + 3 * (i % 3)} {x:.0f} 420)")
        _utensil(c, p, kind, x)
        c.close()


def _utensil(c: Canvas, p: Piece, kind: str, x: float) -> None:
    head = {
        "s": f"M{x} 130C{x + 62} 130 {x + 58} 262 {x + 12} 276H{x - 12}C{x - 58} 262 {x - 62} 130 {x} 130Z",
        "t": f"M{x - 44} 136H{x + 36}Q{x + 48} 138 {x + 46} 156L{x + 36} 250Q{x + 30} 274 {x + 12} 280H{x - 12}Q{x - 32} 274 {x - 38} 250L{x - 52} 152Q{x - 54} 138 {x - 44} 136Z",
        "f": f"M{x - 42} 130h12v84h16v-84h12v84h16v-84h12v84C{x + 26} 262 {x + 16} 276 {x + 10} 282H{x - 10}C{x - 20} 270 {x - 42} 260 {x - 42} 214Z",
        "l": f"M{x - 62} 170A62 62 0 0 0 {x + 62} 170Q{x + 40} 150 {x} 150Q{x - 40} 150 {x - 62} 170ZM{x - 9} 225H{x + 9}V290H{x - 9}Z",
        "k": f"M{x - 20} 130Q{x + 26} 120 {x + 28} 200L{x + 18} 285H{x - 18}Z",
    }.get(kind, "")
    stem = f"M{x - 10} 270H{x + 10}L{x + 15} 640Q{x + 15} 668 {x} 668Q{x - 15} 668 {x - 15} 640Z"
    paint = c.linear([(0, tone(p.paint, 0.22)), (0.5, tone(p.paint, 0.04)), (1, tone(p.paint, -0.3))])
    if kind == "w":
        for half in (62, 36, 10):
            c.line(
                f"M{x} 300C{x - half * 2} 240 {x - half * 1.2} 120 {x} 120C{x + half * 1.2} 120 {x + half * 2} 240 {x} 300",
                "#8d9296",
                4.5,
            )
            c.line(f"M{x - 1} 298C{x - half * 2} 240 {x - half * 1.2} 118 {x} 118", "#eef0f1", 1.8)
    cast(c, head + stem, by=(10, 16), spread=9, strength=0.3)
    top = p.hue("head", p.word("colour", "Beech"))
    if head:
        c.path(
            head,
            c.linear([(0, tone(top, 0.2)), (0.6, tone(top, -0.05)), (1, tone(top, -0.26))], (0, 0, 1, 1)),
        )
    c.path(stem, paint)
    if kind == "s":
        c.path(
            f"M{x} 148C{x + 42} 150 {x + 40} 238 {x} 250C{x - 40} 238 {x - 42} 150 {x} 148Z",
            c.linear([(0, tone(top, -0.34)), (1, tone(top, 0.1))], (0, 0, 1, 1)),
        )
    if p.word("tip"):
        c.path(
            f"M{x - 14} 590H{x + 14}L{x + 15} 640Q{x + 15} 668 {x} 668Q{x - 15} 668 {x - 15} 640Z",
            p.hue("tip", "Sage"),
        )


FAMILIES: Families = {"knife": knife, "board": board, "utensils": utensils}
