"""Bodies in the light of one studio: from the upper left, warm, a little soft."""

# ruff: noqa: E501, PLR2004 - an outline is a run of coordinates: it reads worse broken up or named

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from store.adapters.catalogue.demo.pictures.canvas import Canvas, Point, number, polygon, through
from store.adapters.catalogue.demo.pictures.palette import tone

GROUND: Final = 640.0
MIDDLE: Final = 400.0
Tones = tuple[tuple[float, float], ...]
FINISHES: Final[dict[str, Tones]] = {
    "matte": ((0, -0.24), (0.1, -0.1), (0.3, 0.2), (0.5, 0.05), (0.78, -0.17), (0.94, -0.34), (1, -0.25)),
    "glaze": (
        (0, -0.26),
        (0.1, -0.08),
        (0.2, 0.3),
        (0.26, 0.46),
        (0.33, 0.16),
        (0.58, 0),
        (0.86, -0.28),
        (1, -0.18),
    ),
    "metal": (
        (0, -0.4),
        (0.1, 0),
        (0.2, 0.55),
        (0.28, 0.15),
        (0.5, -0.16),
        (0.68, 0.22),
        (0.82, -0.24),
        (1, -0.45),
    ),
    "cloth": ((0, -0.16), (0.3, 0.14), (0.6, 0), (1, -0.24)),
    "wood": ((0, -0.26), (0.3, 0.16), (0.6, -0.04), (1, -0.34)),
    "glow": ((0, 0.1), (0.3, 0.62), (0.6, 0.4), (1, -0.06)),
}


def sheen(c: Canvas, colour: str, finish: str = "matte") -> str:
    """The paint of a round body that stands in the light."""
    return c.linear([(offset, tone(colour, light)) for offset, light in FINISHES[finish]])


def shadow(c: Canvas, width: float, *, x: float = MIDDLE, y: float = GROUND, strength: float = 1.0) -> None:
    """What a body *width* wide leaves on the ground: a dark line of contact and a long soft fall."""
    fall = c.radial([(0, f"#2b1d16@{0.34 * strength:.2f}"), (0.5, f"#2b1d16@{0.15 * strength:.2f}"), (1, "#2b1d16@0")])
    touch = c.radial([(0, f"#1d120d@{0.6 * strength:.2f}"), (0.6, f"#1d120d@{0.35 * strength:.2f}"), (1, "#1d120d@0")])
    c.ellipse((x + width * 0.2, y + 2), (width * 0.78, width * 0.13 + 8), fall)
    c.ellipse((x + width * 0.03, y), (width * 0.54, width * 0.07 + 6), touch)


def cast(c: Canvas, d: str, *, by: Point = (16, 24), spread: float = 16, strength: float = 0.32) -> None:
    """The shadow of a flat shape *d* on what it lies on or hangs from."""
    where = f"translate({number(by[0])} {number(by[1])})"
    c.path(d, "#2b1d16", opacity=strength, filter=c.blur(spread), transform=where)


def tube(c: Canvas, d: str, width: float, colour: str, *, finish: str = "matte") -> None:
    """A round bar, cord or handle along the path *d*."""
    c.line(d, tone(colour, -0.34), width)
    c.line(
        d,
        tone(colour, -0.04),
        width * 0.74,
        transform=f"translate({number(-width * 0.06)} {number(-width * 0.07)})",
    )
    bright = 0.6 if finish in {"metal", "glaze"} else 0.26
    shift = f"translate({number(-width * 0.15)} {number(-width * 0.17)})"
    c.line(d, tone(colour, bright), width * 0.22, transform=shift, opacity=0.85)


@dataclass(frozen=True)
class Turned:
    """A body of revolution: half widths and heights from top to foot, as on a potter's wheel."""

    profile: Sequence[Point]
    colour: str
    finish: str = "matte"
    tilt: float = 0.17
    x: float = MIDDLE

    @property
    def outline(self) -> str:
        """The silhouette, with the round of the rim above and of the foot below."""
        (top, top_y), (foot, foot_y) = self.profile[0], self.profile[-1]
        left = [(self.x - r, y) for r, y in self.profile]
        right = [(self.x + r, y) for r, y in reversed(self.profile)]
        under = self._under(foot, foot_y)
        over = f"A{number(top)} {number(top * self.tilt)} 0 0 0 {number(self.x - top)} {number(top_y)}Z"
        return through(left) + under + through(right, start="L") + over

    def _under(self, foot: float, foot_y: float) -> str:
        """The round of the foot; where the wall runs inwards it goes on without a kink."""
        before, before_y = self.profile[-2]
        inwards, down = before - foot, foot_y - before_y
        if inwards <= 0.3 * down or down <= 0:
            return f"A{number(foot)} {number(foot * self.tilt)} 0 0 0 {number(self.x + foot)} {number(foot_y)}"
        deep = foot * self.tilt * 4 / 3
        across = min(deep * inwards / down, foot * 0.9)
        deep = min(deep, across * down / inwards)
        left, right, low = self.x - foot + across, self.x + foot - across, foot_y + deep
        ends = (left, low, right, low, self.x + foot, foot_y)
        return "C" + " ".join(number(value) for value in ends)

    def draw(self, c: Canvas) -> str:
        """Paint the body; the answer is the clip for what is painted on it."""
        outline = self.outline
        c.path(outline, sheen(c, self.colour, self.finish))
        c.path(outline, c.linear([(0, "#fff6e6@.10"), (0.55, "#2b1d16@0"), (1, "#2b1d16@.22")], (0, 0, 0, 1)))
        return c.clip(outline)

    def mouth(self, c: Canvas, inside: str | None = None, wall: float = 9, rim: str | None = None) -> None:
        """The opening: a lit lip and the dark inside."""
        (r, y) = self.profile[0]
        hollow = inside or self.colour
        lip = rim or self.colour
        c.ellipse(
            (self.x, y),
            (r, r * self.tilt),
            c.linear([(0, tone(lip, 0.42)), (0.5, tone(lip, 0.22)), (1, tone(lip, 0))]),
        )
        depth = c.linear([(0, tone(hollow, -0.5)), (0.45, tone(hollow, -0.28)), (1, tone(hollow, 0.05))])
        c.ellipse((self.x, y + wall * 0.12), (r - wall, (r - wall) * self.tilt - wall * 0.08), depth)

    def band(self, top: float, foot: float, reach: float = 400) -> str:
        """The path of a ring around the body between two heights, to be painted inside its clip."""
        bend = reach * self.tilt
        left, right = number(self.x - reach), number(self.x + reach)
        arc = f"A{number(reach)} {number(bend)} 0 0"
        return (
            f"M{left} {number(top)}{arc} 0 {right} {number(top)}L{right} {number(foot)}{arc} 1 {left} {number(foot)}Z"
        )


def speckle(c: Canvas, clip: str, paint: str, count: int = 60) -> None:
    """Iron spots in a glaze."""
    c.open(clip_path=clip, fill=paint)
    spots = []
    for _ in range(count):
        x, y, r = c.chance(150, 650), c.chance(150, 680), c.chance(0.9, 2.7)
        spots.append(f"M{x:.0f} {y:.0f}h{r:.1f}v{r:.1f}h-{r:.1f}z")
    c.path("".join(spots), paint, opacity=0.55)
    c.close()


@dataclass(frozen=True)
class Room:
    """A small space seen from a raised corner: x to the right, y up, z towards the eye."""

    x: float = MIDDLE
    y: float = GROUND
    turn: float = 32
    pitch: float = 22

    def at(self, x: float, y: float, z: float) -> Point:
        """Where a point of the space lands on the sheet."""
        turn, pitch = radians(self.turn), radians(self.pitch)
        across = x * cos(turn) - z * sin(turn)
        depth = x * sin(turn) + z * cos(turn)
        return self.x + across, self.y - y * cos(pitch) + depth * sin(pitch)

    def quad(self, corners: Sequence[tuple[float, float, float]]) -> list[Point]:
        """The corners of a face on the sheet."""
        return [self.at(*corner) for corner in corners]

    def box(self, c: Canvas, low: Sequence[float], high: Sequence[float], colour: str, *, wood: bool = False) -> None:
        """A block between two corners: top, front and right side show."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        front = self.quad([(x0, y1, z1), (x1, y1, z1), (x1, y0, z1), (x0, y0, z1)])
        side = self.quad([(x1, y1, z1), (x1, y1, z0), (x1, y0, z0), (x1, y0, z1)])
        top = self.quad([(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)])
        for face, light in ((side, -0.3), (front, -0.06), (top, 0.2)):
            face_of(c, face, tone(colour, light), wood=wood)

    def shadow(self, c: Canvas, low: Point, high: Point, strength: float = 0.3) -> None:
        """The soft dark under a body that stands on the rectangle *low*-*high* of the floor."""
        (x0, z0), (x1, z1) = low, high
        floor = self.quad([(x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)])
        c.path(polygon(floor), "#2b1d16", opacity=strength, filter=c.blur(16), transform="translate(26 8)")
        c.path(polygon(floor), "#1d120d", opacity=strength * 1.1, filter=c.blur(5))


def face_of(c: Canvas, corners: Sequence[Point], colour: str, *, wood: bool = False) -> None:
    """One flat face, with a softened edge; grain runs along its longer side."""
    d = polygon(corners)
    paint = c.linear([(0, tone(colour, 0.07)), (1, tone(colour, -0.08))], (0, 0, 1, 1))
    c.path(d, paint, stroke=tone(colour, 0.05), stroke_width=2.5, stroke_linejoin="round")
    if wood:
        grain(c, corners, tone(colour, -0.3))


def grain(c: Canvas, corners: Sequence[Point], paint: str, lines: int = 5) -> None:
    """Year rings along the longer side of a face."""
    a, b, e, f = corners
    if _length(a, b) < _length(b, e):
        a, b, e, f = b, e, f, a
    if _length(b, e) < 14:
        lines = 1
    strokes = []
    for i in range(lines):
        share = (i + c.chance(0.25, 0.75)) / lines
        start, end = _between(a, f, share), _between(b, e, share)
        mid = _between(start, end, c.chance(0.3, 0.7))
        sway = c.chance(-0.16, 0.16) * _length(b, e) / lines * 2
        strokes.append(
            f"M{number(start[0])} {number(start[1])}Q{number(mid[0])} {number(mid[1] + sway)} {number(end[0])} {number(end[1])}"
        )
    c.line("".join(strokes), paint, 1.4, opacity=0.34)


def _length(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
