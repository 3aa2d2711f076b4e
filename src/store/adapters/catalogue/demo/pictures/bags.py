"""Bags and what goes into them."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import Turned, cast, shadow, tube
from store.adapters.catalogue.demo.pictures.weaves import cloth


def volume(c: Canvas, d: str, strength: float = 1.0) -> None:
    """Let flat cloth look filled."""
    c.path(
        d,
        c.linear(
            [
                (0, f"#271b17@{0.3 * strength:.2f}"),
                (0.2, f"#fffaf1@{0.2 * strength:.2f}"),
                (0.5, "#fffaf1@0"),
                (1, f"#271b17@{0.4 * strength:.2f}"),
            ]
        ),
    )
    c.path(d, c.linear([(0, "#fffaf1@.16"), (0.5, "#fffaf1@0"), (1, "#271b17@.26")], (0, 0, 0, 1)))


def stitch(c: Canvas, d: str, paint: str) -> None:
    """A seam."""
    c.line(d, tone(paint, 0.42), 2.2, stroke_dasharray="8 6", opacity=0.7)


def backpack(c: Canvas, p: Piece) -> None:
    """A backpack: ``form`` flap, roll or round; leather in ``trim``."""
    trim, form = p.hue("trim", "Tan"), p.word("form", "flap")
    shadow(c, 400)
    tube(c, "M352 196C350 116 450 116 448 196", 15, trim)
    for side in (-1, 1):
        c.line(
            f"M{400 + side * 150} 280C{400 + side * 246} 360 {400 + side * 236} 520 {400 + side * 176} 604",
            tone(p.paint, -0.44),
            27,
        )
    body = "M232 300C236 210 320 184 400 184C480 184 564 210 568 300L584 590Q584 642 530 644H270Q216 642 216 590Z"
    if form == "round":
        body = "M220 380C220 240 300 170 400 170C500 170 580 240 580 380L584 596Q582 644 534 644H266Q218 644 216 596Z"
    cloth(c, body, p)
    volume(c, body)
    if form == "flap":
        flap = "M226 300C232 200 318 178 400 178C482 178 568 200 574 300L578 420Q400 460 222 420Z"
        c.path(flap, "#271b17", opacity=0.3, transform="translate(0 12)", filter=c.blur(7))
        cloth(c, flap, p, light=0.05)
        volume(c, flap, 0.8)
        stitch(c, "M234 408Q400 446 566 408", p.paint)
        for x in (310, 490):
            c.rect((x - 14, 380), (28, 130), trim, rx=5)
            c.rect((x - 21, 452), (42, 34), "none", rx=5, stroke="#c5a05a", stroke_width=6)
    elif form == "roll":
        top = "M240 250Q400 226 560 250V176Q400 150 240 176Z"
        cloth(c, top, p, light=0.06)
        c.path(top, c.linear([(0, "#fffaf1@.3"), (0.5, "#fffaf1@0"), (1, "#271b17@.44")], (0, 0, 0, 1)))
        c.rect((386, 160), (28, 250), trim, rx=5)
        c.rect((378, 300), (44, 34), "none", rx=5, stroke="#3a3a3c", stroke_width=6)
    else:
        c.line("M240 400C250 250 320 208 400 208C480 208 550 250 560 400", tone(p.paint, -0.5), 7)
        c.line("M240 400C250 250 320 208 400 208C480 208 550 250 560 400", "#c9b27a", 2.4, stroke_dasharray="4 4")
    pocket = "M262 480H538L546 600Q546 626 522 626H278Q254 626 254 600Z"
    c.path(pocket, "#271b17", opacity=0.26, filter=c.blur(6), transform="translate(3 5)")
    cloth(c, pocket, p, light=0.03)
    volume(c, pocket, 0.7)
    stitch(c, "M266 494H534", p.paint)
    c.rect((366, 540), (68, 40), trim, rx=4)


def tote(c: Canvas, p: Piece) -> None:
    """A tote: ``form`` wide, tall or market; ``base`` in another colour."""
    form = p.word("form", "tall")
    half, top = {"tall": (168, 280), "wide": (226, 330), "market": (200, 320)}[form]
    shadow(c, half * 2.1)
    strap = p.hue("strap", p.word("colour", "Natural"))
    reach = 150 if form == "wide" else 210
    c.line(
        f"M{400 - half * 0.5} {top + 16}C{400 - half * 0.5} {top - reach} {400 + half * 0.5} {top - reach} {400 + half * 0.5} {top + 16}",
        tone(strap, -0.46),
        19,
        transform="translate(10 6)",
    )
    body = f"M{400 - half} {top}Q400 {top + 14} {400 + half} {top}L{400 + half * 1.08} 620Q{400 + half * 1.08} 644 {400 + half} 644H{400 - half}Q{400 - half * 1.08} 644 {400 - half * 1.08} 620Z"
    cloth(c, body, p)
    c.open(clip_path=c.clip(body))
    if p.word("base"):
        c.rect((100, 530), (600, 130), p.hue("base", "Tan"))
        stitch(c, "M120 540H680", p.hue("base", "Tan"))
    if p.word("print") == "sun":
        c.ellipse((400, 470), (74, 74), p.hue("ink", "Rust"))
    if p.word("print") == "fields":
        for k in range(5):
            c.line(
                f"M300 {420 + k * 30}Q350 {396 + k * 30} 400 {420 + k * 30}T500 {420 + k * 30}",
                p.hue("ink", "Forest"),
                8,
            )
    c.path(
        f"M{400 - half * 0.3} {top}Q{400 - half * 0.4} 500 {400 - half * 0.62} 650",
        "none",
        stroke="#271b17",
        stroke_width=24,
        opacity=0.1,
        filter=c.blur(7),
    )
    c.path(
        f"M{400 + half * 0.4} {top}Q{400 + half * 0.3} 500 {400 + half * 0.6} 650",
        "none",
        stroke="#271b17",
        stroke_width=24,
        opacity=0.12,
        filter=c.blur(7),
    )
    c.close()
    volume(c, body)
    stitch(c, f"M{400 - half + 4} {top + 20}Q400 {top + 34} {400 + half - 4} {top + 20}", p.paint)
    c.line(
        f"M{400 - half * 0.56} {top + 74}V{top - 6}C{400 - half * 0.56} {top - reach} {400 + half * 0.44} {top - reach} {400 + half * 0.44} {top - 6}V{top + 74}",
        tone(strap, -0.12),
        20,
    )
    c.line(
        f"M{396 - half * 0.56} {top + 74}V{top - 6}C{396 - half * 0.56} {top - reach} {396 + half * 0.44} {top - reach} {396 + half * 0.44} {top - 6}",
        tone(strap, 0.3),
        5,
        opacity=0.6,
    )


def pouch(c: Canvas, p: Piece) -> None:
    """A zipped pouch or wash bag; ``count`` nests them."""
    count = int(p.num("count", 1))
    for i in range(count):
        size = 1 - i * 0.24
        q = Piece(
            p.family,
            {**p.details, "colour": p.word(("colour", "second", "third")[i], p.word("colour", "Oat"))},
        )
        where = f"translate({400 + i * 66 - (count - 1) * 26} {640 + i * 22}) scale({size:.2f}) translate(-400 -640)"
        c.open(transform=where)
        shadow(c, 440)
        d = "M176 400Q180 376 206 376H594Q620 376 624 400L640 610Q640 644 604 644H196Q160 644 160 610Z"
        cloth(c, d, q)
        volume(c, d)
        c.line("M182 394H618", tone(q.paint, -0.5), 16)
        c.line("M186 394H614", "#d9c28d", 7, stroke_dasharray="5 4", stroke_linecap="butt")
        c.line("M604 394L640 432", p.hue("trim", "Tan"), 12)
        c.rect((184, 470), (14, 66), p.hue("trim", "Tan"), rx=3)
        stitch(c, "M178 418H622", q.paint)
        c.close()


def wallet(c: Canvas, p: Piece) -> None:
    """A leather wallet or card holder, lying; ``form`` card, fold or case."""
    c.open(transform="rotate(-9 400 420)")
    d = {
        "card": "M240 300H560Q576 300 576 316V520Q576 536 560 536H240Q224 536 224 520V316Q224 300 240 300Z",
        "fold": "M200 250H600Q620 250 620 270V560Q620 580 600 580H200Q180 580 180 560V270Q180 250 200 250Z",
        "case": "M150 330Q150 310 170 310H630Q650 310 650 330V500Q650 520 630 520H170Q150 520 150 500Z",
    }[p.word("form", "card")]
    cast(c, d, by=(16, 22), spread=13, strength=0.4)
    if p.word("form", "card") == "card":
        c.rect((256, 268), (288, 90), "#ece3d2", rx=8)
    c.path(d, c.linear([(0, tone(p.paint, 0.26)), (0.5, p.paint), (1, tone(p.paint, -0.26))], (0, 0, 1, 1)))
    inset = {
        "card": "M238 404Q330 436 400 404T562 404V522H238Z",
        "fold": "M400 258V572",
        "case": "M160 322H640L560 400Q400 440 240 400Z",
    }[p.word("form", "card")]
    c.path(
        inset,
        tone(p.paint, 0.06) if p.word("form", "card") != "fold" else "none",
        stroke=tone(p.paint, -0.5),
        stroke_width=3,
    )
    c.path(
        d,
        "none",
        stroke=tone(p.paint, 0.5),
        stroke_width=2.4,
        stroke_dasharray="9 6",
        transform="translate(400 420) scale(.955 .93) translate(-400 -420)",
        opacity=0.8,
    )
    if p.word("form") == "case":
        c.ellipse((400, 424), (13, 13), c.radial([(0, "#f5e6bd"), (1, "#8a6d34")], (0.35, 0.3), 0.75))
    c.close()


def crossbody(c: Canvas, p: Piece) -> None:
    """A small shoulder bag with a flap and a long strap."""
    trim = p.hue("trim", "Tan")
    shadow(c, 380)
    c.line("M240 420C200 120 320 60 400 120C500 190 600 240 560 420", tone(trim, -0.34), 15)
    c.line("M238 418C198 118 318 58 398 118C498 188 598 238 558 418", tone(trim, 0.2), 5, opacity=0.7)
    body = "M222 400H578L586 606Q584 644 548 644H252Q216 644 214 606Z"
    cloth(c, body, p)
    volume(c, body)
    flap = "M218 396Q400 380 582 396L580 480Q560 566 470 566H330Q240 566 220 480Z"
    c.path(flap, "#271b17", opacity=0.3, filter=c.blur(7), transform="translate(0 10)")
    cloth(c, flap, p, light=0.06)
    volume(c, flap, 0.8)
    stitch(c, "M230 478Q250 554 332 554H468Q550 554 570 478", p.paint)
    c.rect((382, 530), (36, 62), trim, rx=6)
    c.ellipse((400, 572), (9, 9), "#c5a05a")


def basket(c: Canvas, p: Piece) -> None:
    """A woven basket, with ``handles`` or a ``cloth`` lining."""
    w, h = p.num("w", 180), p.num("h", 230)
    top = 640 - h
    shadow(c, w * 1.9)
    if p.word("handles") == "arch":
        c.line(
            f"M{400 - w * 0.94} {top + 10}C{400 - w} {top - 250} {400 + w} {top - 250} {400 + w * 0.94} {top + 10}",
            tone(p.paint, -0.4),
            21,
        )
        c.line(
            f"M{397 - w * 0.94} {top + 6}C{397 - w} {top - 252} {397 + w} {top - 252} {397 + w * 0.94} {top + 6}",
            tone(p.paint, 0.24),
            8,
            stroke_dasharray="16 7",
        )
    body = Turned(
        [(w, top), (w * 1.02, top + h * 0.3), (w * 0.98, top + h * 0.7), (w * 0.82, 640)],
        p.paint,
        "matte",
        tilt=0.2,
    )
    clip = body.draw(c)
    c.open(clip_path=clip)
    dark, pale = tone(p.paint, -0.5), tone(p.paint, 0.4)
    tile = f'<path d="M0 5Q7 -2 14 5T28 5M-14 15Q-7 8 0 15T14 15T28 15" fill="none" stroke="{dark}" stroke-width="3.4" opacity=".42"/><path d="M0 3Q7 -4 14 3" fill="none" stroke="{pale}" stroke-width="2.6" opacity=".6"/><path d="M14 13Q21 6 28 13" fill="none" stroke="{pale}" stroke-width="2.6" opacity=".6"/>'
    c.rect((100, top - 60), (600, h + 140), c.pattern(28, 20, tile))
    if p.word("band"):
        c.path(body.band(640 - h * 0.36, 640 + 70, w), p.hue("band", "Chalk"), opacity=0.6)
    c.close()
    body.mouth(c, p.hue("lining", p.word("colour", "Sand")), wall=13)
    c.ellipse(
        (400, top),
        (w - 3, (w - 3) * 0.2),
        "none",
        stroke=tone(p.paint, -0.2),
        stroke_width=10,
        stroke_dasharray="17 6",
    )
    if p.word("handles") == "ears":
        for side in (-1, 1):
            x = 400 + side * w * 0.98
            c.line(
                f"M{x} {top + 30}C{x + side * 40} {top - 46} {x - side * 66} {top - 70} {x - side * 62} {top + 20}",
                tone(p.hue("ear", "Tan"), -0.1),
                15,
            )


FAMILIES: Families = {
    "backpack": backpack, "tote": tote, "pouch": pouch, "wallet": wallet, "crossbody": crossbody, "basket": basket,
}  # fmt: skip
