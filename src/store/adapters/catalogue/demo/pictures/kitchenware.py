"""What stands on the stove or hangs beside it."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Turned, shadow, sheen, tube


def pan(c: Canvas, p: Piece) -> None:
    """A pan from above the stove, handle to the right."""
    w, depth = p.num("w", 205), p.num("depth", 52)
    x, y, tilt = 330.0, 480.0, 0.52
    shadow(c, w * 1.5, x=350, y=y + depth + w * 0.34)
    handle = p.hue("handle", p.word("colour", "Iron"))
    d = f"M{x + w * 0.78} {y - w * 0.22}L{x + w * 1.02} {y - w * 0.33}L{x + w * 1.98} {y - w * 0.78}"
    tube(c, d, p.num("grip", 30), handle, finish="metal")
    c.ellipse((x + w * 1.93, y - w * 0.757), (8, 5), "#1d120d", opacity=0.5)
    low = w * 0.86
    side = f"M{x - w} {y}C{x - w} {y + depth * 0.7} {x - low} {y + depth} {x - low * 0.98} {y + depth}A{low} {low * tilt} 0 0 0 {x + low * 0.98} {y + depth}C{x + low} {y + depth} {x + w} {y + depth * 0.7} {x + w} {y}Z"
    c.path(side, sheen(c, p.paint, p.word("finish", "metal")))
    c.ellipse((x, y), (w, w * tilt), c.linear([(0, tone(p.paint, 0.45)), (1, tone(p.paint, 0.1))], (0, 0, 1, 1)))
    inside = p.hue("inside", p.word("colour", "Iron"))
    c.ellipse(
        (x, y + 3),
        (w - 8, (w - 8) * tilt),
        c.linear([(0, tone(inside, -0.5)), (0.5, tone(inside, -0.22)), (1, tone(inside, 0.14))], (0, 0, 0.9, 1)),
    )
    c.ellipse(
        (x, y + 18),
        (w * 0.83, w * 0.8 * tilt),
        c.radial([(0, tone(inside, 0.16)), (1, tone(inside, -0.2))], (0.35, 0.35), 0.8),
    )


def pot(c: Canvas, p: Piece) -> None:
    """A casserole with two lugs and a lid; ``w`` and ``h`` make it a stockpot or a saucepan."""
    w, h = p.num("w", 200), p.num("h", 190)
    top = GROUND - h
    shadow(c, w * 1.8)
    if p.word("stick"):
        tube(c, f"M{400 + w * 0.95} {top + 34}L{400 + w * 2.0} {top + 10}", 26, p.hue("stick", "Walnut"))
    else:
        for side in (-1, 1):
            x = 400 + side * w * 0.96
            tube(
                c,
                f"M{x} {top + 30}C{x + side * 56} {top + 22} {x + side * 56} {top + 74} {x} {top + 70}",
                20,
                p.paint,
                finish="glaze",
            )
    body = Turned(
        [(w, top), (w, top), (w, GROUND - 44), (w * 0.95, GROUND - 14), (w * 0.84, GROUND)],
        p.paint,
        p.word("finish", "glaze"),
    )
    body.draw(c)
    lid = Turned(
        [(30, top - 62), (w * 0.6, top - 46), (w * 0.93, top - 16), (w * 1.03, top), (w * 1.03, top + 8)],
        p.hue("lid", p.word("colour", "Rust")),
        p.word("finish", "glaze"),
    )
    lid.draw(c)
    knob = p.hue("knob", "Brass")
    Turned([(24, top - 92), (27, top - 84), (12, top - 70), (20, top - 58)], knob, "metal").draw(c)
    c.ellipse((400, top - 92), (24, 5), tone(knob, 0.35))


def kettle(c: Canvas, p: Piece) -> None:
    """A stove kettle; a ``spout`` swan is for pouring coffee."""
    shadow(c, 350)
    if p.word("spout") == "swan":
        tube(c, "M510 590C600 580 560 440 610 400Q628 386 652 396", 19, p.paint, finish="metal")
    else:
        c.path(
            "M500 500L610 400L652 412L520 600Z",
            c.linear([(0, p.paint), (0.5, tone(p.paint, 0.35)), (1, tone(p.paint, -0.3))]),
        )
    body = Turned(
        [(64, 430), (104, 446), (140, 500), (160, 590), (158, 624), (148, 640)],
        p.paint,
        p.word("finish", "glaze"),
        tilt=0.14,
    )
    body.draw(c)
    Turned([(30, 404), (60, 418), (66, 432)], p.paint, "glaze", tilt=0.14).draw(c)
    grip = p.hue("grip", "Walnut")
    c.ellipse((400, 396), (18, 15), c.radial([(0, tone(grip, 0.4)), (1, tone(grip, -0.3))], (0.35, 0.3), 0.7))
    tube(c, "M300 470C270 260 530 260 500 470", 13, p.hue("wire", "Steel"), finish="metal")
    tube(c, "M350 322Q400 306 450 322", 30, grip)


def moka(c: Canvas, p: Piece) -> None:
    """A pot for the stove, eight-sided."""
    shadow(c, 230)
    tube(c, "M462 366C580 340 560 500 540 540", 24, p.hue("grip", "Black"))
    for top, foot, tw, fw in ((500, 640, 84, 118), (330, 494, 92, 80)):
        edges = [(-1.0, -0.52), (-0.52, 0.12), (0.12, 0.66), (0.66, 1.0)]
        for (a, b), light in zip(edges, (-0.12, 0.42, 0.02, -0.36), strict=True):
            lift = 10
            pts = f"M{400 + a * tw} {top + lift * (1 - a * a)}L{400 + b * tw} {top + lift * (1 - b * b)}L{400 + b * fw} {foot + lift * (1 - b * b)}L{400 + a * fw} {foot + lift * (1 - a * a)}Z"
            c.path(
                pts,
                c.linear([(0, tone(p.paint, light + 0.1)), (1, tone(p.paint, light - 0.08))], (0, 0, 0, 1)),
            )
    c.path("M308 330L262 318L308 392Z", tone(p.paint, -0.05))
    c.path(
        "M302 330Q400 268 498 330Q400 352 302 330Z",
        c.linear([(0, tone(p.paint, 0.5)), (1, tone(p.paint, -0.2))]),
    )
    Turned([(15, 276), (18, 286), (9, 306)], p.hue("grip", "Black"), "matte").draw(c)
    c.rect((312, 492), (176, 14), tone(p.paint, -0.3), rx=6)


def press(c: Canvas, p: Piece) -> None:
    """A glass coffee press or dripper jug in a frame."""
    shadow(c, 250)
    tube(c, "M500 350C610 350 610 570 500 566", 24, p.hue("grip", "Walnut"))
    body = Turned([(106, 320), (106, 320), (106, 640), (106, 640)], p.hue("tint", "Clear"), "glaze", tilt=0.14)
    clip = body.draw(c)
    c.open(clip_path=clip)
    c.path(body.band(400, 720, 106), "#4a2c1c", opacity=0.92)
    c.path(
        body.outline,
        c.linear(
            [
                (0, "#000000@.3"),
                (0.22, "#ffffff@.42"),
                (0.3, "#ffffff@.05"),
                (0.8, "#000000@.2"),
                (1, "#000000@.3"),
            ]
        ),
    )
    for y in (330, 600):
        c.path(body.band(y, y + 26, 108), sheen(c, p.paint, "metal"))
    c.close()
    c.line("M400 296V232", tone(p.paint, -0.2), 9)
    Turned([(40, 292), (100, 304), (112, 322)], p.paint, "metal", tilt=0.14).draw(c)
    c.ellipse(
        (400, 224),
        (23, 21),
        c.radial(
            [(0, tone(p.hue("grip", "Walnut"), 0.4)), (1, tone(p.hue("grip", "Walnut"), -0.35))],
            (0.35, 0.3),
            0.7,
        ),
    )


def mill(c: Canvas, p: Piece) -> None:
    """Pepper and salt, a tall and a short mill."""
    shadow(c, 330)
    for x, h, paint in ((325, 340, p.paint), (490, 260, p.hue("second", "Chalk"))):
        top = GROUND - h
        profile: list[Point] = [
            (40, top + 70),
            (34, top + 92),
            (44, top + 130),
            (38, top + h * 0.6),
            (58, GROUND - 26),
            (62, GROUND - 20),
            (62, GROUND),
        ]
        body = Turned(profile, paint, p.word("finish", "wood"), x=x)
        body.draw(c)
        Turned([(18, top), (44, top + 14), (50, top + 40), (42, top + 66)], paint, p.word("finish", "wood"), x=x).draw(
            c
        )
        c.ellipse(
            (x, top - 5),
            (13, 12),
            c.radial([(0, "#f0dcae"), (1, tone(p.hue("cap", "Brass"), -0.3))], (0.35, 0.3), 0.7),
        )


def mortar(c: Canvas, p: Piece) -> None:
    """Mortar and pestle."""
    body = Turned([(150, 430), (152, 470), (128, 560), (92, 612), (98, 640)], p.paint, "matte", tilt=0.22)
    shadow(c, 270)
    body.draw(c)
    body.mouth(c, wall=22)
    tube(c, "M400 446L560 250", 40, p.hue("pestle", p.word("colour", "Stone")))
    c.path("M268 450A150 33 0 0 0 430 462L424 486A170 40 0 0 1 262 470Z", tone(p.paint, 0.12), opacity=0.9)


FAMILIES: Families = {
    "pan": pan, "pot": pot, "kettle": kettle, "moka": moka, "press": press, "mill": mill, "mortar": mortar,
}  # fmt: skip
