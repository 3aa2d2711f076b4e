"""Things thrown, cast or blown in the round: cups, plates, jugs, vases, jars."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point
from store.adapters.catalogue.demo.pictures.glaze import decorate, relight
from store.adapters.catalogue.demo.pictures.palette import is_pale, mix, tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Turned, shadow, speckle, tube

VASES: dict[str, list[Point]] = {
    "bottle": [(34, 210), (30, 250), (34, 320), (92, 400), (132, 490), (126, 580), (84, 640)],
    "round": [(58, 300), (50, 325), (60, 350), (150, 420), (176, 510), (142, 600), (88, 640)],
    "tall": [(72, 170), (66, 200), (86, 300), (104, 420), (98, 540), (76, 640)],
    "bud": [(26, 300), (20, 330), (22, 400), (72, 480), (98, 550), (84, 615), (54, 640)],
    "cone": [(150, 260), (134, 330), (110, 440), (86, 550), (66, 640)],
    "stack": [
        (60, 230),
        (60, 230),
        (62, 290),
        (110, 320),
        (112, 400),
        (70, 430),
        (70, 430),
        (134, 470),
        (140, 580),
        (100, 640),
    ],
}


def mug(c: Canvas, p: Piece) -> None:
    """A cup with an ear; ``h`` height, ``w`` half width, ``shape`` straight, round or flare."""
    h, w = p.num("h", 270), p.num("w", 128)
    top = GROUND - h
    shapes = {
        "straight": [(w, top), (w, top), (w, GROUND - 34), (w - 6, GROUND - 12), (w - 22, GROUND)],
        "round": [
            (w * 0.92, top),
            (w * 0.98, top + h * 0.3),
            (w * 1.04, top + h * 0.58),
            (w * 0.9, top + h * 0.86),
            (w * 0.6, GROUND),
        ],
        "flare": [
            (w * 1.12, top),
            (w, top + h * 0.3),
            (w * 0.88, top + h * 0.7),
            (w * 0.74, GROUND - 12),
            (w * 0.66, GROUND),
        ],
    }
    profile = shapes[p.word("shape", "straight")]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), x=372)
    shadow(c, w * 1.75, x=385)
    if p.word("ear", "yes") != "no":
        x, reach = 372 + w * 0.9, p.num("reach", 92)
        y0, y1 = top + h * 0.2, top + h * 0.72
        d = f"M{x} {y0}C{x + reach * 1.15} {y0 - 22} {x + reach * 1.2} {y1 + 6} {x - 6} {y1}"
        tube(c, d, p.num("ear_width", 25), p.paint, finish="glaze")
    clip = body.draw(c)
    decorate(c, p, body, clip)
    lip = p.hue("rim", p.word("colour", "Oat"))
    body.mouth(c, p.hue("inside", p.word("colour", "Oat")), rim=lip)
    if p.word("drink"):
        r = profile[0][0] - 13
        c.ellipse(
            (372, top + 7),
            (r, r * 0.14),
            c.linear([(0, tone(p.hue("drink", "Walnut"), -0.3)), (1, p.hue("drink", "Walnut"))]),
        )


def bowl(c: Canvas, p: Piece) -> None:
    """A bowl; ``w`` half width, ``h`` height."""
    w, h = p.num("w", 210), p.num("h", 190)
    top = GROUND - h
    profile = [
        (w, top),
        (w * 0.97, top + h * 0.25),
        (w * 0.8, top + h * 0.6),
        (w * 0.5, GROUND - 20),
        (w * 0.42, GROUND - 16),
        (w * 0.4, GROUND),
    ]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), tilt=0.24)
    shadow(c, w * 1.1)
    clip = body.draw(c)
    decorate(c, p, body, clip)
    body.mouth(c, p.hue("inside", p.word("colour", "Oat")), rim=p.hue("rim", p.word("colour", "Oat")))
    lit = c.radial([(0, "#fffaf1@.35"), (1, "#fffaf1@0")])
    c.ellipse((400 + w * 0.3, top + w * 0.06), (w * 0.5, w * 0.12), lit)
    if p.word("fruit"):
        _fruit(c, w, top, p.hue("fruit", "Mustard"))


def _fruit(c: Canvas, w: float, top: float, paint: str) -> None:
    for dx, dy, r in (
        (-0.42, -18, 0.26),
        (0.4, -14, 0.27),
        (0, -34, 0.29),
        (-0.12, 2, 0.25),
        (0.22, 6, 0.22),
    ):
        ball = c.radial([(0, tone(paint, 0.45)), (0.5, paint), (1, tone(paint, -0.38))], (0.36, 0.32), 0.72)
        c.ellipse((400 + dx * w, top + dy), (r * w, r * w * 0.92), ball)
    front = f"M{400 - w} {top}A{w} {w * 0.24} 0 0 0 {400 + w} {top}A{w} {w * 0.24 + 12} 0 0 1 {400 - w} {top}Z"
    c.path(front, "#fffaf1", opacity=0.35)


def plate(c: Canvas, p: Piece) -> None:
    """Plates seen from above the table; ``stack`` says how many."""
    w, count = p.num("w", 270), int(p.num("stack", 1))
    tilt, lip = 0.46, p.num("lip", 0.72)
    base = 520.0
    shadow(c, w * 1.5, y=base + w * tilt - 30)
    for i in range(count):
        y = base - i * 22
        paint = p.paint if i % 2 == 0 else p.hue("second", p.word("colour", "Oat"))
        c.ellipse((400, y + 15), (w * 0.985, w * tilt), tone(paint, -0.38))
        c.ellipse(
            (400, y),
            (w, w * tilt),
            c.linear([(0, tone(paint, 0.34)), (0.5, tone(paint, 0.1)), (1, tone(paint, -0.12))], (0.1, 0, 0.9, 1)),
        )
    y = base - (count - 1) * 22
    paint = p.paint if count % 2 else p.hue("second", p.word("colour", "Oat"))
    rim = p.hue("rim", p.word("colour", "Oat"))
    c.ellipse((400, y), (w - 3, (w - 3) * tilt), "none", stroke=tone(rim, 0.2), stroke_width=5)
    well = c.linear(
        [
            (0, tone(paint, -0.26)),
            (0.3, tone(paint, -0.04)),
            (0.8, tone(paint, 0.22)),
            (1, tone(paint, 0.34)),
        ],
        (0.2, 0, 0.8, 1),
    )
    c.ellipse((400, y + 3), (w * lip, w * lip * tilt), well)
    c.ellipse(
        (400, y + 8),
        (w * (lip - 0.05), w * (lip - 0.05) * tilt),
        c.linear([(0, tone(paint, 0.02)), (1, tone(paint, 0.2))]),
    )
    if p.word("glaze") == "speckle":
        d = f"M{400 - w} {y}A{w} {w * tilt} 0 1 0 {400 + w} {y}A{w} {w * tilt} 0 1 0 {400 - w} {y}Z"
        speckle(c, c.clip(d), "#4a3426" if is_pale(paint) else "#f3e6cf", 120)
    if p.word("glaze") == "ring":
        c.ellipse(
            (400, y),
            (w * 0.88, w * 0.88 * tilt),
            "none",
            stroke=p.hue("second", "Indigo"),
            stroke_width=9,
            opacity=0.85,
        )


def jug(c: Canvas, p: Piece) -> None:
    """A jug with a pulled lip and a strap handle."""
    h = p.num("h", 340)
    top = GROUND - h
    profile = [
        (84, top),
        (78, top + 40),
        (88, top + h * 0.3),
        (124, top + h * 0.62),
        (118, top + h * 0.86),
        (88, GROUND),
    ]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), x=385)
    shadow(c, 220, x=395)
    tube(
        c,
        f"M{455} {top + 34}C{590} {top - 8} {592} {top + h * 0.62} {498} {top + h * 0.66}",
        26,
        p.paint,
        finish="glaze",
    )
    c.path(
        f"M{312} {top + 46}C{300} {top + 26} {282} {top + 2} {262} {top - 12}C{290} {top - 18} {330} {top - 14} {370} {top - 12}L{372} {top + 20}Z",
        tone(p.paint, 0.16),
    )
    clip = body.draw(c)
    decorate(c, p, body, clip)
    body.mouth(c, p.hue("inside", p.word("colour", "Oat")))
    c.path(
        f"M{308} {top + 2}C{300} {top - 2} {282} {top - 8} {262} {top - 12}C{292} {top - 16} {322} {top - 12} {345} {top - 9}Z",
        tone(p.paint, -0.28),
    )


def teapot(c: Canvas, p: Piece) -> None:
    """A round pot with lid, spout and a handle of ``handle`` cane or clay."""
    shadow(c, 340)
    spout = "M500 530C560 520 572 440 612 404L640 414C622 470 604 580 500 604Z"
    c.path(spout, c.linear([(0, p.paint), (0.5, tone(p.paint, 0.2)), (1, tone(p.paint, -0.26))]))
    c.ellipse((626, 409), (15, 7), tone(p.paint, -0.5))
    if p.word("handle") == "cane":
        tube(c, "M292 424C280 200 520 200 508 424", 15, p.hue("wood", "Tan"))
    else:
        tube(c, "M262 456C140 420 150 610 286 584", 25, p.paint, finish="glaze")
    profile: list[Point] = [(74, 404), (120, 418), (158, 470), (166, 530), (144, 595), (96, 630), (90, 640)]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), tilt=0.14)
    decorate(c, p, body, body.draw(c))
    lid = Turned([(14, 374), (40, 380), (72, 398), (74, 406)], mix(p.paint, "#ffffff", 0.06), "glaze", tilt=0.14)
    lid.draw(c)
    knob = c.radial(
        [
            (0, tone(p.hue("knob", p.word("colour", "Oat")), 0.4)),
            (1, tone(p.hue("knob", p.word("colour", "Oat")), -0.34)),
        ],
        (0.36, 0.3),
        0.7,
    )
    c.ellipse((400, 362), (20, 18), knob)


def vase(c: Canvas, p: Piece) -> None:
    """A vase in one of a handful of profiles (``shape``)."""
    profile = VASES[p.word("shape", "round")]
    scale = p.num("scale", 1.0)
    profile = [(r * scale, GROUND - (GROUND - y) * scale) for r, y in profile]
    body = Turned(profile, p.paint, p.word("finish", "matte"))
    shadow(c, max(r for r, _ in profile) * 1.7)
    if p.word("stems"):
        _stems(c, profile[0][1], p.hue("stems", "Sand"))
    decorate(c, p, body, body.draw(c))
    if p.word("stems"):
        c.ellipse(
            (400, profile[0][1]),
            (profile[0][0], profile[0][0] * 0.17),
            "none",
            stroke=tone(p.paint, 0.3),
            stroke_width=5,
        )
    else:
        body.mouth(c, wall=7)


def _stems(c: Canvas, top: float, paint: str) -> None:
    for i, lean in enumerate((-0.5, -0.18, 0.12, 0.42)):
        length = 170 - 22 * (i % 2)
        x, y = 400 + lean * length, top - length
        c.line(
            f"M{400 + lean * 16} {top + 6}Q{400 + lean * 34} {top - length * 0.6} {x} {y}",
            tone(paint, -0.35),
            3,
        )
        for k in range(9):
            at = k / 9
            px, py = 400 + lean * length * (0.5 + at * 0.55), top - length * (0.5 + at * 0.58)
            side = 11 if k % 2 else -11
            c.ellipse(
                (px + side, py),
                (12 - k * 0.6, 6),
                tone(paint, 0.18 - 0.05 * (k % 3)),
                transform=f"rotate({-40 if side > 0 else 40} {px + side:.0f} {py:.0f})",
            )


def jar(c: Canvas, p: Piece) -> None:
    """A jar with a ``lid`` of cork, wood or its own clay; finish glass shows what is inside."""
    w, h = p.num("w", 118), p.num("h", 250)
    top = GROUND - h
    shadow(c, w * 1.8)
    profile = [(w * 0.9, top), (w, top + 24), (w, GROUND - 30), (w * 0.95, GROUND - 8), (w * 0.86, GROUND)]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), tilt=0.15)
    clip = body.draw(c)
    decorate(c, p, body, clip)
    if p.word("holds"):
        c.open(clip_path=clip)
        c.path(body.band(top + h * 0.3, GROUND + 60, w), p.hue("holds", "Tan"), opacity=0.85)
        c.close()
        relight(c, body)
        c.line(f"M{400 - w * 0.72} {top + 40}V{GROUND - 50}", "#ffffff", 11, opacity=0.6)
    lid = p.hue("lid", "Oak")
    plug = Turned([(w * 0.86, top - 42), (w * 0.9, top - 32), (w * 0.9, top)], lid, "wood", tilt=0.15)
    plug.draw(c)
    c.ellipse((400, top - 42), (w * 0.86, w * 0.13), c.linear([(0, tone(lid, 0.3)), (1, tone(lid, 0.06))]))
    if p.word("knob"):
        Turned([(16, top - 82), (20, top - 70), (11, top - 54), (15, top - 40)], lid, "wood").draw(c)
        c.ellipse((400, top - 82), (16, 4), tone(lid, 0.3))


FAMILIES: Families = {
    "mug": mug, "bowl": bowl, "plate": plate, "jug": jug, "teapot": teapot, "vase": vase, "jar": jar,
}  # fmt: skip
