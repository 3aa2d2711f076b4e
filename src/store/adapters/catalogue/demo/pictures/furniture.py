"""Small furniture, and what hangs on a wall."""

# ruff: noqa: E501, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Room, Turned, cast, shadow, tube
from store.adapters.catalogue.demo.pictures.weaves import weave


def stool(c: Canvas, p: Piece) -> None:
    """A round stool or side table: ``top`` half width, ``h``, ``legs`` 3 or 4, or a solid ``base``."""
    h, top = p.num("h", 330), p.num("top", 150)
    y = 660 - h
    shadow(c, top * 2.1, y=662, strength=0.85)
    legs = p.hue("legs", p.word("colour", "Oak"))
    thick = p.num("thick", 19)
    if p.word("base") == "drum":
        Turned(
            [(top * 0.5, y + 30), (top * 0.42, y + h * 0.5), (top * 0.62, 660)],
            legs,
            p.word("finish", "wood"),
        ).draw(c)
    elif p.word("base") == "pole":
        Turned([(top * 0.62, 648), (top * 0.66, 654), (top * 0.66, 662)], legs, "metal").draw(c)
        tube(c, f"M400 650V{y + 10}", 17, legs, finish="metal")
    else:
        spots = (
            ((-0.84, 0), (0.86, -8), (-0.4, -38), (0.46, -42))
            if p.word("legs_count", "4") == "4"
            else ((-0.84, -4), (0.9, -16), (0.06, -46))
        )
        for dx, dy in reversed(spots):
            tube(
                c,
                f"M{400 + dx * top * 0.66} {y + 20}L{400 + dx * top * 1.02} {660 + dy}",
                thick,
                tone(legs, -0.12 if dy < -20 else 0),
            )
        if p.word("ring"):
            c.ellipse((400, y + h * 0.62), (top * 0.82, 22), "none", stroke=tone(legs, -0.16), stroke_width=11)
    slab = p.num("slab", 26)
    seat = Turned(
        [(top, y), (top, y), (top, y + slab - 6), (top - 8, y + slab)],
        p.hue("seat", p.word("colour", "Oak")),
        p.word("finish", "wood"),
        tilt=0.3,
    )
    seat.draw(c)
    paint = seat.colour
    c.ellipse((400, y), (top, top * 0.3), c.linear([(0, tone(paint, 0.36)), (1, tone(paint, 0.06))], (0, 0, 1, 1)))
    if p.word("weave"):
        c.ellipse((400, y), (top - 8, top * 0.3 - 4), weave(c, p.word("weave"), paint, p.hue("second", "Chalk")))
    elif p.word("finish", "wood") == "wood":
        d = f"M{400 - top} {y}A{top} {top * 0.3} 0 1 1 {400 + top} {y}A{top} {top * 0.3} 0 1 1 {400 - top} {y}Z"
        c.open(clip_path=c.clip(d))
        c.line(
            "".join(
                f"M{390 - top} {y - top * 0.3 + k * top * 0.085:.0f}Q400 {y - top * 0.3 + k * top * 0.085 + c.chance(-12, 12):.0f} {410 + top} {y - top * 0.3 + k * top * 0.085 + 6:.0f}"
                for k in range(8)
            ),
            tone(paint, -0.4),
            1.6,
            opacity=0.34,
        )
        c.close()
    c.ellipse((400, y), (top - 2, top * 0.3 - 2), "none", stroke="#fffaf1", stroke_width=2.4, opacity=0.4)


def bench(c: Canvas, p: Piece) -> None:
    """A bench or low table: ``wide``, ``deep``, ``h``; ``shelf`` underneath; ``seat`` of cord."""
    wide, deep, h = p.num("wide", 400), p.num("deep", 150), p.num("h", 190)
    room = Room(y=610, x=392, turn=28)
    x, z, leg = -wide / 2, -deep / 2, p.num("leg", 24)
    room.shadow(c, (x, z), (-x, -z), 0.26)
    for lx, lz in ((x, z), (-x - leg, z), (x, -z - leg), (-x - leg, -z - leg)):
        if lz < 0:
            room.box(c, (lx, 0, lz), (lx + leg, h, lz + leg), p.hue("legs", p.word("colour", "Oak")))
    if p.word("shelf"):
        room.box(c, (x + 8, h * 0.3, z + 8), (-x - 8, h * 0.3 + 12, -z - 8), p.paint, wood=True)
    for lx, lz in ((x, -z - leg), (-x - leg, -z - leg)):
        room.box(c, (lx, 0, lz), (lx + leg, h, lz + leg), p.hue("legs", p.word("colour", "Oak")))
    room.box(
        c,
        (x, h, z),
        (-x, h + p.num("slab", 26), -z),
        p.hue("seat", p.word("colour", "Oak")),
        wood=not p.word("weave"),
    )
    if p.word("weave"):
        top = room.quad(
            [
                (x + 14, h + 26, z + 14),
                (-x - 14, h + 26, z + 14),
                (-x - 14, h + 26, -z - 14),
                (x + 14, h + 26, -z - 14),
            ]
        )
        c.path(
            "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in top) + "Z",
            weave(c, p.word("weave"), p.hue("seat", "Natural"), p.hue("second", "Chalk")),
        )


def chair(c: Canvas, p: Piece) -> None:
    """A dining chair: ``back`` slats, bow or ladder; small for a child with ``size``."""
    size = p.num("size", 1.0)
    wood, seat = p.paint, p.hue("seat", p.word("colour", "Oak"))
    c.open(transform=f"translate(400 690) scale({size:g}) translate(-400 -690)")
    room = Room(y=640, x=392, turn=30)
    room.shadow(c, (-110, -110), (110, 110), 0.26)
    room.box(c, (-110, 0, -110), (-88, 430, -88), wood)
    if p.word("back", "ladder") == "ladder":
        for y in (280, 335, 390):
            room.box(c, (-88, y, -108), (90, y + 30, -96), wood, wood=True)
    elif p.word("back") == "slats":
        for x in (-62, -26, 10, 46):
            room.box(c, (x, 210, -106), (x + 14, 396, -96), wood)
        room.box(c, (-88, 392, -110), (90, 430, -92), wood, wood=True)
    else:
        room.box(c, (-88, 300, -108), (90, 420, -94), seat, wood=True)
    room.box(c, (88, 0, -110), (110, 430, -88), wood)
    room.box(c, (-110, 0, 88), (-88, 186, 110), wood)
    room.box(c, (-112, 182, -112), (114, 206, 114), seat, wood=not p.word("weave"))
    if p.word("weave"):
        top = room.quad([(-98, 206, -98), (98, 206, -98), (98, 206, 98), (-98, 206, 98)])
        c.path("M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in top) + "Z", weave(c, p.word("weave"), seat, seat))
    room.box(c, (88, 0, 88), (110, 184, 110), wood)
    room.box(c, (-88, 90, 94), (88, 104, 106), wood)
    c.close()


def shelf(c: Canvas, p: Piece) -> None:
    """A wall shelf with a few things on it; ``boards`` of them."""
    boards = int(p.num("boards", 1))
    for i in range(boards):
        y = 430 + (i - (boards - 1) / 2) * 210
        d = f"M120 {y}H680V{y + 30}H120Z"
        cast(c, d, by=(14, 40), spread=16)
        for x in (200, 600):
            c.line(f"M{x} {y + 30}V{y + 92}L{x + 8} {y + 30}", p.hue("bracket", "Brass"), 7)
        if not p.word("bare"):
            _things(c, p, y - 14, i)
        c.path(f"M120 {y}L146 {y - 24}H654L680 {y}Z", tone(p.paint, 0.24))
        _things(c, p, y - 12, i)
        c.rect(
            (120, y),
            (560, 28),
            c.linear([(0, tone(p.paint, 0.06)), (1, tone(p.paint, -0.24))], (0, 0, 0, 1)),
            rx=3,
        )
        c.line(
            f"M130 {y + 10}Q400 {y + 4} 670 {y + 12}M130 {y + 20}Q360 {y + 24} 670 {y + 18}",
            tone(p.paint, -0.45),
            1.5,
            opacity=0.4,
        )


def _things(c: Canvas, p: Piece, y: float, row: int) -> None:
    for k, (name, wide, high) in enumerate((("Ink", 24, 120), ("Oat", 20, 106), ("Rust", 28, 128), ("Sage", 22, 112))):
        hue = Piece("", {"colour": name}).paint
        x = (210 if row % 2 == 0 else 480) + k * 29
        c.rect((x, y - high), (wide, high), c.linear([(0, tone(hue, 0.2)), (1, tone(hue, -0.25))]), rx=2)
    x = 520 if row % 2 == 0 else 270
    Turned([(20, y - 120), (18, y - 100), (48, y - 50), (30, y)], p.hue("vase", "Blush"), "glaze", x=x).draw(c)
    if row % 2 == 0:
        Turned([(38, y - 46), (40, y - 20), (22, y)], p.hue("bowl", "Chalk"), "glaze", x=410).draw(c)


FAMILIES: Families = {
    "stool": stool, "bench": bench, "chair": chair, "shelf": shelf,
}  # fmt: skip
