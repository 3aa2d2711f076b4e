"""Soap, brushes and what hangs on the wall beside them."""

# ruff: noqa: E501, C901 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Room, Turned, cast, shadow


def soap(c: Canvas, p: Piece) -> None:
    """Bars of soap: ``form`` bar, round or stack; a paper ``band`` or a ``dish`` if named."""
    room = Room(y=600, pitch=30)
    if p.word("dish"):
        dish = p.hue("dish", "Oak")
        room.shadow(c, (-210, -130), (210, 130))
        room.box(c, (-210, 0, -130), (210, 34, 130), dish, wood=True)
        base = 34.0
    else:
        room.shadow(c, (-160, -100), (160, 100))
        base = 0.0
    bars = 2 if p.word("form") == "stack" else 1
    for i in range(bars):
        paint = p.paint if i == 0 else p.hue("second", "Blush")
        low, high = base + i * 88, base + i * 88 + 84
        room.box(c, (-160 + i * 18, low, -100), (160, high, 100), paint)
        a, b, e, f = room.quad(
            [
                (-110 + i * 10, high, -62),
                (110 + i * 10, high, -62),
                (110 + i * 10, high, 62),
                (-110 + i * 10, high, 62),
            ]
        )
        c.path(
            f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}L{e[0]:.0f} {e[1]:.0f}L{f[0]:.0f} {f[1]:.0f}Z",
            tone(paint, 0.1),
            stroke=tone(paint, -0.14),
            stroke_width=4,
            stroke_linejoin="round",
        )
        for _ in range(int(p.num("bits", 0))):
            u, v = c.chance(-150, 150), c.chance(-90, 90)
            x, y = room.at(u, high, v)
            c.ellipse((x, y), (c.chance(1.5, 4), c.chance(1, 2.4)), p.hue("bit", "Moss"), opacity=0.7)
        if p.word("band"):
            band = p.hue("band", "Chalk")
            for face, light in (
                (
                    [(-50, high + 1, -100), (60, high + 1, -100), (60, high + 1, 100), (-50, high + 1, 100)],
                    0.1,
                ),
                ([(-50, high, 101), (60, high, 101), (60, low, 101), (-50, low, 101)], -0.06),
            ):
                pts = room.quad(face)
                c.path("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in pts) + "Z", tone(band, light))
            (x0, y0), (x1, y1) = room.at(-20, high + 1, 30), room.at(34, high + 1, 30)
            c.line(f"M{x0:.0f} {y0:.0f}L{x1:.0f} {y1:.0f}", tone(band, -0.6), 4, opacity=0.7)


def brush(c: Canvas, p: Piece) -> None:
    """Brushes: ``form`` dish, bath, nail, broom or tooth."""
    form = p.word("form", "dish")
    hair = p.hue("hair", "Natural")
    c.open(transform=f"rotate({p.num('turn', -32):g} 400 410)")
    if form in {"dish", "bath"}:
        head = 82 if form == "dish" else 100
        long = 104 if form == "bath" else 84
        bristle = f"M{400 - head} 250A{head} {long} 0 0 1 {400 + head} 250A{head} {long} 0 0 1 {400 - head} 250Z"
        stem = "M388 320H412L418 660Q418 690 400 690Q382 690 382 660Z"
        cast(c, bristle + stem, by=(16, 18), spread=12, strength=0.36)
        for k in range(44):
            x = c.chance(-1, 1) * head
            reach = (1 - (x / head) ** 2) ** 0.5 * long
            c.line(
                f"M{400 + x:.0f} {250 - reach:.0f}v{-c.chance(5, 13):.0f}M{400 + x:.0f} {250 + reach:.0f}v{c.chance(5, 13):.0f}",
                tone(hair, -0.14 + 0.2 * (k % 3)),
                5,
            )
        c.path(bristle, c.radial([(0, tone(p.paint, 0.3)), (1, tone(p.paint, -0.16))], (0.36, 0.32), 0.8))
        c.path(stem, c.linear([(0, tone(p.paint, 0.2)), (0.4, tone(p.paint, 0.2)), (1, tone(p.paint, -0.34))]))
        for k in range(5):
            for m in range(5):
                c.ellipse(
                    (400 + (k - 2) * head * 0.32, 250 + (m - 2) * long * 0.3),
                    (5, 4),
                    tone(hair, -0.3),
                    opacity=0.7,
                )
        c.ellipse((400, 660), (6, 8), tone(p.paint, -0.6))
    elif form == "comb":
        d = "M210 300Q400 262 590 300L584 378H216Z"
        teeth = "".join(f"M{222 + k * 16.6:.1f} 372h9.5l-2 132q-2.8 8 -5.5 0Z" for k in range(22))
        cast(c, d + teeth, by=(12, 20), spread=10, strength=0.36)
        paint = c.linear([(0, tone(p.paint, 0.3)), (1, tone(p.paint, -0.24))], (0, 0, 0.3, 1))
        c.path(teeth, tone(p.paint, -0.08))
        c.path(d, paint)
        c.line(
            "M222 322C330 296 470 300 580 322M220 350C340 336 460 344 582 348",
            tone(p.paint, -0.45),
            1.8,
            opacity=0.4,
        )
    elif form == "tooth":
        for i, name in enumerate((p.word("colour", "Beech"), p.word("second", "Walnut"), p.word("third", "Birch"))):
            paint = Piece("", {"colour": name}).paint
            x = 310 + i * 90
            d = f"M{x - 11} 150Q{x} 132 {x + 11} 150L{x + 9} 300L{x + 14} 420L{x + 12} 660Q{x} 680 {x - 12} 660L{x - 14} 420L{x - 9} 300Z"
            cast(c, d, by=(12, 12), spread=8, strength=0.32)
            c.rect((x - 32, 158), (26, 100), c.linear([(0, tone(hair, 0.4)), (1, tone(hair, -0.12))]), rx=3)
            c.path(d, c.linear([(0, tone(paint, -0.14)), (0.35, tone(paint, 0.3)), (1, tone(paint, -0.3))]))
    else:
        wide, high = (200, 66) if form == "nail" else (150, 60)
        y = 400.0
        block = f"M{400 - wide} {y}Q{400 - wide} {y - high} {400 - wide + 60} {y - high}H{400 + wide - 60}Q{400 + wide} {y - high} {400 + wide} {y}Z"
        bristle = f"M{400 - wide + 14} {y}H{400 + wide - 14}L{400 + wide + 2} {y + 110}H{400 - wide - 2}Z"
        cast(c, block + bristle, by=(14, 22), spread=12, strength=0.36)
        c.path(bristle, tone(hair, -0.12))
        for k in range(int(wide / 3)):
            x = 400 - wide + 14 + k * 6
            c.line(
                f"M{x} {y + 2}L{x + (x - 400) * 0.06:.0f} {y + 104 + c.chance(-4, 9):.0f}",
                tone(hair, -0.3 + 0.3 * (k % 3)),
                3.6,
            )
        c.path(block, c.linear([(0, tone(p.paint, 0.34)), (1, tone(p.paint, -0.22))], (0, 0, 0, 1)))
        if form == "broom":
            c.rect(
                (386, 40),
                (28, y - high - 34),
                c.linear([(0, tone(p.paint, -0.2)), (0.35, tone(p.paint, 0.3)), (1, tone(p.paint, -0.34))]),
                rx=12,
            )
    c.close()


def tumbler(c: Canvas, p: Piece) -> None:
    """A bathroom set: tumbler, dish and pump in one clay."""
    shadow(c, 440)
    Turned([(74, 430), (74, 430), (76, 640), (72, 640)], p.paint, p.word("finish", "matte"), x=262).draw(c)
    body = Turned([(74, 430), (74, 430), (76, 640), (72, 640)], p.paint, p.word("finish", "matte"), x=262)
    body.mouth(c, wall=8)
    pump = Turned(
        [(22, 420), (22, 436), (62, 452), (72, 480), (72, 640), (70, 640)],
        p.paint,
        p.word("finish", "matte"),
        x=440,
    )
    pump.draw(c)
    cap = p.hue("cap", "Brass")
    Turned([(24, 392), (26, 424)], cap, "metal", x=440).draw(c)
    c.line("M440 388V352M456 346H396L384 358", tone(cap, -0.05), 13)
    Turned([(82, 610), (80, 622), (58, 656)], p.paint, p.word("finish", "matte"), x=572, tilt=0.3).draw(c)
    Turned([(82, 610), (80, 622), (58, 656)], p.paint, "matte", x=572, tilt=0.3).mouth(c, wall=8)


def rail(c: Canvas, p: Piece) -> None:
    """Hooks on the wall: a board of ``count`` pegs, or single hooks (``form`` hook)."""
    count = int(p.num("count", 4))
    metal = p.hue("metal", p.word("colour", "Brass"))
    if p.word("form") == "hook":
        for i in range(count):
            x = 400 + (i - (count - 1) / 2) * 190
            d = f"M{x - 34} 300A34 34 0 1 1 {x + 34} 300V330A34 34 0 1 1 {x - 34} 330Z"
            cast(c, d + f"M{x - 12} 380H{x + 12}V500H{x - 12}Z", by=(26, 30), spread=13)
            c.path(d, c.radial([(0, tone(metal, 0.55)), (1, tone(metal, -0.28))], (0.35, 0.3), 0.85))
            c.line(f"M{x} 330V440C{x} 520 {x + 76} 510 {x + 70} 440", tone(metal, -0.36), 24)
            c.line(f"M{x - 3} 330V438C{x} 510 {x + 70} 500 {x + 67} 440", tone(metal, 0.14), 15)
            c.line(f"M{x - 6} 330V430", tone(metal, 0.7), 5)
            c.ellipse(
                (x + 70, 430),
                (19, 19),
                c.radial([(0, tone(metal, 0.6)), (1, tone(metal, -0.3))], (0.35, 0.3), 0.85),
            )
        return
    d = "M110 320Q110 308 122 308H678Q690 308 690 320V402Q690 414 678 414H122Q110 414 110 402Z"
    cast(c, d, by=(18, 30), spread=14)
    c.path(d, c.linear([(0, tone(p.paint, 0.28)), (1, tone(p.paint, -0.14))], (0, 0, 0.2, 1)))
    c.line(
        "M120 334C300 326 500 346 684 332M118 366C260 380 480 354 684 372M122 394C300 386 500 402 680 392",
        tone(p.paint, -0.4),
        1.8,
        opacity=0.34,
    )
    for i in range(count):
        x = 110 + 580 * (i + 0.5) / count
        knob = p.hue("peg", p.word("colour", "Oak"))
        c.ellipse((x + 24, 400), (32, 22), "#2b1d16", opacity=0.34, filter=c.blur(7))
        c.line(f"M{x} 362L{x + 5} 372", tone(knob, -0.3), 26)
        c.ellipse(
            (x + 6, 374),
            (27, 27),
            c.radial([(0, tone(knob, 0.46)), (0.6, knob), (1, tone(knob, -0.36))], (0.36, 0.32), 0.75),
        )


FAMILIES: Families = {"soap": soap, "brush": brush, "tumbler": tumbler, "rail": rail}
