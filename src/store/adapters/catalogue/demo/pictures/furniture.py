"""Small furniture, and what hangs on a wall."""

from math import cos, pi, sin

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Room, Turned, cast, shadow, tube
from store.adapters.catalogue.demo.pictures.textiles import weave


def stool(c: Canvas, p: Piece) -> None:
    """A round stool or side table: ``top`` half width, ``h``, ``legs`` 3 or 4, or a solid ``base``."""
    h, top = p.num("h", 330), p.num("top", 150)
    y = 660 - h
    shadow(c, top * 2.1, y=662, strength=0.85)
    legs = p.hue("legs", p.word("colour", "Oak"))
    thick = p.num("thick", 19)
    if p.word("base") == "drum":
        Turned([(top * 0.5, y + 30), (top * 0.42, y + h * 0.5), (top * 0.62, 660)], legs, p.word("finish", "wood")).draw(c)
    elif p.word("base") == "pole":
        Turned([(top * 0.62, 648), (top * 0.66, 654), (top * 0.66, 662)], legs, "metal").draw(c)
        tube(c, f"M400 650V{y + 10}", 17, legs, finish="metal")
    else:
        spots = ((-0.84, 0), (0.86, -8), (-0.4, -38), (0.46, -42)) if p.word("legs_count", "4") == "4" else ((-0.84, -4), (0.9, -16), (0.06, -46))
        for dx, dy in reversed(spots):
            tube(c, f"M{400 + dx * top * 0.66} {y + 20}L{400 + dx * top * 1.02} {660 + dy}", thick, tone(legs, -0.12 if dy < -20 else 0))
        if p.word("ring"):
            c.ellipse((400, y + h * 0.62), (top * 0.82, 22), "none", stroke=tone(legs, -0.16), stroke_width=11)
    slab = p.num("slab", 26)
    seat = Turned([(top, y), (top, y), (top, y + slab - 6), (top - 8, y + slab)], p.hue("seat", p.word("colour", "Oak")), p.word("finish", "wood"), tilt=0.3)
    seat.draw(c)
    paint = seat.colour
    c.ellipse((400, y), (top, top * 0.3), c.linear([(0, tone(paint, 0.36)), (1, tone(paint, 0.06))], (0, 0, 1, 1)))
    if p.word("weave"):
        c.ellipse((400, y), (top - 8, top * 0.3 - 4), weave(c, p.word("weave"), paint, p.hue("second", "Chalk")))
    elif p.word("finish", "wood") == "wood":
        d = f"M{400 - top} {y}A{top} {top * 0.3} 0 1 1 {400 + top} {y}A{top} {top * 0.3} 0 1 1 {400 - top} {y}Z"
        c.open(clip_path=c.clip(d))
        c.line("".join(f"M{390 - top} {y - top * 0.3 + k * top * 0.085:.0f}Q400 {y - top * 0.3 + k * top * 0.085 + c.chance(-12, 12):.0f} {410 + top} {y - top * 0.3 + k * top * 0.085 + 6:.0f}" for k in range(8)), tone(paint, -0.4), 1.6, opacity=0.34)
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
    room.box(c, (x, h, z), (-x, h + p.num("slab", 26), -z), p.hue("seat", p.word("colour", "Oak")), wood=not p.word("weave"))
    if p.word("weave"):
        top = room.quad([(x + 14, h + 26, z + 14), (-x - 14, h + 26, z + 14), (-x - 14, h + 26, -z - 14), (x + 14, h + 26, -z - 14)])
        c.path("M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in top) + "Z", weave(c, p.word("weave"), p.hue("seat", "Natural"), p.hue("second", "Chalk")))


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
        c.rect((120, y), (560, 28), c.linear([(0, tone(p.paint, 0.06)), (1, tone(p.paint, -0.24))], (0, 0, 0, 1)), rx=3)
        c.line(f"M130 {y + 10}Q400 {y + 4} 670 {y + 12}M130 {y + 20}Q360 {y + 24} 670 {y + 18}", tone(p.paint, -0.45), 1.5, opacity=0.4)


def _things(c: Canvas, p: Piece, y: float, row: int) -> None:
    for k, (name, wide, high) in enumerate((("Ink", 24, 120), ("Oat", 20, 106), ("Rust", 28, 128), ("Sage", 22, 112))):
        hue = Piece("", {"colour": name}).paint
        x = (210 if row % 2 == 0 else 480) + k * 29
        c.rect((x, y - high), (wide, high), c.linear([(0, tone(hue, 0.2)), (1, tone(hue, -0.25))]), rx=2)
    x = 520 if row % 2 == 0 else 270
    Turned([(20, y - 120), (18, y - 100), (48, y - 50), (30, y)], p.hue("vase", "Blush"), "glaze", x=x).draw(c)
    if row % 2 == 0:
        Turned([(38, y - 46), (40, y - 20), (22, y)], p.hue("bowl", "Chalk"), "glaze", x=410).draw(c)


def mirror(c: Canvas, p: Piece) -> None:
    """A mirror: ``form`` round, arch or oblong."""
    form = p.word("form", "round")
    d = {
        "round": "M400 150A240 240 0 1 1 400 630A240 240 0 1 1 400 150Z",
        "arch": "M220 330A180 190 0 0 1 580 330V680H220Z",
        "oblong": "M250 120H550Q570 120 570 140V660Q570 680 550 680H250Q230 680 230 660V140Q230 120 250 120Z",
    }[form]
    cast(c, d, by=(24, 34), spread=18)
    c.path(d, c.linear([(0, "#f4f3ee"), (0.45, "#d5d9d6"), (0.7, "#bdc4c2"), (1, "#dcdcd5")], (0, 0, 1, 1)))
    c.open(clip_path=c.clip(d))
    c.path("M180 620L560 90H660L280 700Z", "#ffffff", opacity=0.34)
    c.path("M330 700L640 260H670L360 720Z", "#ffffff", opacity=0.26)
    c.close()
    thick = p.num("thick", 24)
    c.path(d, "none", stroke=tone(p.paint, -0.22), stroke_width=thick)
    c.path(d, "none", stroke=tone(p.paint, 0.2), stroke_width=thick * 0.5, transform="translate(-2 -3)")
    if p.word("hang"):
        c.line("M300 190L400 60L500 190", p.hue("hang", "Tan"), 10)
        c.ellipse((400, 60), (13, 13), "#8a6d34")


def clock(c: Canvas, p: Piece) -> None:
    """A wall clock: ``marks`` dots, lines or none."""
    d = "M400 170A230 230 0 1 1 400 630A230 230 0 1 1 400 170Z"
    cast(c, d, by=(22, 32), spread=17)
    face = p.hue("face", "Chalk")
    c.ellipse((400, 400), (230, 230), c.linear([(0, tone(p.paint, 0.3)), (1, tone(p.paint, -0.28))], (0, 0, 1, 1)))
    c.ellipse((400, 400), (206, 206), c.linear([(0, tone(face, -0.1)), (0.2, face), (1, tone(face, 0.2))], (0, 0, 1, 1)))
    ink = p.hue("ink", "Charcoal")
    for k in range(12):
        s, o = sin(k * pi / 6), cos(k * pi / 6)
        if p.word("marks", "lines") == "dots":
            c.ellipse((400 + s * 172, 400 - o * 172), (7, 7), ink)
        elif p.word("marks", "lines") == "lines":
            c.line(f"M{400 + s * 158:.0f} {400 - o * 158:.0f}L{400 + s * 184:.0f} {400 - o * 184:.0f}", ink, 9 if k % 3 == 0 else 4)
    c.line("M406 410L306 326", "#2b1d16", 13, opacity=0.16)
    c.line("M400 400L300 320", ink, 13)
    c.line("M400 400L508 282", ink, 9)
    c.line("M386 434L430 300", p.hue("second", "Rust"), 3.6)
    c.ellipse((400, 400), (14, 14), ink)


def frame(c: Canvas, p: Piece) -> None:
    """A framed print: ``art`` hills, fruit, vase, arcs or leaf; ``count`` 1 or 2."""
    count = int(p.num("count", 1))
    for i in range(count):
        wide, high = (400, 520) if count == 1 else (290, 390)
        x = 400 - wide / 2 if count == 1 else (70 + i * 350)
        y = 400 - high / 2 + (i * 50 - 25 if count > 1 else 0)
        d = f"M{x} {y}h{wide}v{high}h{-wide}Z"
        cast(c, d, by=(20, 30), spread=15)
        c.path(d, c.linear([(0, tone(p.paint, 0.26)), (1, tone(p.paint, -0.3))], (0, 0, 1, 1)))
        c.rect((x + 16, y + 16), (wide - 32, high - 32), tone(p.paint, -0.55))
        c.rect((x + 18, y + 18), (wide - 36, high - 36), "#f6f1e7")
        c.open(transform=f"translate({x + wide / 2} {y + high / 2}) scale({wide / 400:.2f})", clip_path=c.clip("M-132 -180H132V180H-132Z"))
        _art(c, p, p.word("art", "hills") if i == 0 else p.word("art_two", "arcs"))
        c.close()
        c.path(f"M{x + 18} {y + 18}h{wide * 0.5}l{-wide * 0.46} {high * 0.8}h{-wide * 0.04}Z", "#ffffff", opacity=0.16)


def _art(c: Canvas, p: Piece, art: str) -> None:
    ink, second, third = p.hue("ink", "Forest"), p.hue("second", "Rust"), p.hue("third", "Butter")
    c.rect((-132, -180), (264, 360), tone(third, 0.6))
    if art == "hills":
        c.ellipse((46, -76), (44, 44), second)
        for k, light in enumerate((0.5, 0.3, 0.1, -0.1)):
            y = -20 + k * 52
            c.path(f"M-140 {y + 30}Q-60 {y - 46 + k * 14} 10 {y + 16}T140 {y - 8}V190H-140Z", tone(ink, light))
    elif art == "fruit":
        c.path("M-132 70H132V190H-132Z", tone(ink, 0.3))
        for x, y, r, hue in ((-44, 38, 62, second), (46, 54, 50, third), (16, -24, 40, tone(second, 0.3))):
            c.ellipse((x, y), (r, r), hue)
            c.line(f"M{x} {y - r}q6 -16 16 -20", ink, 5)
    elif art == "vase":
        c.path("M-40 180C-90 100 -60 40 -22 10V-20H22V10C60 40 90 100 40 180Z", second)
        for lean in (-70, -20, 34, 80):
            c.line(f"M0 -14Q{lean * 0.4} -80 {lean} -130", ink, 5)
            c.ellipse((lean, -138), (21, 21), third if lean % 20 == 0 else tone(second, 0.4))
    elif art == "leaf":
        c.line("M0 170C-8 60 10 -40 0 -150", ink, 6)
        for k in range(7):
            for side in (-1, 1):
                y = 130 - k * 40
                c.path(f"M0 {y}Q{side * 30} {y - 60} {side * (98 - k * 8)} {y - 54}Q{side * 60} {y} 0 {y}Z", tone(ink, 0.1 * (k % 3)))
    else:
        for k, hue in enumerate((ink, second, third, tone(ink, 0.45))):
            r = 120 - k * 28
            c.path(f"M{-r} 90A{r} {r} 0 0 1 {r} 90H{r - 22}A{r - 22} {r - 22} 0 0 0 {22 - r} 90Z", hue)
        c.ellipse((60, -110), (30, 30), second)


FAMILIES: Families = {
    "stool": stool, "bench": bench, "chair": chair, "shelf": shelf, "mirror": mirror, "clock": clock, "frame": frame,
}  # fmt: skip
