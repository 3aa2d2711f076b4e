"""The desk: paper, pens and what keeps them in order."""

# ruff: noqa: E501, C901, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import cast
from store.adapters.catalogue.demo.pictures.weaves import weave


def notebook(c: Canvas, p: Piece) -> None:
    """A notebook at a slight angle: ``bind`` cloth, stitched, spiral or strap; ``count`` of them."""
    count = int(p.num("count", 1))
    wide, high = p.num("wide", 360), p.num("high", 500)
    for i in reversed(range(count)):
        names = [p.word("colour", "Oat"), p.word("second", "Chalk"), p.word("third", "Ink")]
        c.open(transform=f"rotate({8 - i * 13} 400 420) translate({i * 26} {i * -10})")
        _book(c, p, (400 - wide / 2, 410 - high / 2, wide, high), Piece("", {"colour": names[i % 3]}).paint)
        c.close()
    if p.word("pen"):
        c.open(transform="rotate(20 640 420)")
        _barrel(c, 650, 230, 560, 22, p.hue("pen", "Black"))
        c.close()


def _book(c: Canvas, p: Piece, box: tuple[float, float, float, float], paint: str) -> None:
    x, y, wide, high = box
    d = f"M{x} {y}H{x + wide - 14}Q{x + wide} {y} {x + wide} {y + 14}V{y + high - 14}Q{x + wide} {y + high} {x + wide - 14} {y + high}H{x}Z"
    cast(c, d, by=(18, 22), spread=13, strength=0.36)
    c.path(d, "#e9e0cd", transform="translate(7 8)")
    c.line(
        f"M{x + 8} {y + high + 4}H{x + wide - 4}M{x + wide + 4} {y + 18}V{y + high - 6}",
        "#b9ac93",
        1.4,
        opacity=0.8,
    )
    c.path(d, paint)
    if p.word("weave"):
        c.path(d, weave(c, p.word("weave"), paint, p.hue("ink", "Chalk")))
    c.path(d, c.linear([(0, "#fffaf1@.26"), (0.5, "#fffaf1@.02"), (1, "#271b17@.2")], (0, 0, 1, 1)))
    bind = p.word("bind", "cloth")
    if bind == "cloth":
        c.rect(
            (x, y),
            (wide * 0.15, high),
            p.hue("spine", p.word("colour", "Oat")) if p.word("spine") else tone(paint, -0.26),
            opacity=0.85,
        )
        c.line(f"M{x + wide * 0.15} {y}V{y + high}", tone(paint, -0.55), 2, opacity=0.4)
    if bind == "stitched":
        c.line(
            f"M{x + 9} {y + high * 0.14}V{y + high * 0.86}",
            p.hue("thread", "Chalk"),
            4,
            stroke_dasharray="18 12",
        )
    if bind == "spiral":
        for k in range(17):
            at = y + 24 + k * (high - 48) / 16
            c.ellipse((x + 16, at), (4.5, 4.5), tone(paint, -0.6))
            c.line(f"M{x + 16} {at}C{x - 2} {at - 12} {x - 18} {at - 4} {x - 10} {at + 6}", "#6f7377", 4)
    if bind == "strap":
        c.rect((x + wide * 0.84, y - 2), (11, high + 4), p.hue("strap", "Charcoal"))
    if p.word("label"):
        lx, ly = x + wide * 0.34, y + high * 0.2
        c.rect((lx, ly), (wide * 0.42, high * 0.14), p.hue("label", "Chalk"), rx=3)
        c.line(
            f"M{lx + 26} {ly + high * 0.055}H{lx + wide * 0.42 - 26}M{lx + 46} {ly + high * 0.092}H{lx + wide * 0.42 - 46}",
            tone(paint, -0.5),
            2.6,
            opacity=0.7,
        )


def _barrel(c: Canvas, x: float, top: float, foot: float, wide: float, paint: str) -> None:
    d = f"M{x - wide / 2} {top}H{x + wide / 2}V{foot}L{x + 3} {foot + 62}H{x - 3}L{x - wide / 2} {foot}Z"
    cast(c, d, by=(12, 10), spread=7, strength=0.34)
    body = c.linear([(0, tone(paint, -0.3)), (0.3, tone(paint, 0.42)), (0.5, paint), (1, tone(paint, -0.45))])
    c.rect((x - wide / 2, top), (wide, foot - top), body, rx=wide * 0.3)
    metal = c.linear([(0, "#8a7a55"), (0.3, "#f5e6bd"), (0.6, "#c5a05a"), (1, "#6e5a30")])
    c.path(f"M{x - wide / 2} {foot - 4}H{x + wide / 2}L{x + 3} {foot + 58}H{x - 3}Z", metal)
    c.rect((x - wide / 2 - 1, top + (foot - top) * 0.42), (wide + 2, 7), metal)
    c.rect((x + wide * 0.12, top + 8), (5, (foot - top) * 0.36), metal, rx=2)


def pen(c: Canvas, p: Piece) -> None:
    """One pen, or ``count`` in the colours ``colour``, ``second``, ``third``."""
    count = int(p.num("count", 1))
    c.open(transform="rotate(34 400 400)")
    for i in range(count):
        paint = [p.paint, p.hue("second", "Brass"), p.hue("third", "Chalk")][i % 3]
        _barrel(
            c,
            400 + (i - (count - 1) / 2) * 92,
            130 + 24 * (i % 2),
            600 + 24 * (i % 2),
            p.num("thick", 34),
            paint,
        )
    c.close()


def pencils(c: Canvas, p: Piece) -> None:
    """A fan of sharpened pencils in ``set`` warm, cool, grey or rainbow."""
    sets = {
        "warm": ["Rust", "Terracotta", "Mustard", "Butter", "Blush", "Rose", "Plum"],
        "cool": ["Ink", "Cobalt", "Sky", "Sea", "Teal", "Forest", "Sage"],
        "grey": ["Charcoal", "Slate", "Stone", "Charcoal", "Slate", "Stone", "Charcoal"],
        "rainbow": ["Tomato", "Terracotta", "Mustard", "Leaf", "Teal", "Cobalt", "Plum"],
    }
    names = sets[p.word("set", "rainbow")][: int(p.num("count", 7))]
    for i, name in enumerate(names):
        paint = Piece("", {"colour": name}).paint
        x = 400 + (i - (len(names) - 1) / 2) * 66
        top = 170 + abs(i - (len(names) - 1) / 2) * 18 + c.chance(-8, 8)
        c.open(transform=f"rotate({(i - (len(names) - 1) / 2) * 3.2:.1f} 400 900)")
        d = f"M{x} {top}L{x + 21} {top + 82}V650H{x - 21}V{top + 82}Z"
        cast(c, d, by=(10, 12), spread=7, strength=0.3)
        c.path(f"M{x} {top}L{x + 21} {top + 82}H{x - 21}Z", c.linear([(0, "#f0d9b2"), (1, "#c79a63")]))
        c.path(f"M{x} {top}L{x + 6.5} {top + 26}H{x - 6.5}Z", paint)
        for dx, wide, light in ((-21, 14, 0.2), (-7, 15, 0.02), (8, 13, -0.3)):
            c.path(f"M{x + dx} {top + 80}q{wide / 2} -11 {wide} 0V650h{-wide}Z", tone(paint, light))
        c.rect((x - 21, 628), (42, 22), tone(paint, -0.4))
        c.close()


def cards(c: Canvas, p: Piece) -> None:
    """Cards and envelopes, fanned; ``motif`` leaf, sun, line or dots."""
    for i, (turn, name) in enumerate(
        ((-17, p.word("second", "Tan")), (-3, p.word("third", "Sage")), (11, p.word("colour", "Chalk")))
    ):
        paint = Piece("", {"colour": name}).paint
        c.open(transform=f"rotate({turn} 400 620)")
        d = "M262 190H538V590H262Z"
        cast(c, d, by=(10, 14), spread=10, strength=0.3)
        c.path(d, c.linear([(0, tone(paint, 0.2)), (1, tone(paint, -0.08))], (0, 0, 1, 1)))
        if i == 2:
            _motif(c, p.word("motif", "leaf"), p.hue("ink", "Forest"))
        elif i == 0:
            c.line("M262 190L400 340L538 190", tone(paint, -0.4), 2.4, opacity=0.5)
        c.close()


def _motif(c: Canvas, kind: str, ink: str) -> None:
    if kind == "leaf":
        c.line("M400 530V270", ink, 4)
        for k in range(6):
            y = 500 - k * 40
            for side in (-1, 1):
                c.path(
                    f"M400 {y}Q{400 + side * 30} {y - 56} {400 + side * 78} {y - 50}Q{400 + side * 56} {y - 4} 400 {y}Z",
                    tone(ink, 0.12 * (k % 3)),
                )
    elif kind == "sun":
        c.ellipse((400, 350), (76, 76), ink)
        for k in range(5):
            c.line(
                f"M310 {462 + k * 20}Q355 {450 + k * 20} 400 {462 + k * 20}T490 {462 + k * 20}",
                tone(ink, 0.1 * k),
                5,
            )
    elif kind == "line":
        c.line("M320 480C300 300 380 250 420 320C460 390 350 420 370 350C400 260 500 300 480 480", ink, 6)
    else:
        for k in range(5):
            for m in range(7):
                c.ellipse((312 + k * 44, 245 + m * 48), (11, 11), tone(ink, 0.14 * ((k + m) % 4)))


def rolls(c: Canvas, p: Piece) -> None:
    """Rolls of wrapping paper lying side by side."""
    c.open(transform="rotate(24 400 400)")
    for i, name in enumerate((p.word("colour", "Sage"), p.word("second", "Chalk"), p.word("third", "Rust"))):
        q = Piece("", {"colour": name})
        x = 250 + i * 108
        d = f"M{x} 130H{x + 92}V660H{x}Z"
        cast(c, d, by=(16, 12), spread=10, strength=0.34)
        c.path(d, q.paint)
        c.path(
            d,
            weave(
                c,
                ("leaf", "dots", "pin")[(i + int(p.num("start", 0))) % 3],
                q.paint,
                p.hue("ink", "Forest") if i != 2 else "#f1ece3",
            ),
        )
        c.path(d, c.linear([(0, "#271b17@.3"), (0.28, "#fffaf1@.42"), (0.5, "#fffaf1@.02"), (1, "#271b17@.44")]))
        c.rect((x - 2, 380), (96, 54), "#f1ece3")
        c.path(
            f"M{x - 2} 380h96v54h-96Z",
            c.linear([(0, "#271b17@.24"), (0.28, "#fffaf1@.3"), (1, "#271b17@.34")]),
        )
    c.close()


FAMILIES: Families = {
    "notebook": notebook, "pen": pen, "pencils": pencils, "cards": cards, "rolls": rolls,
}  # fmt: skip
