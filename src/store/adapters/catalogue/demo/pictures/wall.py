"""What hangs on a wall and is looked at."""

# ruff: noqa: C901 - an outline is a run of coordinates: it reads worse broken up or named

from math import cos, pi, sin

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Families, Piece
from store.adapters.catalogue.demo.pictures.solids import (
    cast,
)


def mirror(c: Canvas, p: Piece) -> None:
    """A mirror: ``form`` round, arch or oblong."""
    form = p.word("form", "round")
    d = {
        "round": "M400 150A240 240 0 1 1 400 630A240 240 0 1 1 400 150Z",
        "arch": "M220 330A180 190 0 0 1 580 330V680H220Z",
        "oblong": "M250 120H550Q570 120 570 140V660Q570 680 550 680H250Q230 680 230 660V140Q230 120 250 120Z",
    }[form]
    cast(c, d, by=(24, 34), spread=18)
    c.path(d, c.linear([(0, "#f4f3ee"), (0.45, "#d5d9d6"), (0.7, "#bdc4c2"), (1, "#dcdcd5")], (0, 0, 1, 1)))
    c.open(clip_path=c.clip(d))
    c.path("M180 620L560 90H660L280 700Z", "#ffffff", opacity=0.34)
    c.path("M330 700L640 260H670L360 720Z", "#ffffff", opacity=0.26)
    c.close()
    thick = p.num("thick", 24)
    c.path(d, "none", stroke=tone(p.paint, -0.22), stroke_width=thick)
    c.path(d, "none", stroke=tone(p.paint, 0.2), stroke_width=thick * 0.5, transform="translate(-2 -3)")
    if p.word("hang"):
        c.line("M300 190L400 60L500 190", p.hue("hang", "Tan"), 10)
        c.ellipse((400, 60), (13, 13), "#8a6d34")


def clock(c: Canvas, p: Piece) -> None:
    """A wall clock: ``marks`` dots, lines or none."""
    d = "M400 170A230 230 0 1 1 400 630A230 230 0 1 1 400 170Z"
    cast(c, d, by=(22, 32), spread=17)
    face = p.hue("face", "Chalk")
    c.ellipse((400, 400), (230, 230), c.linear([(0, tone(p.paint, 0.3)), (1, tone(p.paint, -0.28))], (0, 0, 1, 1)))
    c.ellipse(
        (400, 400),
        (206, 206),
        c.linear([(0, tone(face, -0.1)), (0.2, face), (1, tone(face, 0.2))], (0, 0, 1, 1)),
    )
    ink = p.hue("ink", "Charcoal")
    for k in range(12):
        s, o = sin(k * pi / 6), cos(k * pi / 6)
        if p.word("marks", "lines") == "dots":
            c.ellipse((400 + s * 172, 400 - o * 172), (7, 7), ink)
        elif p.word("marks", "lines") == "lines":
            c.line(
                f"M{400 + s * 158:.0f} {400 - o * 158:.0f}L{400 + s * 184:.0f} {400 - o * 184:.0f}",
                ink,
                9 if k % 3 == 0 else 4,
            )
    c.line("M406 410L306 326", "#2b1d16", 13, opacity=0.16)
    c.line("M400 400L300 320", ink, 13)
    c.line("M400 400L508 282", ink, 9)
    c.line("M386 434L430 300", p.hue("second", "Rust"), 3.6)
    c.ellipse((400, 400), (14, 14), ink)


def frame(c: Canvas, p: Piece) -> None:
    """A framed print: ``art`` hills, fruit, vase, arcs or leaf; ``count`` 1 or 2."""
    count = int(p.num("count", 1))
    for i in range(count):
        wide, high = (400, 520) if count == 1 else (290, 390)
        x = 400 - wide / 2 if count == 1 else (70 + i * 350)
        y = 400 - high / 2 + (i * 50 - 25 if count > 1 else 0)
        d = f"M{x} {y}h{wide}v{high}h{-wide}Z"
        cast(c, d, by=(20, 30), spread=15)
        c.path(d, c.linear([(0, tone(p.paint, 0.26)), (1, tone(p.paint, -0.3))], (0, 0, 1, 1)))
        c.rect((x + 16, y + 16), (wide - 32, high - 32), tone(p.paint, -0.55))
        c.rect((x + 18, y + 18), (wide - 36, high - 36), "#f6f1e7")
        c.open(
            transform=f"translate({x + wide / 2} {y + high / 2}) scale({wide / 400:.2f})",
            clip_path=c.clip("M-132 -180H132V180H-132Z"),
        )
        _art(c, p, p.word("art", "hills") if i == 0 else p.word("art_two", "arcs"))
        c.close()
        c.path(
            f"M{x + 18} {y + 18}h{wide * 0.5}l{-wide * 0.46} {high * 0.8}h{-wide * 0.04}Z",
            "#ffffff",
            opacity=0.16,
        )


def _art(c: Canvas, p: Piece, art: str) -> None:
    ink, second, third = p.hue("ink", "Forest"), p.hue("second", "Rust"), p.hue("third", "Butter")
    c.rect((-132, -180), (264, 360), tone(third, 0.6))
    if art == "hills":
        c.ellipse((46, -76), (44, 44), second)
        for k, light in enumerate((0.5, 0.3, 0.1, -0.1)):
            y = -20 + k * 52
            c.path(f"M-140 {y + 30}Q-60 {y - 46 + k * 14} 10 {y + 16}T140 {y - 8}V190H-140Z", tone(ink, light))
    elif art == "fruit":
        c.path("M-132 70H132V190H-132Z", tone(ink, 0.3))
        for x, y, r, hue in ((-44, 38, 62, second), (46, 54, 50, third), (16, -24, 40, tone(second, 0.3))):
            c.ellipse((x, y), (r, r), hue)
            c.line(f"M{x} {y - r}q6 -16 16 -20", ink, 5)
    elif art == "vase":
        c.path("M-40 180C-90 100 -60 40 -22 10V-20H22V10C60 40 90 100 40 180Z", second)
        for lean in (-70, -20, 34, 80):
            c.line(f"M0 -14Q{lean * 0.4} -80 {lean} -130", ink, 5)
            c.ellipse((lean, -138), (21, 21), third if lean % 20 == 0 else tone(second, 0.4))
    elif art == "leaf":
        c.line("M0 170C-8 60 10 -40 0 -150", ink, 6)
        for k in range(7):
            for side in (-1, 1):
                y = 130 - k * 40
                c.path(
                    f"M0 {y}Q{side * 30} {y - 60} {side * (98 - k * 8)} {y - 54}Q{side * 60} {y} 0 {y}Z",
                    tone(ink, 0.1 * (k % 3)),
                )
    else:
        for k, hue in enumerate((ink, second, third, tone(ink, 0.45))):
            r = 120 - k * 28
            c.path(f"M{-r} 90A{r} {r} 0 0 1 {r} 90H{r - 22}A{r - 22} {r - 22} 0 0 0 {22 - r} 90Z", hue)
        c.ellipse((60, -110), (30, 30), second)


FAMILIES: Families = {"mirror": mirror, "clock": clock, "frame": frame}
