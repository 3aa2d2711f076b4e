"""Cloth: woven, knitted, folded."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas, number
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import cast, shadow
from store.adapters.catalogue.demo.pictures.weaves import cloth


def cushion(c: Canvas, p: Piece) -> None:
    """A cushion that leans on nothing; ``shape`` square, long or round."""
    wide, high = {"square": (270, 262), "long": (310, 180), "round": (260, 255)}[p.word("shape", "square")]
    y = 640 - high
    shadow(c, wide * 1.75)
    if p.word("shape") == "round":
        d = f"M{400 - wide} {y}A{wide} {high} 0 1 1 {400 + wide} {y}A{wide} {high} 0 1 1 {400 - wide} {y}Z"
    else:
        x0, x1, y0, y1 = 400 - wide, 400 + wide, y - high, y + high
        d = (
            f"M{x0 + 20} {y0 + 4}Q400 {y0 + high * 0.09:.0f} {x1 - 20} {y0 + 4}Q{x1 + 3} {y0} {x1 - 2} {y0 + 22}"
            f"Q{x1 - wide * 0.07:.0f} {y} {x1 - 2} {y1 - 22}Q{x1 + 3} {y1} {x1 - 22} {y1 - 2}"
            f"Q400 {y1 - high * 0.05:.0f} {x0 + 22} {y1 - 2}Q{x0 - 3} {y1} {x0 + 2} {y1 - 22}"
            f"Q{x0 + wide * 0.07:.0f} {y} {x0 + 2} {y0 + 22}Q{x0 - 3} {y0} {x0 + 20} {y0 + 4}Z"
        )
    cloth(c, d, p)
    c.path(
        d,
        c.radial(
            [(0, "#fffaf1@.34"), (0.45, "#fffaf1@.04"), (0.8, "#271b17@.16"), (1, "#271b17@.44")],
            (0.4, 0.36),
            0.72,
        ),
    )
    c.open(clip_path=c.clip(d))
    for sx, sy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        x0, y0 = 400 + sx * wide, y + sy * high
        c.line(
            f"M{x0 - sx * 16} {y0 - sy * 16}Q{x0 - sx * 70} {y0 - sy * 40} {x0 - sx * 104} {y0 - sy * 92}",
            tone(p.paint, -0.5),
            6,
            opacity=0.16,
        )
    if p.word("button"):
        c.ellipse((400, y), (60, 52), c.radial([(0, "#271b17@.5"), (1, "#271b17@0")]))
        c.ellipse((400, y), (15, 14), tone(p.paint, -0.12))
    c.close()
    c.path(
        d,
        "none",
        stroke=p.hue("piping", p.word("colour", "Oat")) if p.word("piping") else tone(p.paint, -0.18),
        stroke_width=7 if p.word("piping") else 3,
        stroke_linejoin="round",
    )


def folded(c: Canvas, p: Piece) -> None:
    """Blankets or towels in a neat pile of ``layers``; ``second`` colours every other one when ``mixed``."""
    layers, wide, thick = int(p.num("layers", 2)), p.num("wide", 250), p.num("thick", 84)
    foot = 652.0
    shadow(c, wide * 1.75, y=646)
    for i in range(layers):
        low, half = foot - i * thick, wide - i * 9 + c.chance(-6, 6)
        q = Piece(p.family, {**p.details, "colour": p.word("second", "Chalk")}) if p.word("mixed") and i % 2 else p
        d = f"M{400 - half} {low}Q{400 - half - 26} {low - thick * 0.5} {400 - half} {low - thick + 3}Q400 {low - thick - 7} {400 + half} {low - thick + 3}Q{400 + half + 12} {low - thick * 0.5} {400 + half} {low}Q400 {low + 9} {400 - half} {low}Z"
        cloth(c, d, q)
        c.path(
            d,
            c.linear(
                [(0, "#fffaf1@.4"), (0.35, "#fffaf1@.06"), (0.8, "#271b17@.22"), (1, "#271b17@.5")],
                (0, 0, 0, 1),
            ),
        )
        c.path(d, c.linear([(0, "#271b17@.26"), (0.12, "#fffaf1@.12"), (0.6, "#fffaf1@0"), (1, "#271b17@.26")]))
        c.line(
            f"M{400 - half + 14} {low - thick * 0.48}Q400 {low - thick * 0.44} {400 + half} {low - thick * 0.5}",
            tone(q.paint, -0.55),
            3,
            opacity=0.34,
        )
    low = foot - (layers - 1) * thick
    half = wide - (layers - 1) * 9
    top = f"M{400 - half} {low - thick + 3}Q400 {low - thick - 7} {400 + half} {low - thick + 3}L{400 + half - 54} {low - thick - 74}Q400 {low - thick - 84} {400 - half + 54} {low - thick - 74}Z"
    q = (
        Piece(p.family, {**p.details, "colour": p.word("second", "Chalk")})
        if p.word("mixed") and layers % 2 == 0
        else p
    )
    cloth(c, top, q, light=0.16)
    c.path(top, c.linear([(0, "#271b17@.12"), (1, "#fffaf1@.22")], (0, 0, 0, 1)))
    if p.word("fringe"):
        for k in range(26):
            x = 400 + half * 0.98 - 8 - k * 8.2
            sway = c.chance(-5, 5)
            c.line(
                f"M{x:.0f} {foot - thick * 0.9}Q{x + sway:.0f} {foot - thick * 0.5} {x + sway * 1.5:.0f} {foot - thick * 0.12 + c.chance(-7, 7):.0f}",
                tone(p.hue("second", p.word("colour", "Oat")), 0.12 if k % 2 else -0.14),
                4,
            )


def rug(c: Canvas, p: Piece) -> None:
    """A rug on the floor, seen at a slant; ``shape`` long or round."""
    if p.word("shape") == "round":
        c.ellipse((410, 478), (312, 168), "#2b1d16", opacity=0.32, filter=c.blur(12))
        outer = "M90 460A310 166 0 1 1 710 460A310 166 0 1 1 90 460Z"
        cloth(c, outer, p)
        for k in range(1, 9):
            c.ellipse(
                (400, 460),
                (310 * k / 9, 166 * k / 9),
                "none",
                stroke=tone(p.paint, -0.4) if k % 2 else tone(p.paint, 0.4),
                stroke_width=5,
                opacity=0.3,
            )
        if p.word("second"):
            c.ellipse((400, 460), (258, 138), "none", stroke=p.hue("second", "Ink"), stroke_width=13, opacity=0.85)
        c.path(outer, c.linear([(0, "#fffaf1@.26"), (1, "#271b17@.2")], (0, 0, 0.6, 1)))
        return
    c.open(transform="translate(400 470) skewX(-20) scale(1 .66) translate(-400 -400)")
    d = "M140 160H660V640H140Z"
    cast(c, d, by=(6, 16), spread=10, strength=0.36)
    for k in range(0 if p.word("fringe") == "none" else 32):
        for x, turn in ((140, -1), (660, 1)):
            c.line(
                f"M{x} {168 + k * 15}l{turn * c.chance(20, 30):.0f} {c.chance(-5, 6):.0f}",
                tone(p.hue("fringe", "Natural"), 0.1 if k % 2 else -0.2),
                5,
            )
    cloth(c, d, p)
    if p.word("border"):
        c.path("M176 196H624V604H176Z", "none", stroke=p.hue("border", "Ink"), stroke_width=15, opacity=0.9)
    c.path(d, c.linear([(0, "#fffaf1@.28"), (0.5, "#fffaf1@.02"), (1, "#271b17@.2")], (0, 0, 1, 1)))
    c.close()


APRON = "M330 190Q400 236 470 190L486 330Q560 350 580 372V690Q400 712 220 690V372Q240 350 314 330Z"
CLOAK = "M400 158C372 210 286 246 262 300C238 420 244 560 232 690Q290 706 330 690Q380 710 430 692Q500 708 566 688C556 560 562 420 538 300C514 246 428 210 400 158Z"
DRAPED = "M262 168Q400 160 538 168C546 320 540 480 544 628Q470 640 400 632Q330 640 256 630C260 480 254 320 262 168Z"
BRASS = ((0, "#f1d9b0"), (1, "#7d5a37"))


def hanging(c: Canvas, p: Piece) -> None:
    """A towel over a rail (``form`` towel), a cape on a peg (``cloak``) or an ``apron``."""
    form = p.word("form", "towel")
    d = {"apron": APRON, "cloak": CLOAK, "towel": DRAPED}[form]
    if form == "towel":
        back = "M272 172H548V664Q410 674 276 662Z"
        cast(c, back, by=(22, 26), spread=16)
        cloth(c, back, p, light=-0.26)
    else:
        cast(c, d, by=(20, 22), spread=16)
    if form == "apron":
        c.line("M332 194C322 60 478 60 468 194", tone(p.paint, -0.2), 11)
        c.line("M224 380L150 420M576 380L650 424", tone(p.paint, -0.16), 10)
    cloth(c, d, p)
    _folds(c, d, p, form)
    c.path(d, c.linear([(0, "#fffaf1@.14"), (1, "#271b17@.16")], (0, 0, 1, 1)))
    if form == "towel":
        c.path(
            "M262 168Q400 160 538 168L540 200Q400 190 261 200Z",
            c.linear([(0, "#fffaf1@.4"), (1, "#271b17@.14")], (0, 0, 0, 1)),
        )
        for x0, x1 in ((170, 264), (537, 630)):
            c.line(f"M{x0} 178H{x1}", "#8a6d34", 17)
            c.line(f"M{x0} 174H{x1}", "#ecd9a6", 6)
        for x in (166, 634):
            c.ellipse((x, 178), (21, 21), c.radial(BRASS, (0.35, 0.3), 0.75))
        return
    if form == "cloak":
        c.line("M400 168C384 136 416 136 400 168", tone(p.paint, -0.3), 6)
    c.ellipse((400, 92 if form == "apron" else 146), (15, 15), c.radial(BRASS, (0.35, 0.3), 0.75))


def _folds(c: Canvas, d: str, p: Piece, form: str) -> None:
    """How cloth falls: soft darks with a light to their left."""
    narrow, soft = (0.9, 0.6) if form == "towel" else (0.3, 1)
    c.open(clip_path=c.clip(d))
    for x, lean in ((320, -40), (372, -14), (436, 16), (492, 44)):
        slant = lean * (1 - narrow)
        c.line(
            f"M{400 + (x - 400) * narrow:.0f} 150C{x} 320 {x + slant:.0f} 500 {x + slant:.0f} 720",
            tone(p.paint, -0.55),
            17,
            opacity=0.13 * soft,
            filter=c.blur(5),
        )
        c.line(
            f"M{388 + (x - 400) * narrow:.0f} 150C{x - 22} 320 {x + slant - 24:.0f} 500 {x + slant - 24:.0f} 720",
            "#fffaf1",
            12,
            opacity=0.24 * soft,
            filter=c.blur(5),
        )
    if form == "apron":
        c.path(
            "M318 470H482V580Q400 600 318 580Z",
            tone(p.paint, -0.04),
            stroke=tone(p.paint, -0.34),
            stroke_width=3,
        )
    elif form == "towel":
        c.line("M256 596Q400 606 544 594", tone(p.paint, -0.4), 2.4, stroke_dasharray="7 5", opacity=0.6)
    c.close()


def napkins(c: Canvas, p: Piece) -> None:
    """Squares of linen, fanned; ``count``."""
    count = int(p.num("count", 3))
    for i in range(count):
        c.open(transform=f"rotate({-16 + i * 14:g} 400 560)")
        d = "M240 250Q400 242 560 250Q566 400 560 562Q400 570 240 562Q234 400 240 250Z"
        cast(c, d, by=(8, 14), spread=9, strength=0.24)
        q = (
            Piece(
                p.family,
                {**p.details, "colour": p.word("second", "Chalk"), "second": p.word("colour", "Oat")},
            )
            if p.word("mixed") and i % 2
            else p
        )
        cloth(c, d, q, light=0.05 * i)
        c.path(
            f"M254 264H546V{number(548)}H254Z",
            "none",
            stroke=tone(q.paint, -0.3),
            stroke_width=2.4,
            stroke_dasharray="7 5",
            opacity=0.5,
        )
        c.path(d, c.linear([(0, "#fffaf1@.24"), (1, "#271b17@.12")], (0, 0, 1, 1)))
        c.line("M400 250V562", tone(q.paint, -0.4), 2, opacity=0.22)
        c.close()


FAMILIES: Families = {
    "cushion": cushion,
    "folded": folded,
    "rug": rug,
    "hanging": hanging,
    "napkins": napkins,
}
