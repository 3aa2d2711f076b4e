"""Glass, candles and soap bottles: bodies one sees into."""

# ruff: noqa: E501, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from collections.abc import Sequence

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point, through
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import GROUND, Turned, shadow


def pane(
    c: Canvas, profile: Sequence[Point], paint: str, *, x: float = 400, fill: tuple[float, str] | None = None
) -> None:
    """A vessel of clear or tinted glass, with *fill* (height, colour) inside."""
    body = Turned(profile, paint, "glaze", tilt=0.14, x=x)
    outline = body.outline
    deep = tone(paint, -0.3)
    (top, top_y), (foot, foot_y) = profile[0], profile[-1]
    c.ellipse((x, top_y), (top, top * 0.14), f"{tone(paint, 0.4)}", opacity=0.4)
    c.path(
        outline,
        c.linear(
            [
                (0, f"{deep}@.62"),
                (0.12, f"{paint}@.34"),
                (0.5, f"{paint}@.2"),
                (0.86, f"{paint}@.4"),
                (1, f"{deep}@.68"),
            ]
        ),
    )
    clip = c.clip(outline)
    c.open(clip_path=clip)
    if fill:
        level, liquid = fill
        c.path(body.band(level, foot_y + 90, 220), liquid, opacity=0.8)
        c.ellipse((x, level), (220, 31), tone(liquid, 0.28), opacity=0.9)
    c.ellipse((x, foot_y - 6), (foot * 0.96, foot * 0.16), deep, opacity=0.35)
    wall = [(r, y + (24 if i == 0 else -28 if y == foot_y else 0)) for i, (r, y) in enumerate(profile)]
    c.line(through([(x - r * 0.78, y) for r, y in wall]), "#ffffff", 10, opacity=0.55)
    c.line(through([(x + r * 0.84, y) for r, y in wall]), "#ffffff", 4, opacity=0.45)
    c.close()
    c.ellipse((x, top_y), (top, top * 0.14), "none", stroke=tone(paint, 0.55), stroke_width=4)
    c.path(
        f"M{x - foot} {foot_y}A{foot} {foot * 0.14} 0 0 0 {x + foot} {foot_y}",
        "none",
        stroke=deep,
        stroke_width=3,
        opacity=0.6,
    )


def glass(c: Canvas, p: Piece) -> None:
    """Tumblers, ``count`` of them; ``shape`` straight, cone or stem."""
    h, w, count = p.num("h", 250), p.num("w", 86), int(p.num("count", 2))
    middle = (count - 1) / 2
    for i in range(count):
        x = 400 + (i - middle) * w * 2.25
        shadow(c, w * 1.5, x=x, strength=0.7)
        top = GROUND - h
        if p.word("shape") == "stem":
            c.ellipse(
                (x, GROUND - 4),
                (w * 0.72, w * 0.12),
                p.paint,
                opacity=0.7,
                stroke=tone(p.paint, 0.5),
                stroke_width=2,
            )
            c.line(f"M{x} {GROUND - 8}V{GROUND - h * 0.42}", tone(p.paint, -0.15), 8, opacity=0.7)
            pane(
                c,
                [(w * 0.84, top), (w, top + h * 0.2), (w * 0.84, top + h * 0.42), (8, top + h * 0.58)],
                p.paint,
                x=x,
            )
            continue
        foot = w * (0.74 if p.word("shape") == "cone" else 0.94)
        fill = (top + h * 0.4, p.hue("drink", "Amber")) if p.word("drink") else None
        pane(c, [(w, top), (w, top), (foot, GROUND), (foot, GROUND)], p.paint, x=x, fill=fill)


def carafe(c: Canvas, p: Piece) -> None:
    """A carafe, with a ``stopper`` of cork or wood."""
    shadow(c, 230)
    profile: list[Point] = [(48, 236), (40, 262), (44, 320), (104, 430), (126, 540), (118, 620), (104, 640)]
    pane(c, profile, p.paint, fill=(470, p.hue("drink", "Sky")) if p.word("drink") else None)
    if p.word("stopper"):
        ball = c.radial(
            [(0, tone(p.hue("stopper", "Cork"), 0.4)), (1, tone(p.hue("stopper", "Cork"), -0.36))],
            (0.35, 0.3),
            0.75,
        )
        c.ellipse((400, 212), (44, 42), ball)


def bottle(c: Canvas, p: Piece) -> None:
    """A bottle of the bath shelf with a paper label; ``top`` pump, cork, cap or spray."""
    w, h = p.num("w", 88), p.num("h", 270)
    top = GROUND - h
    shadow(c, w * 2)
    profile = [
        (w * 0.34, top - 26),
        (w * 0.34, top - 6),
        (w * 0.9, top + 26),
        (w, top + 52),
        (w, GROUND - 20),
        (w * 0.9, GROUND),
    ]
    body = Turned(profile, p.paint, p.word("finish", "glaze"), tilt=0.13)
    clip = body.draw(c)
    c.open(clip_path=clip)
    c.path(body.band(top + h * 0.36, top + h * 0.78, w), p.hue("label", "Chalk"), opacity=0.94)
    ink = tone(p.hue("label", "Chalk"), -0.72)
    for i, (half, thick) in enumerate(((0.34, 5), (0.5, 2.4), (0.44, 2.4), (0.2, 2.4))):
        y = top + h * (0.45 + i * 0.075) + w * 0.13
        c.path(
            f"M{400 - w * half} {y}Q400 {y + 4} {400 + w * half} {y}",
            "none",
            stroke=ink,
            stroke_width=thick,
            opacity=0.75,
        )
    c.close()
    c.path(
        body.outline,
        c.linear(
            [
                (0, "#271b17@.34"),
                (0.2, "#fffaf1@.22"),
                (0.4, "#fffaf1@0"),
                (0.85, "#271b17@.26"),
                (1, "#271b17@.2"),
            ]
        ),
    )
    _closure(c, p, top, w)


def _closure(c: Canvas, p: Piece, top: float, w: float) -> None:
    cap = p.hue("cap", "Charcoal")
    Turned([(w * 0.4, top - 56), (w * 0.42, top - 24)], cap, "metal", tilt=0.13).draw(c)
    c.ellipse((400, top - 56), (w * 0.4, w * 0.05), tone(cap, 0.3))
    if p.word("top", "pump") == "pump":
        c.line(f"M400 {top - 60}V{top - 96}", tone(cap, -0.1), 12)
        c.line(f"M{420} {top - 104}H{346}Q{326} {top - 104} {322} {top - 86}", tone(cap, 0), 17)
        c.line(f"M{420} {top - 108}H{346}", tone(cap, 0.4), 4, opacity=0.7)


def candle(c: Canvas, p: Piece) -> None:
    """A candle in a vessel, lit; ``finish`` of the vessel."""
    w, h = p.num("w", 116), p.num("h", 210)
    top = GROUND - h
    glow = c.radial([(0, "#ffe9b8@.75"), (0.4, "#ffdf9e@.25"), (1, "#ffdf9e@0")])
    c.ellipse((400, top - 40), (280, 250), glow)
    shadow(c, w * 1.85)
    body = Turned([(w, top), (w, top), (w, GROUND - 20), (w * 0.92, GROUND)], p.paint, p.word("finish", "matte"))
    clip = body.draw(c)
    if p.word("label"):
        c.open(clip_path=clip)
        c.path(
            f"M{400 - w * 0.55} {top + h * 0.36}Q400 {top + h * 0.36 + 12} {400 + w * 0.4} {top + h * 0.37}V{top + h * 0.76}Q400 {top + h * 0.76 + 14} {400 - w * 0.55} {top + h * 0.75}Z",
            p.hue("label", "Chalk"),
            opacity=0.92,
        )
        c.line(
            f"M{400 - w * 0.34} {top + h * 0.52}Q385 {top + h * 0.52 + 6} {400 + w * 0.2} {top + h * 0.53}",
            tone(p.hue("label", "Chalk"), -0.7),
            4,
            opacity=0.7,
        )
        c.line(
            f"M{400 - w * 0.24} {top + h * 0.62}Q385 {top + h * 0.62 + 6} {400 + w * 0.1} {top + h * 0.63}",
            tone(p.hue("label", "Chalk"), -0.7),
            2.4,
            opacity=0.6,
        )
        c.close()
    body.mouth(c, p.hue("colour", "Oat"), wall=8)
    c.ellipse(
        (400, top + 7),
        (w - 12, (w - 12) * 0.145),
        c.radial([(0, "#fff3cf"), (0.5, "#f4dfb2"), (1, "#dcbf8c")]),
    )
    flame(c, 400, top + 4, 1)


def flame(c: Canvas, x: float, y: float, size: float) -> None:
    """A wick and its flame."""
    c.open(transform=f"translate({x:.1f} {y:.1f}) scale({size:g})")
    c.line("M0 4V-14", "#3a2b22", 4)
    c.path(
        "M0 -74C10 -50 21 -38 18 -22C15 -6 -15 -6 -18 -22C-20 -38 -8 -50 0 -74Z",
        c.linear([(0, "#ffd98a"), (0.5, "#ffc25c"), (1, "#f3943a")], (0, 0, 0, 1)),
    )
    c.path("M0 -48C5 -36 10 -28 8 -19C6 -11 -6 -11 -8 -19C-10 -28 -4 -36 0 -48Z", "#fff6d8", opacity=0.95)
    c.close()


def tapers(c: Canvas, p: Piece) -> None:
    """Dinner candles in holders of metal or clay."""
    shadow(c, 320)
    for x, h, size in ((290, 250, 1.0), (400, 330, 1.0), (510, 210, 1.0)):
        top = GROUND - h
        wax = Turned([(11, top - 90 * size), (15, top)], p.paint, "matte", x=x)
        holder = p.hue("holder", "Brass")
        Turned([(46, GROUND - 10), (50, GROUND)], holder, "metal", x=x).draw(c)
        c.ellipse((x, GROUND - 10), (46, 8), tone(holder, 0.25))
        Turned(
            [(20, top - 4), (16, top + 14), (8, top + 34), (8, GROUND - 34), (24, GROUND - 10)],
            holder,
            "metal",
            x=x,
        ).draw(c)
        c.ellipse((x, top - 4), (20, 4), tone(holder, 0.3))
        wax.draw(c)
        if p.word("lit", "yes") == "yes":
            flame(c, x, top - 92, 0.72)


def pillar(c: Canvas, p: Piece) -> None:
    """Church candles of three heights."""
    shadow(c, 380)
    for x, w, h in ((300, 70, 300), (505, 62, 190), (402, 76, 110)):
        top = GROUND - h + (14 if x == 402 else 0)
        foot = GROUND + (14 if x == 402 else 0)
        wax = Turned([(w - 4, top), (w, top + 10), (w, foot)], p.paint, "matte", x=x)
        wax.draw(c)
        c.ellipse((x, top), (w - 4, (w - 4) * 0.17), c.radial([(0, tone(p.paint, -0.1)), (1, tone(p.paint, 0.3))]))
        c.line(f"M{x} {top + 2}V{top - 20}", "#3a2b22", 4)


def diffuser(c: Canvas, p: Piece) -> None:
    """A scent bottle with reeds."""
    for lean in (-70, -38, -8, 26, 58):
        c.line(f"M{400 - lean * 0.2} 560L{400 + lean * 1.5} {250 + abs(lean) * 0.4}", p.hue("reeds", "Sand"), 6)
    shadow(c, 220)
    pane(
        c,
        [(30, 410), (30, 440), (104, 462), (112, 500), (112, 622), (102, GROUND)],
        p.paint,
        fill=(530, p.hue("oil", "Amber")),
    )
    Turned([(34, 404), (34, 430)], p.hue("cap", "Brass"), "metal").draw(c)


FAMILIES: Families = {
    "glass": glass, "carafe": carafe, "bottle": bottle, "candle": candle, "tapers": tapers,
    "pillar": pillar, "diffuser": diffuser,
}  # fmt: skip
