"""What stands on the stove or hangs beside it."""

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Turned, cast, shadow, sheen, tube

SLAB = "M250 150Q250 130 270 130H530Q550 130 550 150V650Q550 672 528 672H272Q250 672 250 650Z"
PADDLE = "M262 330Q262 290 300 286C350 280 366 262 368 214V150Q368 118 400 118Q432 118 432 150V214C434 262 450 280 500 286Q538 290 538 330V640Q538 682 496 682H304Q262 682 262 640Z"
ROUND = "M400 196A238 238 0 1 0 400 672A238 238 0 1 0 400 196Z"
BOARDS = {"slab": SLAB, "paddle": PADDLE, "round": ROUND}


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
    c.ellipse((x, y + 3), (w - 8, (w - 8) * tilt), c.linear([(0, tone(inside, -0.5)), (0.5, tone(inside, -0.22)), (1, tone(inside, 0.14))], (0, 0, 0.9, 1)))
    c.ellipse((x, y + 18), (w * 0.83, w * 0.8 * tilt), c.radial([(0, tone(inside, 0.16)), (1, tone(inside, -0.2))], (0.35, 0.35), 0.8))


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
            tube(c, f"M{x} {top + 30}C{x + side * 56} {top + 22} {x + side * 56} {top + 74} {x} {top + 70}", 20, p.paint, finish="glaze")
    body = Turned([(w, top), (w, top), (w, GROUND - 44), (w * 0.95, GROUND - 14), (w * 0.84, GROUND)], p.paint, p.word("finish", "glaze"))
    body.draw(c)
    lid = Turned([(30, top - 62), (w * 0.6, top - 46), (w * 0.93, top - 16), (w * 1.03, top), (w * 1.03, top + 8)], p.hue("lid", p.word("colour", "Rust")), p.word("finish", "glaze"))
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
        c.path("M500 500L610 400L652 412L520 600Z", c.linear([(0, p.paint), (0.5, tone(p.paint, 0.35)), (1, tone(p.paint, -0.3))]))
    body = Turned([(64, 430), (104, 446), (140, 500), (160, 590), (158, 624), (148, 640)], p.paint, p.word("finish", "glaze"), tilt=0.14)
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
            c.path(pts, c.linear([(0, tone(p.paint, light + 0.1)), (1, tone(p.paint, light - 0.08))], (0, 0, 0, 1)))
    c.path("M308 330L262 318L308 392Z", tone(p.paint, -0.05))
    c.path("M302 330Q400 268 498 330Q400 352 302 330Z", c.linear([(0, tone(p.paint, 0.5)), (1, tone(p.paint, -0.2))]))
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
    c.path(body.outline, c.linear([(0, "#000000@.3"), (0.22, "#ffffff@.42"), (0.3, "#ffffff@.05"), (0.8, "#000000@.2"), (1, "#000000@.3")]))
    for y in (330, 600):
        c.path(body.band(y, y + 26, 108), sheen(c, p.paint, "metal"))
    c.close()
    c.line("M400 296V232", tone(p.paint, -0.2), 9)
    Turned([(40, 292), (100, 304), (112, 322)], p.paint, "metal", tilt=0.14).draw(c)
    c.ellipse((400, 224), (23, 21), c.radial([(0, tone(p.hue("grip", "Walnut"), 0.4)), (1, tone(p.hue("grip", "Walnut"), -0.35))], (0.35, 0.3), 0.7))


def knife(c: Canvas, p: Piece) -> None:
    """A knife, or ``count`` of them, laid on the table."""
    count = int(p.num("count", 1))
    for i in range(count):
        c.open(transform=f"rotate(-38 400 400) translate(0 {(i - (count - 1) / 2) * 130:.0f})")
        long, deep = p.num("long", 330) - i * 70, p.num("deep", 62) - i * 12
        tip = 370 + long
        blade = f"M370 {400 - deep * 0.5}L{tip - 60} {400 - deep * 0.5}Q{tip - 10} {400 - deep * 0.42} {tip} {400 + deep * 0.1}Q{tip - 80} {400 + deep * 0.55} 392 {400 + deep * 0.55}L384 {400 + deep * 0.3}H370Z"
        if p.word("blade") == "saw":
            blade = f"M370 {400 - deep * 0.4}H{tip}L{tip} {400 + deep * 0.2}" + "".join(f"q-9 {deep * 0.3:.0f} -18 0" for _ in range(int((long - 20) / 18))) + f"L370 {400 + deep * 0.2}Z"
        grip = f"M376 {400 - deep * 0.46}H210Q160 {400 - deep * 0.5} 150 {400 - deep * 0.14}Q150 {400 + deep * 0.4} 186 {400 + deep * 0.42}Q280 {400 + deep * 0.2} 376 {400 + deep * 0.34}Z"
        cast(c, blade + grip, by=(-4, 26), spread=11)
        c.path(blade, c.linear([(0, "#8f9498"), (0.35, "#d9dcde"), (0.55, "#f7f8f8"), (0.75, "#c2c6c9"), (1, "#e9ebec")], (0, 0, 0, 1)))
        c.line(f"M384 {400 + deep * 0.28}Q{tip - 90} {400 + deep * 0.3} {tip - 12} {400 + deep * 0.02}", "#8b9094", 1.4, opacity=0.5)
        c.path(grip, c.linear([(0, tone(p.paint, 0.24)), (0.45, p.paint), (1, tone(p.paint, -0.4))], (0, 0, 0, 1)))
        c.rect((366, 400 - deep * 0.46), (20, deep * 0.8), "#b9bdc1", rx=3)
        for x in (210, 265, 320):
            c.ellipse((x, 398), (6, 6), tone(p.hue("rivet", "Brass"), 0.15))
        c.close()


def board(c: Canvas, p: Piece) -> None:
    """A cutting board, laid flat: ``shape`` slab, paddle or round."""
    d = BOARDS[p.word("shape", "slab")]
    c.open(transform="rotate(14 400 400)")
    cast(c, d, by=(14, 26), spread=14)
    c.path(d, tone(p.paint, -0.36), transform="translate(4 9)")
    c.path(d, c.linear([(0, tone(p.paint, 0.18)), (1, tone(p.paint, -0.06))], (0, 0, 1, 1)))
    c.open(clip_path=c.clip(d))
    if p.word("stripe"):
        for i, x in enumerate((300, 372, 470)):
            c.rect((x, 100), (26 + i * 8, 620), p.hue("stripe", "Walnut"), opacity=0.85)
    rings = []
    for i in range(16):
        x = 160 + i * 31 + c.chance(-7, 7)
        rings.append(f"M{x:.0f} 100C{x + c.chance(-16, 16):.0f} 280 {x + c.chance(-16, 16):.0f} 480 {x + c.chance(-8, 8):.0f} 700")
    c.line("".join(rings), tone(p.paint, -0.42), 2, opacity=0.3)
    c.close()
    if p.word("shape") == "paddle":
        c.ellipse((400, 160), (13, 13), tone(p.paint, -0.62))
    c.path(d, "none", stroke="#fffaf1", stroke_width=2, opacity=0.4)
    c.close()


def utensils(c: Canvas, p: Piece) -> None:
    """Spoons, spatulas and whisks side by side; ``kinds`` is a run of letters s, t, w, l, f, k."""
    kinds = p.word("kinds", "sts")
    step = 150 if len(kinds) < 4 else 118
    for i, kind in enumerate(kinds):
        x = 400 + (i - (len(kinds) - 1) / 2) * step
        c.open(transform=f"rotate({-6 + 6 * (i % 2) + 3 * (i % 3)} {x:.0f} 420)")
        _utensil(c, p, kind, x)
        c.close()


def _utensil(c: Canvas, p: Piece, kind: str, x: float) -> None:
    head = {
        "s": f"M{x} 130C{x + 62} 130 {x + 58} 262 {x + 12} 276H{x - 12}C{x - 58} 262 {x - 62} 130 {x} 130Z",
        "t": f"M{x - 44} 136H{x + 36}Q{x + 48} 138 {x + 46} 156L{x + 36} 250Q{x + 30} 274 {x + 12} 280H{x - 12}Q{x - 32} 274 {x - 38} 250L{x - 52} 152Q{x - 54} 138 {x - 44} 136Z",
        "f": f"M{x - 42} 130h12v84h16v-84h12v84h16v-84h12v84C{x + 26} 262 {x + 16} 276 {x + 10} 282H{x - 10}C{x - 20} 270 {x - 42} 260 {x - 42} 214Z",
        "l": f"M{x - 62} 170A62 62 0 0 0 {x + 62} 170Q{x + 40} 150 {x} 150Q{x - 40} 150 {x - 62} 170ZM{x - 9} 225H{x + 9}V290H{x - 9}Z",
        "k": f"M{x - 20} 130Q{x + 26} 120 {x + 28} 200L{x + 18} 285H{x - 18}Z",
    }.get(kind, "")
    stem = f"M{x - 10} 270H{x + 10}L{x + 15} 640Q{x + 15} 668 {x} 668Q{x - 15} 668 {x - 15} 640Z"
    paint = c.linear([(0, tone(p.paint, 0.22)), (0.5, tone(p.paint, 0.04)), (1, tone(p.paint, -0.3))])
    if kind == "w":
        for half in (62, 36, 10):
            c.line(f"M{x} 300C{x - half * 2} 240 {x - half * 1.2} 120 {x} 120C{x + half * 1.2} 120 {x + half * 2} 240 {x} 300", "#8d9296", 4.5)
            c.line(f"M{x - 1} 298C{x - half * 2} 240 {x - half * 1.2} 118 {x} 118", "#eef0f1", 1.8)
    cast(c, head + stem, by=(10, 16), spread=9, strength=0.3)
    top = p.hue("head", p.word("colour", "Beech"))
    if head:
        c.path(head, c.linear([(0, tone(top, 0.2)), (0.6, tone(top, -0.05)), (1, tone(top, -0.26))], (0, 0, 1, 1)))
    c.path(stem, paint)
    if kind == "s":
        c.path(f"M{x} 148C{x + 42} 150 {x + 40} 238 {x} 250C{x - 40} 238 {x - 42} 150 {x} 148Z", c.linear([(0, tone(top, -0.34)), (1, tone(top, 0.1))], (0, 0, 1, 1)))
    if p.word("tip"):
        c.path(f"M{x - 14} 590H{x + 14}L{x + 15} 640Q{x + 15} 668 {x} 668Q{x - 15} 668 {x - 15} 640Z", p.hue("tip", "Sage"))


def mill(c: Canvas, p: Piece) -> None:
    """Pepper and salt, a tall and a short mill."""
    shadow(c, 330)
    for x, h, paint in ((325, 340, p.paint), (490, 260, p.hue("second", "Chalk"))):
        top = GROUND - h
        profile: list[Point] = [(40, top + 70), (34, top + 92), (44, top + 130), (38, top + h * 0.6), (58, GROUND - 26), (62, GROUND - 20), (62, GROUND)]
        body = Turned(profile, paint, p.word("finish", "wood"), x=x)
        body.draw(c)
        Turned([(18, top), (44, top + 14), (50, top + 40), (42, top + 66)], paint, p.word("finish", "wood"), x=x).draw(c)
        c.ellipse((x, top - 5), (13, 12), c.radial([(0, "#f0dcae"), (1, tone(p.hue("cap", "Brass"), -0.3))], (0.35, 0.3), 0.7))


def mortar(c: Canvas, p: Piece) -> None:
    """Mortar and pestle."""
    body = Turned([(150, 430), (152, 470), (128, 560), (92, 612), (98, 640)], p.paint, "matte", tilt=0.22)
    shadow(c, 270)
    body.draw(c)
    body.mouth(c, wall=22)
    tube(c, "M400 446L560 250", 40, p.hue("pestle", p.word("colour", "Stone")))
    c.path("M268 450A150 33 0 0 0 430 462L424 486A170 40 0 0 1 262 470Z", tone(p.paint, 0.12), opacity=0.9)


FAMILIES: Families = {
    "pan": pan, "pot": pot, "kettle": kettle, "moka": moka, "press": press, "knife": knife, "board": board,
    "utensils": utensils, "mill": mill, "mortar": mortar,
}  # fmt: skip
