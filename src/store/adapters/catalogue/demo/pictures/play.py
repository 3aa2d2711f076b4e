"""Toys: wood, wool and paper."""

# ruff: noqa: E501, C901 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Room, Turned, cast, shadow


def orb(c: Canvas, at: tuple[float, float], r: float, paint: str) -> None:
    """A ball in the light."""
    c.ellipse(
        at,
        (r, r),
        c.radial([(0, tone(paint, 0.5)), (0.5, paint), (1, tone(paint, -0.42))], (0.36, 0.3), 0.75),
    )


def car(c: Canvas, p: Piece) -> None:
    """A wooden vehicle: ``form`` car, van, train or tractor."""
    shadow(c, 470, y=648)
    form = p.word("form", "car")
    wheel = p.hue("wheel", "Walnut")
    bodies = {
        "car": "M150 600V520Q150 488 190 484L262 478Q300 390 370 386H460Q530 390 560 480L620 490Q656 496 656 540V600Z",
        "van": "M160 604V400Q160 372 190 372H560Q596 372 616 420L650 500V604Z",
        "train": "M160 604V360H330V470H380V420H440V470H600Q640 470 644 520V604Z",
        "tractor": "M180 590V470H250L262 370H420L436 460H600Q630 460 632 496V590Z",
    }
    d = bodies[form]
    c.path(
        d,
        tone(p.paint, -0.4),
        transform="translate(13 -12)",
        stroke=tone(p.paint, -0.4),
        stroke_width=10,
        stroke_linejoin="round",
    )
    c.path(
        d,
        c.linear([(0, tone(p.paint, 0.26)), (1, tone(p.paint, -0.14))], (0, 0, 0.3, 1)),
        stroke=tone(p.paint, 0.1),
        stroke_width=10,
        stroke_linejoin="round",
    )
    c.open(clip_path=c.clip(d))
    c.line(
        "".join(f"M140 {380 + k * 30}Q400 {368 + k * 30 + c.chance(-10, 10):.0f} 670 {384 + k * 30}" for k in range(8)),
        tone(p.paint, -0.4),
        1.8,
        opacity=0.26,
    )
    c.close()
    hole = {
        "car": "M318 474Q336 424 376 420H400V474ZM424 420H458Q500 424 518 474H424Z",
        "van": "M470 412H546Q570 416 588 462H470ZM210 412H430V462H210Z",
        "train": "M196 396H294V460H196Z",
        "tractor": "M288 404H394L404 460H280Z",
    }[form]
    c.path(hole, tone(p.paint, -0.62), opacity=0.75)
    c.path(hole, "none", stroke=tone(p.paint, 0.3), stroke_width=3, opacity=0.6, transform="translate(0 2)")
    if form == "train":
        Turned([(38, 372), (26, 384), (26, 424)], p.hue("second", "Rust"), "wood", x=410).draw(c)
    sizes = {
        "car": ((250, 62), (560, 62)),
        "van": ((262, 66), (552, 66)),
        "train": ((226, 50), (370, 50), (560, 50)),
        "tractor": ((300, 104), (568, 62)),
    }[form]
    for x, r in sizes:
        y = 652 - r
        orb(c, (x + 8, y - 3), r, tone(wheel, -0.5))
        c.ellipse((x, y), (r, r), c.linear([(0, tone(wheel, 0.26)), (1, tone(wheel, -0.3))], (0, 0, 1, 1)))
        c.ellipse((x, y), (r * 0.62, r * 0.62), "none", stroke=tone(wheel, -0.4), stroke_width=3, opacity=0.5)
        orb(c, (x, y), r * 0.24, p.hue("second", "Butter"))


def rings(c: Canvas, p: Piece) -> None:
    """A stacking toy of ``count`` rings."""
    shadow(c, 350)
    names = ("Rust", "Mustard", "Sage", "Sky", "Blush", "Teal")
    start = int(p.num("start", 0))
    Turned([(140, 616), (146, 624), (146, 640)], p.paint, "wood").draw(c)
    c.ellipse((400, 616), (140, 24), tone(p.paint, 0.24))
    for i in range(int(p.num("count", 5))):
        r, y = 138 - i * 18, 612 - i * 54
        hue = Piece("", {"colour": names[(i + start) % 6]}).paint
        ring = Turned([(r - 12, y - 54), (r, y - 40), (r, y - 14), (r - 12, y)], hue, "matte", tilt=0.18)
        ring.draw(c)
        c.ellipse((400, y - 54), (r - 12, (r - 12) * 0.18), tone(hue, 0.28))
    top = 612 - int(p.num("count", 5)) * 54
    orb(c, (400, top - 34), 42, p.paint)


def blocks(c: Canvas, p: Piece) -> None:
    """Building blocks in a small town."""
    room = Room(y=590)
    room.shadow(c, (-200, -110), (200, 130))
    names = [
        p.word("colour", "Beech"),
        p.word("second", "Sage"),
        p.word("third", "Terracotta"),
        p.word("fourth", "Butter"),
    ]
    hue = [Piece("", {"colour": name}).paint for name in names]
    room.box(c, (-190, 0, -90), (-80, 110, 20), hue[0], wood=True)
    room.box(c, (-60, 0, -90), (50, 110, 20), hue[1])
    room.box(c, (70, 0, -90), (180, 110, 20), hue[2])
    room.box(c, (-150, 112, -80), (-40, 222, 10), hue[3])
    room.box(c, (-20, 112, -80), (170, 160, 10), hue[0], wood=True)
    room.box(c, (30, 162, -70), (120, 252, 0), hue[1 if p.word("fourth") else 2])
    room.box(c, (-200, 0, 60), (-10, 50, 130), hue[2], wood=False)
    room.box(c, (110, 0, 60), (190, 80, 140), hue[3])
    x, y = room.at(60, 0, 110)
    shadow(c, 80, x=x, y=y)
    orb(c, (x, y - 40), 42, hue[1])


def ball(c: Canvas, p: Piece) -> None:
    """A ball of felt, rubber or cloth with ``panels``."""
    shadow(c, 340)
    d = "M400 280A180 180 0 1 1 400 640A180 180 0 1 1 400 280Z"
    c.path(d, p.paint)
    c.open(clip_path=c.clip(d))
    if p.word("panels") == "beach":
        for k, bend in enumerate((-190, -110, -30, 50, 130)):
            c.path(
                f"M400 290Q{400 + bend} 460 400 634Q{400 + bend + 60} 460 400 290Z",
                p.hue(("second", "third")[k % 2], "Chalk"),
            )
    if p.word("panels") == "band":
        c.path("M200 420Q400 500 600 420V490Q400 570 200 490Z", p.hue("second", "Chalk"))
    if p.word("panels") == "stars":
        for k in range(16):
            c.ellipse((240 + (k * 97) % 330, 310 + (k * 61) % 310), (11, 11), p.hue("second", "Chalk"))
    c.close()
    c.path(
        d,
        c.radial(
            [(0, "#fffaf1@.6"), (0.45, "#fffaf1@.05"), (0.75, "#271b17@.2"), (1, "#271b17@.55")],
            (0.36, 0.3),
            0.78,
        ),
    )


def plush(c: Canvas, p: Piece) -> None:
    """A soft animal: ``form`` hare, bear, fox or whale."""
    form = p.word("form", "hare")
    shadow(c, 300)
    fur = c.radial([(0, tone(p.paint, 0.32)), (0.6, p.paint), (1, tone(p.paint, -0.28))], (0.38, 0.3), 0.8)
    if form == "whale":
        d = "M170 520C170 410 280 370 390 380C520 392 560 470 600 470C630 470 640 430 620 400C660 400 680 430 672 470C720 450 730 480 720 500C700 540 640 540 620 540C590 610 500 642 400 642C270 642 170 620 170 520Z"
        c.path(d, fur)
        c.path("M180 560C240 600 420 610 560 590C500 650 200 650 180 560Z", tone(p.paint, 0.6))
        orb(c, (268, 510), 9, "#2b292a")
        return
    for side in (-1, 1):
        c.ellipse((400 + side * 84, 612), (62, 34), fur)
    c.ellipse((400, 540), (112, 112), fur)
    for side in (-1, 1):
        c.ellipse((400 + side * 104, 520), (32, 74), fur, transform=f"rotate({side * -24} {400 + side * 104} 520)")
        if form == "hare":
            c.ellipse((400 + side * 44, 204), (31, 108), fur, transform=f"rotate({side * 9} {400 + side * 44} 300)")
            c.ellipse(
                (400 + side * 44, 210),
                (15, 82),
                tone(p.hue("second", "Blush"), 0.2),
                transform=f"rotate({side * 9} {400 + side * 44} 300)",
            )
        elif form == "bear":
            c.ellipse((400 + side * 84, 288), (38, 38), fur)
            c.ellipse((400 + side * 84, 290), (19, 19), p.hue("second", "Cream"))
        else:
            c.path(
                f"M{400 + side * 40} 300L{400 + side * 112} 232L{400 + side * 104} 344Z",
                fur,
                stroke=p.paint,
                stroke_width=12,
                stroke_linejoin="round",
            )
    c.ellipse((400, 366), (112, 102), fur)
    c.ellipse((400, 566), (66, 70), tone(p.hue("second", "Cream"), 0.15), opacity=0.85)
    if form != "hare":
        c.ellipse((400, 402), (52, 40), tone(p.hue("second", "Cream"), 0.2))
    for side in (-1, 1):
        orb(c, (400 + side * 42, 360), 9, "#2b292a")
    c.path("M388 388H412L400 402Z", "#4a362a", stroke="#4a362a", stroke_width=5, stroke_linejoin="round")
    c.line("M400 404V416M400 416Q388 428 378 420M400 416Q412 428 422 420", "#4a362a", 3)
    if p.word("scarf"):
        c.path("M312 440Q400 490 488 440L492 470Q400 520 308 470Z", p.hue("scarf", "Rust"))
        c.path("M440 476L480 560L446 566L422 488Z", tone(p.hue("scarf", "Rust"), -0.12))


def puzzle(c: Canvas, p: Piece) -> None:
    """A tray puzzle or memory game laid on the table: ``form`` shapes or tiles."""
    c.open(transform="rotate(-8 400 400)")
    d = "M190 190H610Q630 190 630 210V590Q630 610 610 610H190Q170 610 170 590V210Q170 190 190 190Z"
    cast(c, d, by=(16, 22), spread=13, strength=0.36)
    c.path(d, c.linear([(0, tone(p.paint, 0.2)), (1, tone(p.paint, -0.1))], (0, 0, 1, 1)))
    names = ("Rust", "Mustard", "Sage", "Sky", "Blush", "Teal", "Butter", "Ink", "Terracotta")
    for k in range(9):
        x, y = 262 + (k % 3) * 138, 262 + (k // 3) * 138
        hue = Piece("", {"colour": names[(k * 2 + int(p.num("start", 0))) % 9]}).paint
        if p.word("form", "shapes") == "tiles":
            c.rect((x - 58, y - 58), (116, 116), "#271b17", rx=10, opacity=0.24, transform="translate(4 6)")
            c.rect((x - 58, y - 58), (116, 116), tone("#e3cfae", 0.2), rx=10)
        shapes = [
            f"M{x - 42} {y - 42}h84v84h-84Z",
            f"M{x} {y - 48}L{x + 48} {y + 40}H{x - 48}Z",
            f"M{x - 46} {y}A46 46 0 1 1 {x + 46} {y}A46 46 0 1 1 {x - 46} {y}Z",
            f"M{x} {y - 50}L{x + 50} {y}L{x} {y + 50}L{x - 50} {y}Z",
            f"M{x - 46} {y + 26}A46 52 0 0 1 {x + 46} {y + 26}Z",
        ]
        shape = shapes[(k + k // 3) % 5]
        c.path(shape, "#271b17", opacity=0.4, transform="translate(4 6)")
        c.path(shape, c.linear([(0, tone(hue, 0.28)), (1, tone(hue, -0.12))], (0, 0, 1, 1)))
    c.close()


def mobile(c: Canvas, p: Piece) -> None:
    """Shapes that turn over a cot."""
    c.line("M400 -5V150", "#8a7a66", 3)
    c.line("M210 176Q400 130 590 176", p.hue("bar", "Oak"), 11)
    for i, (x, y, name) in enumerate(
        ((220, 380, "colour"), (340, 520, "second"), (470, 430, "third"), (580, 330, "fourth"))
    ):
        hue = p.hue(name, ("Butter", "Sky", "Blush", "Sage")[i])
        c.line(f"M{x} {176 - (1 - ((x - 400) / 190) ** 2) * 22:.0f}V{y - 50}", "#8a7a66", 2.4)
        c.ellipse((x + 24, y + 26), (54, 54), "#2b1d16", opacity=0.2, filter=c.blur(14))
        if p.word("form", "moons") == "moons" and i % 2 == 0:
            c.path(f"M{x + 20} {y - 54}A56 56 0 1 0 {x + 40} {y + 38}A62 62 0 0 1 {x + 20} {y - 54}Z", hue)
        elif p.word("form") == "birds":
            c.path(
                f"M{x - 64} {y + 10}Q{x - 20} {y - 50} {x + 20} {y - 14}Q{x + 44} {y - 34} {x + 72} {y - 20}Q{x + 48} {y} {x + 40} {y + 16}Q{x} {y + 46} {x - 64} {y + 10}Z",
                c.linear([(0, tone(hue, 0.2)), (1, tone(hue, -0.16))], (0, 0, 0, 1)),
            )
        else:
            orb(c, (x, y), 48, hue)


def kite(c: Canvas, p: Piece) -> None:
    """A kite on a wall of sky."""
    d = "M430 100L610 290L400 600L250 250Z"
    cast(c, d, by=(20, 34), spread=18, strength=0.24)
    for corner, name in (
        ("M430 100L610 290L418 272Z", "colour"),
        ("M610 290L400 600L418 272Z", "second"),
        ("M400 600L250 250L418 272Z", "third"),
        ("M250 250L430 100L418 272Z", "fourth"),
    ):
        hue = p.hue(name, {"colour": "Tomato", "second": "Butter", "third": "Teal", "fourth": "Chalk"}[name])
        c.path(corner, c.linear([(0, tone(hue, 0.2)), (1, tone(hue, -0.14))], (0, 0, 1, 1)))
    c.line("M430 100L400 600M250 250Q430 290 610 290", p.hue("spar", "Oak"), 4)
    c.line("M400 600C340 660 460 690 390 740C350 770 380 790 380 810", "#7c6a58", 3)
    for x, y in ((382, 640), (424, 690), (382, 742)):
        c.path(f"M{x} {y}l-28 -14v28Zl28 -14v28Z", p.hue("colour", "Tomato"))


FAMILIES: Families = {
    "car": car, "rings": rings, "blocks": blocks, "ball": ball, "plush": plush, "puzzle": puzzle, "mobile": mobile,
    "kite": kite,
}  # fmt: skip
