"""For the field: flasks, tents, umbrellas, fire."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Room, Turned, cast, shadow, tube
from store.adapters.catalogue.demo.pictures.weaves import cloth


def flask(c: Canvas, p: Piece) -> None:
    """A vacuum flask or water bottle: ``form`` flask, sport or cup."""
    form = p.word("form", "flask")
    w, h = {"flask": (84, 400), "sport": (80, 350), "cup": (84, 250)}[form]
    top = 640 - h
    shadow(c, w * 2)
    lid = p.hue("lid", "Steel")
    body = Turned(
        [
            (w * (0.62 if form == "flask" else 0.74), top + 40),
            (w * 0.94, top + 76),
            (w, top + 110),
            (w, 622),
            (w * 0.92, 640),
        ],
        p.paint,
        p.word("finish", "matte"),
        tilt=0.14,
    )
    if form == "cup":
        body = Turned(
            [(w * 1.05, top + 20), (w * 1.05, top + 20), (w * 0.78, 640), (w * 0.78, 640)],
            p.paint,
            "matte",
            tilt=0.14,
        )
    clip = body.draw(c)
    c.open(clip_path=clip)
    c.path(body.band(610, 700), tone(lid, -0.1), opacity=0.8)
    if p.word("band"):
        c.path(body.band(top + h * 0.44, top + h * 0.64), p.hue("band", "Cork"))
    c.close()
    c.line(f"M{400 - w * 0.56} {top + 130}V590", "#fffaf1", 9, opacity=0.34)
    if form == "cup":
        Turned([(w * 0.98, top), (w * 1.1, top + 10), (w * 1.1, top + 26)], lid, "matte", tilt=0.14).draw(c)
        c.ellipse((400, top), (w * 0.98, w * 0.13), tone(lid, 0.2))
        return
    neck = w * (0.66 if form == "flask" else 0.6)
    Turned(
        [(neck - 5, top - 26), (neck, top - 18), (neck, top + 40)],
        lid,
        p.word("lid_finish", "metal"),
        tilt=0.14,
    ).draw(c)
    c.ellipse((400, top - 26), (neck - 5, neck * 0.13), tone(lid, 0.36))
    if form == "sport":
        tube(
            c,
            f"M{400 - neck * 0.7} {top - 16}C{400 - neck} {top - 96} {400 + neck} {top - 96} {400 + neck * 0.7} {top - 16}",
            13,
            p.hue("loop", "Charcoal"),
        )


def umbrella(c: Canvas, p: Piece) -> None:
    """An open umbrella, or a ``form`` closed stick."""
    handle = p.hue("handle", "Walnut")
    if p.word("form") == "closed":
        c.open(transform="rotate(24 400 400)")
        d = "M400 130L450 560Q400 590 350 560Z"
        cast(c, d, by=(20, 18), spread=12)
        c.line("M400 80V150", "#8a6d34", 9)
        cloth(c, d, p)
        c.path(
            d,
            c.linear(
                [
                    (0, "#271b17@.4"),
                    (0.3, "#fffaf1@.3"),
                    (0.5, "#271b17@.12"),
                    (0.62, "#fffaf1@.16"),
                    (1, "#271b17@.5"),
                ]
            ),
        )
        c.rect((352, 440), (96, 18), tone(p.paint, -0.4), rx=6)
        tube(c, "M400 572V690C400 760 320 760 322 690", 17, handle)
        c.close()
        return
    shadow(c, 430, y=706, strength=0.5)
    tube(c, "M400 300V660C400 724 330 722 332 660", 14, handle)
    ribs = (120, 232, 344, 456, 568, 680)
    d = (
        "M120 400C140 220 270 130 400 130C530 130 660 220 680 400"
        + "".join(f"Q{ribs[i] - 56} 366 {ribs[i - 1]} 400" for i in range(5, 0, -1))
        + "Z"
    )
    c.path("M120 400Q400 330 680 400L400 440Z", tone(p.paint, -0.55))
    cloth(c, d, p)
    c.open(clip_path=c.clip(d))
    for i in range(5):
        light = ("#fffaf1@.26", "#fffaf1@.34", "#fffaf1@.06", "#271b17@.16", "#271b17@.34")[i]
        c.path(
            f"M400 130Q{ribs[i] + 20 * (i - 2)} 220 {ribs[i]} 402H{ribs[i + 1]}Q{ribs[i + 1] + 20 * (i - 2)} 220 400 130Z",
            c.linear([(0, light), (1, light)]),
        )
    c.close()
    for x in ribs[1:5]:
        c.line(f"M400 132Q{400 + (x - 400) * 0.86:.0f} 220 {x} 398", tone(p.paint, -0.45), 2.4, opacity=0.6)
    c.line("M400 130V98", "#8a6d34", 9)


def tent(c: Canvas, p: Piece) -> None:
    """A play tent or a bell tent in canvas."""
    shadow(c, 560, y=662)
    poles = p.hue("pole", "Oak")
    for x in (360, 440):
        c.line(f"M400 230L{x} 120", poles, 13)
    left, right = "M400 190L150 660H470L404 236Z", "M400 190L470 660L660 610Z"
    cloth(c, right, p, light=-0.16)
    c.path(right, c.linear([(0, "#271b17@.05"), (1, "#271b17@.36")]))
    cloth(c, left, p)
    c.path(left, c.linear([(0, "#fffaf1@.28"), (1, "#271b17@.16")], (0, 0, 1, 1)))
    c.path("M398 270L300 660H420Z", c.linear([(0, "#3a2a20"), (1, "#6a5240")], (0, 0, 0, 1)))
    c.path("M398 270L300 660H262Q330 480 398 270Z", tone(p.paint, 0.34))
    c.path("M399 270L420 660H452Q430 460 399 270Z", tone(p.paint, -0.05))
    for k in range(7):
        x, y = 404 + k * 36, 258 + k * 50
        c.path(f"M{x} {y}l26 34l-34 4Z", p.hue(("second", "third")[k % 2], "Rust"))


def fire_bowl(c: Canvas, p: Piece) -> None:
    """A bowl for fire, or a small grill with ``grate``."""
    glow = c.radial([(0, "#ffcf86@.7"), (1, "#ffcf86@0")])
    if not p.word("grate"):
        c.ellipse((400, 360), (300, 240), glow)
    shadow(c, 380)
    for x0, x1 in ((300, 250), (500, 550), (400, 408)):
        tube(c, f"M{x0} 560L{x1} 646", 15, p.paint, finish="metal")
    body = Turned([(200, 430), (196, 450), (150, 540), (70, 596), (60, 600)], p.paint, "metal", tilt=0.2)
    body.draw(c)
    body.mouth(c, "#3a2a20", wall=10)
    if p.word("grate"):
        for k in range(-8, 9):
            c.line(
                f"M{400 + k * 22} {430 - 34 * (1 - (k / 9) ** 2) ** 0.5:.0f}V{430 + 34 * (1 - (k / 9) ** 2) ** 0.5:.0f}",
                "#b6babd",
                5,
            )
        return
    for x, turn in ((350, 30), (450, -28)):
        c.line(f"M{x - 60} {430 + turn * 0.3}L{x + 70} {424 - turn * 0.5}", "#5a3b28", 26)
    for x, y, size in ((352, 436, 1.6), (446, 440, 1.7), (400, 446, 2.5)):
        c.open(transform=f"translate({x} {y}) scale({size})")
        c.path(
            "M0 -74C14 -50 25 -34 20 -16C16 0 -16 0 -20 -16C-24 -34 -6 -46 0 -74Z",
            c.linear([(0, "#ffd98a"), (0.5, "#f9a94c"), (1, "#e2673a")], (0, 0, 0, 1)),
            opacity=0.94,
        )
        c.path("M0 -42C8 -30 12 -20 9 -10C6 -2 -6 -2 -9 -10C-12 -20 -4 -28 0 -42Z", "#fff0c0")
        c.close()


def bird_house(c: Canvas, p: Piece) -> None:
    """A nest box or feeder: ``form`` box or feeder."""
    room = Room(y=618 if p.word("toy") else 560, turn=30)
    if p.word("toy"):
        room.shadow(c, (-96, -80), (96, 80))
    if p.word("form") == "feeder":
        c.line("M400 -200V200", "#8a7a66", 4)
    roof, wood = p.hue("roof", "Slate"), p.paint
    room.box(c, (-96, 0, -80), (96, 250 if p.word("form") != "feeder" else 30, 80), wood, wood=True)
    if p.word("form") == "feeder":
        for x in (-84, 76):
            for z in (-72, 62):
                room.box(c, (x, 30, z), (x + 12, 210, z + 12), wood)
    low = 250 if p.word("form") != "feeder" else 210
    a, b, e, f = room.quad([(-124, low - 18, 106), (124, low - 18, 106), (124, low + 90, 0), (-124, low + 90, 0)])
    g, h = room.quad([(124, low - 18, -106), (124, low - 18, 106)])
    c.path(f"M{g[0]:.0f} {g[1]:.0f}L{h[0]:.0f} {h[1]:.0f}L{e[0]:.0f} {e[1]:.0f}Z", tone(wood, -0.36))
    c.path(
        "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in (a, b, e, f)) + "Z",
        c.linear([(0, tone(roof, 0.26)), (1, tone(roof, -0.12))], (0, 0, 1, 1)),
        stroke=tone(roof, 0.12),
        stroke_width=7,
        stroke_linejoin="round",
    )
    if p.word("form") != "feeder":
        c.ellipse(room.at(0, 160, 80), (30, 33), c.linear([(0, "#1d120d"), (1, "#4a3426")]))
        peg = room.at(0, 92, 80)
        if p.word("toy"):
            c.path(f"M{peg[0] - 28:.0f} {peg[1] - 14:.0f}l56 21v46l-56 -21Z", "#2a1b13")
        else:
            tube(c, f"M{peg[0]:.0f} {peg[1]:.0f}l-22 12", 12, wood)


def hammock(c: Canvas, p: Piece) -> None:
    """A hammock or a folding chair in canvas (``form`` chair)."""
    if p.word("form") == "chair":
        shadow(c, 430, y=668)
        wood = p.hue("wood", "Beech")
        tube(c, "M250 660L560 300", 19, tone(wood, -0.14))
        tube(c, "M290 180L590 650", 19, tone(wood, -0.14))
        sling = "M262 190C300 420 330 520 420 540C500 556 560 520 610 470L540 400C500 450 470 450 440 436C390 410 360 300 350 180Z"
        cloth(c, sling, p)
        c.path(sling, c.linear([(0, "#fffaf1@.24"), (0.5, "#271b17@.06"), (1, "#271b17@.3")], (0, 0, 0.6, 1)))
        tube(c, "M220 660L520 330", 19, wood)
        tube(c, "M256 178L356 172", 19, wood)
        tube(c, "M250 190L560 660", 19, wood)
        return
    shadow(c, 520, y=690, strength=0.7)
    c.line("M60 160L170 330M740 160L630 330", "#a08560", 6)
    for k in range(9):
        c.line(f"M70 176L{160 + k * 7} {330 + k * 8}M730 176L{640 - k * 7} {330 + k * 8}", "#c9b08a", 2.4)
    d = "M150 320Q400 560 650 320L600 400Q400 680 200 400Z"
    back = "M150 320Q400 560 650 320Q400 470 150 320Z"
    cloth(c, back, p, light=-0.34)
    cloth(c, d, p)
    c.path(d, c.linear([(0, "#fffaf1@.2"), (0.5, "#fffaf1@0"), (1, "#271b17@.4")], (0, 0, 0, 1)))
    for k in range(24):
        x = 205 + k * 17
        y = 402 + 134 * (1 - ((x - 400) / 200) ** 2)
        c.line(f"M{x} {y:.0f}v{22 + c.chance(0, 8):.0f}", tone(p.hue("second", "Chalk"), -0.06), 4)


FAMILIES: Families = {
    "flask": flask, "umbrella": umbrella, "tent": tent, "fire_bowl": fire_bowl, "bird_house": bird_house,
    "hammock": hammock,
}  # fmt: skip
