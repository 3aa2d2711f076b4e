"""Pots, plants and the tools of the bed."""

# ruff: noqa: E501, C901 - an outline is a run of coordinates: it reads worse broken up or named

from math import cos, radians, sin

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point
from store.adapters.catalogue.demo.pictures.glaze import decorate
from store.adapters.catalogue.demo.pictures.palette import mix, tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Turned, cast, shadow, tube

Sprig = tuple[Point, tuple[float, float], float]
CROWN = 0.42
HANGING = 120
BLADES = (
    (-0.5, -16, 250),
    (0.5, 15, 260),
    (-0.2, -6, 320),
    (0.25, 5, 300),
    (0.02, 0, 350),
    (-0.36, -24, 170),
    (0.4, 25, 160),
)
BIG = (
    (-58, 150, 150),
    (56, 160, 150),
    (-32, 240, 170),
    (30, 250, 165),
    (-4, 300, 170),
    (-78, 90, 120),
    (76, 96, 120),
    (12, 170, 140),
)


def leaf(c: Canvas, root: Point, size: Point, turn: float, paint: str) -> None:
    """One leaf: *size* is length and width, *turn* degrees from upright."""
    long, wide = size
    x, y = root
    d = f"M0 0C{-wide} {-long * 0.24} {-wide * 0.9} {-long * 0.72} 0 {-long}C{wide * 0.9} {-long * 0.72} {wide} {-long * 0.24} 0 0Z"
    c.open(transform=f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})")
    c.path(
        d,
        c.linear([(0, tone(paint, 0.22)), (0.5, paint), (0.51, tone(paint, -0.16)), (1, tone(paint, -0.3))]),
    )
    c.line(f"M0 -4V{-long * 0.9:.0f}", tone(paint, 0.4), 2, opacity=0.5)
    c.close()


def foliage(c: Canvas, leaves: list[Sprig], paint: str) -> None:
    """Many small leaves in three depths of green, the darkest behind."""
    for depth, light in enumerate((-0.3, -0.08, 0.16)):
        blades, veins = [], []
        for (x, y), (long, wide), turn in leaves[depth::3]:
            s, o = sin(radians(turn)), cos(radians(turn))
            tip, side = (x + s * long, y - o * long), (o * wide, s * wide)
            mid = (x + s * long * 0.46, y - o * long * 0.46)
            blades.append(
                f"M{x:.0f} {y:.0f}Q{mid[0] - side[0] * 2:.0f} {mid[1] - side[1] * 2:.0f} {tip[0]:.0f} {tip[1]:.0f}"
                f"Q{mid[0] + side[0] * 2:.0f} {mid[1] + side[1] * 2:.0f} {x:.0f} {y:.0f}"
            )
            veins.append(f"M{x:.0f} {y:.0f}L{mid[0]:.0f} {mid[1]:.0f}")
        c.path("".join(blades), tone(paint, light))
        c.line("".join(veins), tone(paint, light + 0.3), 1.6, opacity=0.6)


def plant(c: Canvas, kind: str, top: float, w: float, paint: str) -> None:
    """What grows in a pot whose rim is at *top*, *w* half wide."""
    match kind:
        case "blades":
            for i, (dx, lean, long) in enumerate(BLADES):
                leaf(c, (400 + dx * w, top + 8), (long, 25), lean, tone(paint, -0.1 + 0.07 * (i % 3)))
        case "big":
            _big(c, top, paint)
        case "cactus":
            _cactus(c, top, paint)
        case "fern":
            _fern(c, top, paint)
        case "bush":
            leaves: list[Sprig] = []
            for _ in range(75):
                turn, far = c.chance(-84, 84), c.chance(10, 170)
                at = (400 + sin(radians(turn)) * far * 0.95, top - 4 - cos(radians(turn)) * far)
                leaves.append((at, (c.chance(40, 60), c.chance(11, 16)), turn + c.chance(-40, 40)))
            foliage(c, leaves, paint)
        case "trail":
            foliage(c, [_trailing(c, i, top, w) for i in range(96)], paint)
        case _:
            c.line(f"M400 {top + 8}C392 {top - 90} 410 {top - 130} 400 {top - 200}", tone("#6f4c35", 0.05), 15)
            leaves = []
            for _ in range(120):
                turn, far = c.chance(0, 360), c.chance(0, 118)
                at = (400 + sin(radians(turn)) * far, top - 250 - cos(radians(turn)) * far * 0.86)
                leaves.append((at, (c.chance(36, 52), c.chance(7, 10)), c.chance(-100, 100)))
            foliage(c, leaves, mix(paint, "#b7c0a6", 0.25))


def _trailing(c: Canvas, i: int, top: float, w: float) -> Sprig:
    side, at = (-1 if i % 2 else 1), (i // 2) / 48
    if at < CROWN:
        place = (400 + side * c.chance(0, w * 0.8), top - c.chance(-6, 62))
        return place, (c.chance(46, 60), c.chance(17, 23)), side * c.chance(0, 100)
    down = (at - CROWN) / (1 - CROWN)
    strand = (0.72, 0.94, 1.1)[i % 3]
    place = (
        400 + side * w * strand + c.chance(-9, 9),
        top - 30 + down * (184, 140, 84)[i % 3] * (1.9 if w < HANGING else 1),
    )
    return place, (c.chance(44, 58), c.chance(17, 22)), side * c.chance(110, 180)


def _big(c: Canvas, top: float, paint: str) -> None:
    for i, (turn, stem, long) in enumerate(BIG):
        x, y = 400 + sin(radians(turn)) * stem * 0.8, top - cos(radians(turn)) * stem * 0.9
        c.line(
            f"M{400 + turn * 0.2} {top + 8}Q{400 + turn * 0.3} {top - stem * 0.6} {x:.0f} {y:.0f}",
            tone(paint, -0.2),
            6,
        )
        leaf(c, (x, y), (long, long * 0.46), turn * 1.25, tone(paint, -0.14 + 0.08 * (i % 4)))


def _cactus(c: Canvas, top: float, paint: str) -> None:
    for x, foot, r, h in ((400, top + 6, 62, 250), (492, top + 10, 36, 130), (312, top + 8, 32, 170)):
        body = Turned(
            [(r * 0.3, foot - h), (r * 0.86, foot - h + r * 0.5), (r, foot - h * 0.5), (r * 0.9, foot)],
            paint,
            "matte",
            x=x,
        )
        clip = body.draw(c)
        c.open(clip_path=clip)
        ribs = "".join(
            f"M{x + k * r * 0.05:.0f} {foot - h}Q{x + k * r * 0.3:.0f} {foot - h / 2} {x + k * r * 0.2:.0f} {foot + 10}"
            for k in range(-4, 5)
        )
        c.line(ribs, tone(paint, -0.45), 3, opacity=0.4)
        c.close()


def _fern(c: Canvas, top: float, paint: str) -> None:
    leaves: list[Sprig] = []
    for turn in (-80, -62, -44, -27, -9, 9, 28, 45, 63, 80):
        for k in range(15):
            far, bend = 16 + k * 17, turn * (0.8 + k * 0.05)
            at = (400 + sin(radians(bend)) * far, top - cos(radians(bend)) * far * 0.92)
            leaves.extend((at, (54 - k * 2.4, 8), bend + side * 64) for side in (-1, 1))
    foliage(c, leaves, paint)


def planter(c: Canvas, p: Piece) -> None:
    """A pot: ``form`` cone, round, cylinder, footed or low; ``plant`` grows in it."""
    h, w = p.num("h", 230), p.num("w", 140)
    top = GROUND - h
    forms: dict[str, list[Point]] = {
        "cone": [
            (w, top),
            (w, top),
            (w * 0.98, top + 40),
            (w * 0.92, top + 42),
            (w * 0.7, GROUND),
            (w * 0.7, GROUND),
        ],
        "round": [
            (w * 0.86, top),
            (w * 1.08, top + h * 0.32),
            (w * 1.04, top + h * 0.62),
            (w * 0.66, GROUND),
        ],
        "cylinder": [(w, top), (w, top), (w, GROUND), (w, GROUND)],
        "footed": [
            (w, top),
            (w * 1.02, top + h * 0.3),
            (w * 0.78, top + h * 0.62),
            (w * 0.3, top + h * 0.78),
            (w * 0.34, top + h * 0.84),
            (w * 0.66, GROUND),
        ],
        "low": [(w * 1.3, top), (w * 1.3, top), (w * 1.26, GROUND - 30), (w * 1.0, GROUND)],
    }
    if not p.word("hang"):
        shadow(c, w * 1.9)
    if p.word("saucer"):
        Turned([(w * 1.0, GROUND - 22), (w * 0.94, GROUND + 6)], tone(p.paint, -0.06), "matte").draw(c)
    if p.word("hang"):
        c.line(
            f"M400 -60L{400 - w * 0.8:.0f} {top - 140}M400 -60L{400 + w * 0.8:.0f} {top - 140}M400 -60L404 {top - 160}",
            "#b8a383",
            4.5,
        )
    if p.word("stand"):
        for x, low in ((-0.66, -26), (0.7, -30), (-0.94, 34), (0.94, 30)):
            tube(
                c,
                f"M{400 + x * w} {GROUND - 190}V{GROUND + low}",
                17,
                tone(p.hue("stand", "Oak"), -0.2 if low < 0 else 0),
            )
    lift = -150 if p.word("hang") else -52 if p.word("stand") else 0
    c.open(transform=f"translate(0 {lift})")
    body = Turned(forms[p.word("form", "cone")], p.paint, p.word("finish", "matte"))
    clip = body.draw(c)
    decorate(c, p, body, clip)
    body.mouth(c, "#4a3528" if p.word("plant") else None, wall=12)
    if p.word("plant"):
        r = body.profile[0][0] - 14
        c.ellipse((400, top + 5), (r, r * 0.15), c.radial([(0, "#5a4232"), (1, "#33241b")]))
        plant(c, p.word("plant"), top, w, p.hue("leaf", "Leaf"))
    c.close()


def watering_can(c: Canvas, p: Piece) -> None:
    """A can with a long spout."""
    shadow(c, 330)
    tube(c, "M500 600C590 560 600 420 668 342", 22, p.paint, finish="metal")
    if p.word("rose"):
        c.path(
            "M650 350L664 310L716 354L690 380Z",
            c.linear([(0, tone(p.paint, 0.3)), (1, tone(p.paint, -0.35))]),
        )
    tube(
        c,
        "M410 470C410 300 250 310 262 420C268 500 270 540 282 560",
        17,
        p.hue("grip", p.word("colour", "Sage")),
        finish="metal",
    )
    form: list[Point] = (
        [(84, 470), (88, 480), (124, 560), (132, 640)]
        if p.word("form") == "bell"
        else [(118, 458), (122, 466), (122, 630), (118, 640)]
    )
    body = Turned(form, p.paint, p.word("finish", "metal"))
    body.draw(c)
    body.mouth(c, wall=8)


def trowel(c: Canvas, p: Piece) -> None:
    """Hand tools with ash handles; ``kinds`` of t trowel, f fork, d dibber."""
    kinds = p.word("kinds", "tf")
    for i, kind in enumerate(kinds):
        x = 400 + (i - (len(kinds) - 1) / 2) * 176
        c.open(transform=f"rotate({8 - 14 * (i % 2)} {x:.0f} 420)")
        head = {
            "t": f"M{x - 44} 400C{x - 58} 280 {x - 34} 180 {x} 130C{x + 34} 180 {x + 58} 280 {x + 44} 400Q{x} 430 {x - 44} 400Z",
            "f": f"M{x - 52} 400V190L{x - 44} 140L{x - 36} 190V330H{x - 9}V190L{x} 130L{x + 9} 190V330H{x + 36}V190L{x + 44} 140L{x + 52} 190V400Q{x} 430 {x - 52} 400Z",
            "d": f"M{x - 24} 420L{x} 150L{x + 24} 420Z",
        }[kind]
        grip = f"M{x - 14} 470H{x + 14}Q{x + 26} 560 {x + 20} 660Q{x} 690 {x - 20} 660Q{x - 26} 560 {x - 14} 470Z"
        cast(c, head + grip, by=(14, 16), spread=10, strength=0.34)
        steel = p.hue("metal", "Steel")
        c.rect(
            (x - 9, 400),
            (18, 84),
            c.linear([(0, tone(steel, -0.3)), (0.4, tone(steel, 0.5)), (1, tone(steel, -0.5))]),
        )
        c.path(
            head,
            c.linear(
                [
                    (0, tone(steel, 0.3)),
                    (0.48, tone(steel, 0.05)),
                    (0.52, tone(steel, -0.2)),
                    (1, tone(steel, -0.05)),
                ]
            ),
        )
        c.path(
            grip,
            c.linear([(0, tone(p.paint, -0.14)), (0.35, tone(p.paint, 0.32)), (1, tone(p.paint, -0.36))]),
        )
        c.line(f"M{x} 655V680", p.hue("cord", "Rust"), 7)
        c.close()


def mister(c: Canvas, p: Piece) -> None:
    """A brass or glass mister."""
    shadow(c, 240)
    body = Turned(
        [(34, 420), (40, 450), (104, 500), (112, 560), (104, 630), (96, 640)],
        p.paint,
        p.word("finish", "metal"),
    )
    body.draw(c)
    metal = p.hue("cap", "Brass")
    Turned([(30, 372), (36, 380), (36, 424)], metal, "metal").draw(c)
    c.line("M400 368V338", tone(metal, -0.2), 12)
    c.line("M420 330H330L312 340", tone(metal, 0), 22)
    c.line("M418 325H334", tone(metal, 0.5), 6)
    c.line("M440 372C486 380 486 430 462 450", tone(metal, -0.1), 10)


FAMILIES: Families = {"planter": planter, "watering_can": watering_can, "trowel": trowel, "mister": mister}
