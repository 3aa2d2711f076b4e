"""Lamps, lit, so that one sees what they do to a room."""

# ruff: noqa: E501, C901, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from math import cos, radians, sin

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point
from store.adapters.catalogue.demo.pictures.glassware import flame
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Turned, shadow, tube


def round_of(wide: float, high: float, start: float, end: float) -> list[Point]:
    """The profile of a ball or an egg between two angles, in degrees from its top."""
    angles = [radians(start + (end - start) * step / 12) for step in range(13)]
    return [(wide * sin(angle), high * (1 - cos(angle))) for angle in angles]


SHADES: dict[str, list[Point]] = {
    "drum": [(150, 0), (150, 0), (164, 170), (164, 170)],
    "cone": [(52, 0), (52, 0), (176, 176), (176, 176)],
    "dome": [(20, 0), (96, 18), (160, 84), (184, 176), (184, 178)],
    "globe": round_of(130, 124, 10, 170),
    "bell": [(34, 0), (44, 40), (70, 96), (142, 150), (178, 182), (180, 186)],
    "disc": [(30, 0), (46, 30), (150, 52), (214, 66), (216, 72)],
    "lantern": round_of(152, 126, 24, 156),
}
GLOWING = {"drum", "globe", "lantern"}


def shade(c: Canvas, p: Piece, y: float, size: float = 1.0, x: float = 400) -> None:
    """A lampshade whose top stands at *y*, with the light it gives."""
    kind = p.word("shade", "drum")
    profile = [(r * size, y + at * size) for r, at in SHADES[kind]]
    foot, foot_y = profile[-1]
    glow = c.radial([(0, "#ffe6ae@.8"), (0.5, "#ffdf9e@.24"), (1, "#ffdf9e@0")])
    c.ellipse((x, foot_y - 40 * size), (330 * size, 290 * size), glow)
    finish = p.word("shade_finish", "glow" if kind in GLOWING else "matte")
    body = Turned(profile, p.hue("shade_colour", p.word("colour", "Oat")), finish, tilt=0.15, x=x)
    if kind not in GLOWING:
        c.path(
            f"M{x - foot} {foot_y}L{x - foot - 130 * size} {foot_y + 240 * size}H{x + foot + 130 * size}L{x + foot} {foot_y}Z",
            c.linear([(0, "#ffe6ae@.5"), (1, "#ffe6ae@0")], (0, 0, 0, 1)),
        )
    clip = body.draw(c)
    c.open(clip_path=clip)
    if p.word("weave") == "slats":
        for i in range(-8, 9):
            c.line(
                f"M{x + i * 9 * size:.0f} {y - 10:.0f}Q{x + i * 26 * size:.0f} {(y + foot_y) / 2:.0f} {x + i * 12 * size:.0f} {foot_y + 20:.0f}",
                tone(p.paint, -0.4),
                2.6,
                opacity=0.4,
            )
    if p.word("weave") == "pleats":
        for i in range(-11, 12):
            c.line(
                f"M{x + i * 13 * size:.0f} {y - 20:.0f}L{x + i * 15.5 * size:.0f} {foot_y + 40:.0f}",
                tone(p.paint, -0.32),
                3.4,
                opacity=0.3,
            )
    if p.word("weave") == "rings":
        for i in range(1, 12):
            c.path(body.band(y + i * 22 * size, y + i * 22 * size + 2.4, 240), tone(p.paint, -0.4), opacity=0.38)
    if p.word("weave") == "rattan":
        tile = '<path d="M0 0L18 18M18 0L0 18" stroke="#5a3b20" stroke-width="2.4" opacity=".5"/>'
        c.rect((100, y - 40), (600, 420), c.pattern(18, 18, tile))
    c.path(
        body.outline,
        c.radial([(0, "#fff1c9@.75"), (1, "#fff1c9@0")], (0.5, 0.72), 0.5),
        opacity=1 if kind in GLOWING else 0.12,
    )
    c.close()
    if kind not in GLOWING:
        c.ellipse(
            (x, foot_y),
            (foot * 0.97, foot * 0.13),
            c.radial([(0, "#fffbea"), (0.5, "#ffe9b4"), (1, "#e8bf7a")]),
        )
    elif kind == "drum":
        c.ellipse(
            (x, y),
            (profile[0][0] - 6, (profile[0][0] - 6) * 0.13),
            c.radial([(0, "#fffbea"), (1, "#f0d39a")]),
        )


def table_lamp(c: Canvas, p: Piece) -> None:
    """A lamp for the table: ``base`` vase, stem, block or arc."""
    base, kind = p.hue("base_colour", p.word("colour", "Oat")), p.word("base", "vase")
    shadow(c, 260 if kind != "arc" else 210, x=400 if kind != "arc" else 470)
    if kind == "vase":
        c.line("M400 440V380", tone("#c5a05a", -0.1), 12)
        Turned(
            [(24, 428), (28, 446), (96, 500), (108, 560), (70, 625), (62, 640)],
            base,
            p.word("finish", "glaze"),
        ).draw(c)
    elif kind == "stem":
        tube(c, "M400 626V380", 14, base, finish="metal")
        Turned([(96, 624), (100, 630), (100, 640)], base, "metal").draw(c)
        c.ellipse((400, 624), (96, 16), tone(base, 0.3))
    elif kind == "block":
        Turned([(80, 470), (80, 470), (86, 640), (86, 640)], base, p.word("finish", "wood")).draw(c)
        c.ellipse((400, 470), (80, 13), tone(base, 0.26))
        c.line("M400 466V380", "#c5a05a", 11)
    else:
        Turned([(86, 622), (92, 630), (92, 640)], base, "metal", x=470).draw(c)
        tube(c, "M470 620C530 420 500 250 400 236", 13, base, finish="metal")
    shade(c, p, 214 if kind != "arc" else 228, 1.12 if kind != "arc" else 0.8)


def pendant(c: Canvas, p: Piece) -> None:
    """A lamp on a cord from the ceiling."""
    size = p.num("size", 1.25)
    c.line("M400 -5V262", p.hue("cord", "Charcoal"), 5)
    Turned([(13, 226), (16, 234), (19, 266)], p.hue("fitting", "Brass"), "metal").draw(c)
    shade(c, p, 262, size)


def floor_lamp(c: Canvas, p: Piece) -> None:
    """A standing lamp: ``base`` stem, tripod or arc."""
    kind = p.word("base", "stem")
    pole = p.hue("pole", "Charcoal")
    shadow(c, 260 if kind != "arc" else 190, x=400 if kind != "arc" else 520, y=726, strength=0.8)
    if kind == "tripod":
        for dx in (-120, 24, 128):
            tube(c, f"M400 300L{400 + dx} {722 - (30 if dx == 24 else 0)}", 15, pole)
    elif kind == "arc":
        Turned([(76, 706), (80, 714), (80, 726)], pole, "metal", x=520).draw(c)
        tube(c, "M520 704C540 330 500 96 400 100", 12, pole, finish="metal")
    else:
        tube(c, "M400 712V240", 12, pole, finish="metal")
        Turned([(90, 710), (94, 716), (94, 726)], pole, "metal").draw(c)
        c.ellipse((400, 710), (90, 15), tone(pole, 0.28))
    shade(c, p, 92, 0.92)


def lantern(c: Canvas, p: Piece) -> None:
    """A lantern of metal and glass with a candle, or ``light`` led."""
    glow = c.radial([(0, "#ffe2a2@.75"), (0.5, "#ffdf9e@.2"), (1, "#ffdf9e@0")])
    c.ellipse((400, 480), (300, 290), glow)
    shadow(c, 270)
    tube(c, "M330 300C320 150 480 150 470 300", 9, p.paint, finish="metal")
    Turned([(20, 268), (60, 286), (112, 326), (116, 336)], p.paint, p.word("finish", "metal")).draw(c)
    panes = c.linear([(0, "#fff3cf@.5"), (0.5, "#ffe9b4@.75"), (1, "#e2b66a@.5")])
    c.rect((300, 336), (200, 280), panes)
    if p.word("light", "candle") == "candle":
        Turned([(36, 530), (36, 530), (36, 610), (36, 610)], "#f0e3ca", "matte").draw(c)
        c.ellipse((400, 530), (36, 6), "#fff3cf")
        flame(c, 400, 528, 0.9)
    else:
        c.ellipse((400, 480), (44, 58), c.radial([(0, "#fffdf2"), (0.6, "#ffe9b4"), (1, "#f3c878")]))
    c.line("M338 344V600", "#ffffff", 9, opacity=0.5)
    for x in (302, 366, 434, 498):
        c.line(f"M{x} 336V616", tone(p.paint, 0.08 if x < 400 else -0.2), 8 if x in {302, 498} else 4)
    Turned([(112, 608), (120, 618), (120, 640)], p.paint, p.word("finish", "metal")).draw(c)


def night_light(c: Canvas, p: Piece) -> None:
    """A small friendly light in the ``form`` of a moon, cloud or hare."""
    forms = {
        "cloud": "M250 640Q180 640 180 575Q182 515 244 512Q250 430 335 432Q380 360 462 396Q520 410 530 472Q620 470 622 556Q620 640 550 640Z",
        "moon": "M470 300A175 175 0 1 0 560 600A220 220 0 0 1 470 300Z",
        "hare": "M330 640Q262 620 270 540Q280 470 340 450C296 380 290 270 322 262C356 256 376 360 384 436H416C424 360 444 256 478 262C510 270 504 380 460 450Q520 470 530 540Q538 620 470 640Z",
    }
    d = forms[p.word("form", "moon")]
    c.ellipse((400, 500), (350, 320), c.radial([(0, "#ffe6ae@.85"), (0.5, "#ffdf9e@.26"), (1, "#ffdf9e@0")]))
    shadow(c, 330, strength=0.7)
    c.path(
        d,
        c.radial([(0, "#fff8e2"), (0.55, tone(p.paint, 0.45)), (1, tone(p.paint, 0.05))], (0.45, 0.5), 0.65),
    )
    c.path(d, c.linear([(0, "#fffaf1@.5"), (0.5, "#fffaf1@0"), (1, "#8a5a2a@.25")], (0, 0, 1, 1)))
    if p.word("form") in {"cloud", "hare"}:
        for x in (370, 430):
            c.ellipse((x, 545), (6, 7), "#4a362a")
        c.line("M390 562Q400 571 410 562", "#4a362a", 3.4)


FAMILIES: Families = {
    "table_lamp": table_lamp, "pendant": pendant, "floor_lamp": floor_lamp, "lantern": lantern,
    "night_light": night_light,
}  # fmt: skip
