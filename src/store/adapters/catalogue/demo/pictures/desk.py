"""What keeps a desk in order."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Room, Turned, cast, shadow
from store.adapters.catalogue.demo.pictures.weaves import weave


def desk_box(c: Canvas, p: Piece) -> None:
    """A box, tray or crate of board, felt or wood: ``wide``, ``high``, ``deep``; ``open`` or lidded."""
    wide, high, deep = p.num("wide", 330), p.num("high", 170), p.num("deep", 230)
    room = Room(y=590)
    x, z = -wide / 2, -deep / 2
    room.shadow(c, (x, z), (-x, -z))
    wood = p.word("grain") == "yes"
    room.box(c, (x, 0, z), (-x, high, -z), p.paint, wood=wood)
    if p.word("lid", "open") != "open":
        lid = p.hue("lid", "Oak")
        room.box(c, (x - 5, high - 34, z - 5), (-x + 5, high + 6, -z + 5), lid, wood=p.word("lid_grain") == "yes")
    else:
        inner = room.quad(
            [
                (x + 10, high, z + 10),
                (-x - 10, high, z + 10),
                (-x - 10, high, -z - 10),
                (x + 10, high, -z - 10),
            ]
        )
        d = "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in inner) + "Z"
        c.path(d, c.linear([(0, tone(p.paint, -0.62)), (1, tone(p.paint, -0.36))]))
        for k in range(int(p.num("slots", 0))):
            at = x + (k + 1) * wide / (p.num("slots", 0) + 1)
            (ax, ay), (bx, by) = room.at(at, high, z + 8), room.at(at, high, -z - 8)
            c.line(f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}", tone(p.paint, 0.2), 7)
    if p.word("pull"):
        px, py = room.at(0, high * 0.5, -z)
        c.ellipse(
            (px, py),
            (17, 15),
            c.radial([(0, "#f5e6bd"), (1, tone(p.hue("pull", "Brass"), -0.3))], (0.35, 0.3), 0.75),
        )
    if p.word("label"):
        a, b, e, f = room.quad(
            [(-46, high * 0.66, -z), (46, high * 0.66, -z), (46, high * 0.34, -z), (-46, high * 0.34, -z)]
        )
        c.path(
            f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}L{e[0]:.0f} {e[1]:.0f}L{f[0]:.0f} {f[1]:.0f}Z",
            p.hue("label", "Chalk"),
            stroke="#8a7a55",
            stroke_width=3,
        )


def pen_pot(c: Canvas, p: Piece) -> None:
    """A cup for pens, with some."""
    shadow(c, 200)
    for dx, lean, paint in ((-40, -34, "Rust"), (-8, -4, "Mustard"), (26, 22, "Ink"), (48, 48, "Sage")):
        hue = Piece("", {"colour": paint}).paint
        c.line(f"M{400 + dx} 470L{400 + dx + lean} {250 + abs(lean)}", tone(hue, -0.2), 20)
        c.line(f"M{396 + dx} 470L{396 + dx + lean} {250 + abs(lean)}", tone(hue, 0.3), 7)
    body = Turned([(100, 410), (100, 410), (100, GROUND), (100, GROUND)], p.paint, p.word("finish", "matte"))
    clip = body.draw(c)
    if p.word("weave"):
        c.open(clip_path=clip)
        c.rect((280, 380), (240, 300), weave(c, p.word("weave"), p.paint, p.paint))
        c.close()
    front = "M300 410A100 17 0 0 0 500 410A100 17 0 0 0 300 410Z"
    c.path(front, "none", stroke=tone(p.paint, 0.34), stroke_width=7)


def scissors(c: Canvas, p: Piece) -> None:
    """Scissors or secateurs, a little open."""
    for turn, flip in ((9, 1), (-9, -1)):
        c.open(transform=f"rotate({30 + turn} 400 400) translate(400 0) scale({flip} 1) translate(-400 0)")
        blade = "M398 400L392 130Q420 150 426 240L420 410Z"
        loop = "M412 400C430 460 366 480 346 540A58 74 12 1 0 452 590C462 520 426 470 428 400Z"
        cast(c, blade + loop, by=(12, 14), spread=9, strength=0.26)
        c.path(blade, c.linear([(0, "#f4f5f5"), (0.5, "#c3c7ca"), (1, "#84898d")]))
        c.path(
            "M412 400C434 464 364 478 344 542A58 74 12 1 0 454 592C464 520 424 470 430 398ZM372 560A32 46 12 1 1 428 590A32 46 12 1 1 372 560Z",
            c.linear([(0, tone(p.paint, 0.35)), (0.5, p.paint), (1, tone(p.paint, -0.35))], (0, 0, 1, 1)),
            fill_rule="evenodd",
        )
        c.close()
    c.ellipse((400, 400), (12, 12), c.radial([(0, "#fffaf1"), (1, "#777c80")], (0.35, 0.3), 0.8))


def spool(c: Canvas, p: Piece) -> None:
    """Ribbon or thread on a wooden spool."""
    wood = p.hue("wood", "Beech")
    shadow(c, 250)
    c.line("M488 560C560 600 600 560 640 610C660 634 700 620 720 636", tone(p.paint, -0.2), 30)
    c.line("M488 556C560 596 600 556 640 606C660 630 700 616 720 632", tone(p.paint, 0.12), 24)
    Turned([(128, 608), (132, 616), (132, 640)], wood, "wood").draw(c)
    c.ellipse((400, 608), (128, 22), tone(wood, 0.24))
    wound = Turned([(104, 448), (108, 470), (108, 590), (104, 606)], p.paint, "cloth")
    clip = wound.draw(c)
    c.open(clip_path=clip)
    for k in range(9):
        c.path(wound.band(458 + k * 17, 461 + k * 17, 110), tone(p.paint, -0.45), opacity=0.3)
    c.close()
    Turned([(128, 420), (132, 428), (132, 448)], wood, "wood").draw(c)
    c.ellipse((400, 420), (128, 22), c.linear([(0, tone(wood, 0.36)), (1, tone(wood, 0.08))]))
    c.ellipse((400, 420), (28, 6), tone(wood, -0.55))


FAMILIES: Families = {"desk_box": desk_box, "pen_pot": pen_pot, "scissors": scissors, "spool": spool}
