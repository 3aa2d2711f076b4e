"""What a glaze does to a pot: spots, dips, stripes, ribs."""

# ruff: noqa: C901 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import is_pale, tone
from store.adapters.catalogue.demo.pictures.piece import Piece
from store.adapters.catalogue.demo.pictures.solids import Turned, sheen, speckle


def decorate(c: Canvas, p: Piece, body: Turned, clip: str) -> None:
    """The glaze's story: spots, a dip, stripes or a bare foot."""
    glaze, second = p.word("glaze"), p.hue("second", "Cream")
    foot = body.profile[-1][1]
    top = body.profile[0][1]
    reach = max(r for r, _ in body.profile)
    if glaze == "dip":
        c.open(clip_path=clip)
        c.path(body.band(top - 120, top + (foot - top) * p.num("dip", 0.5), reach), sheen(c, second, body.finish))
        c.close()
    if glaze == "bare":
        c.open(clip_path=clip)
        c.path(body.band(foot - (foot - top) * 0.14, foot + 120, reach), sheen(c, p.hue("clay", "Clay")))
        c.close()
    if glaze == "stripe":
        c.open(clip_path=clip)
        for i in range(int(p.num("stripes", 2))):
            at = top + (foot - top) * (0.16 + 0.11 * i)
            c.path(body.band(at, at + p.num("stripe", 9)), second, opacity=0.88)
        c.close()
    if glaze == "ribs":
        c.open(clip_path=clip)
        shade = tone(body.colour, -0.4)
        for i in range(1, int((foot - top) / 13)):
            c.path(body.band(top + i * 13, top + i * 13 + 3), shade, opacity=0.22)
            c.path(body.band(top + i * 13 + 3, top + i * 13 + 5), "#fffaf1", opacity=0.2)
        c.close()
    if glaze == "flutes":
        c.open(clip_path=clip)
        for i in range(-9, 10):
            x = body.x + 200 * (i / 9) * (1.55 - 0.55 * abs(i / 9)) / 1.0
            c.line(
                f"M{x:.0f} {top}L{body.x + (x - body.x) * 0.9:.0f} {foot + 40}",
                tone(body.colour, -0.5),
                3.2,
                opacity=0.2,
            )
            c.line(
                f"M{x + 5:.0f} {top}L{body.x + (x + 5 - body.x) * 0.9:.0f} {foot + 40}",
                "#fffaf1",
                2.6,
                opacity=0.26,
            )
        c.close()
    if glaze == "speckle" or p.word("spots"):
        speckle(c, clip, "#4a3426" if is_pale(body.colour) else "#f3e6cf", 110)


def relight(c: Canvas, body: Turned) -> None:
    """Let a painted body stand in the light again."""
    over = c.linear(
        [
            (0, "#271b17@.3"),
            (0.28, "#fffaf1@.2"),
            (0.5, "#fffaf1@0"),
            (0.85, "#271b17@.3"),
            (1, "#271b17@.22"),
        ]
    )
    c.path(body.outline, over)
