"""A sheet of SVG, drawn on from back to front; the same strokes always give the same bytes."""

from collections.abc import Iterable, Sequence
from math import hypot
from zlib import crc32

Point = tuple[float, float]
Stop = tuple[float, str]
SPAN = 800


def number(value: float) -> str:
    """A coordinate as short as it can be written at a tenth of a pixel."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def polygon(points: Iterable[Point]) -> str:
    """The closed path through *points* in straight lines."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def through(points: Sequence[Point], *, start: str = "M", closed: bool = False) -> str:
    """A smooth path through *points* (Catmull-Rom); a point named twice is a corner."""
    last = len(points) - 1

    def at(i: int) -> Point:
        return points[i % (last + 1)] if closed else points[min(max(i, 0), last)]

    count = last + 1 if closed else last
    parts = [f"{start}{number(points[0][0])} {number(points[0][1])}"]
    for i in range(count):
        before, here, there, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        reach = 0.4 * hypot(there[0] - here[0], there[1] - here[1])
        (out_x, out_y), (in_x, in_y) = _handle(before, there, reach), _handle(here, after, reach)
        handles = (here[0] + out_x, here[1] + out_y, there[0] - in_x, there[1] - in_y, *there)
        parts.append("C" + " ".join(number(value) for value in handles))
    return "".join(parts) + ("Z" if closed else "")


def _handle(start: Point, end: Point, reach: float) -> Point:
    """A sixth of the way from *start* to *end*, but no longer than *reach*: a longer one would loop."""
    along = hypot(end[0] - start[0], end[1] - start[1])
    share = min(1 / 6, reach / along) if along else 0
    return (end[0] - start[0]) * share, (end[1] - start[1]) * share


class Canvas:
    """Collects marks and the gradients, clips and patterns they refer to."""

    def __init__(self, seed: str) -> None:
        self._definitions: dict[str, str] = {}
        self._marks: list[str] = []
        self._state = crc32(seed.encode()) | 1

    def chance(self, low: float = 0.0, high: float = 1.0) -> float:
        """The next value of a sequence that depends on the picture's name alone."""
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return low + (high - low) * (self._state >> 8) / 2**24

    def linear(self, stops: Sequence[Stop], box: tuple[float, float, float, float] = (0, 0, 1, 0)) -> str:
        """A gradient along *box* (in shares of the shape it fills)."""
        x1, y1, x2, y2 = (f"{value:g}" for value in box)
        where = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
        return self._reference(f"<linearGradient {{}} {where}>{_stops(stops)}</linearGradient>")

    def radial(self, stops: Sequence[Stop], centre: Point = (0.5, 0.5), radius: float = 0.5) -> str:
        """A gradient outwards from *centre* (in shares of the shape it fills)."""
        where = f'cx="{centre[0]:g}" cy="{centre[1]:g}" r="{radius:g}"'
        return self._reference(f"<radialGradient {{}} {where}>{_stops(stops)}</radialGradient>")

    def pattern(self, width: float, height: float, marks: str, turn: float = 0) -> str:
        """A tile that repeats; *marks* is SVG text of this module's making."""
        turned = f' patternTransform="rotate({turn:g})"' if turn else ""
        size = f'width="{number(width)}" height="{number(height)}" patternUnits="userSpaceOnUse"{turned}'
        return self._reference(f"<pattern {{}} {size}>{marks}</pattern>")

    def clip(self, d: str) -> str:
        """What is opened with this clip shows only inside the path *d*."""
        return self._reference(f'<clipPath {{}}><path d="{d}"/></clipPath>')

    def blur(self, spread: float) -> str:
        """A filter that softens a shadow by *spread* pixels."""
        area = 'x="-40%" y="-40%" width="180%" height="180%"'
        return self._reference(f'<filter {{}} {area}><feGaussianBlur stdDeviation="{spread:g}"/></filter>')

    def path(self, d: str, fill: str = "none", **look: float | str) -> None:
        """Draw the path *d*."""
        self._mark("path", {"d": d, "fill": fill, **look})

    def line(self, d: str, stroke: str, width: float, **look: float | str) -> None:
        """Draw the path *d* as a stroke with round ends."""
        ends: dict[str, float | str] = {"stroke_linecap": "round", "stroke_linejoin": "round"}
        self._mark("path", {"d": d, "fill": "none", "stroke": stroke, "stroke_width": width, **ends, **look})

    def ellipse(self, centre: Point, radii: Point, fill: str, **look: float | str) -> None:
        """Draw an ellipse."""
        (cx, cy), (rx, ry) = centre, radii
        self._mark("ellipse", {"cx": cx, "cy": cy, "rx": rx, "ry": ry, "fill": fill, **look})

    def rect(self, corner: Point, size: Point, fill: str, **look: float | str) -> None:
        """Draw a rectangle; ``rx`` rounds its corners."""
        (x, y), (width, height) = corner, size
        self._mark("rect", {"x": x, "y": y, "width": width, "height": height, "fill": fill, **look})

    def open(self, **look: float | str) -> None:
        """Begin a group; :meth:`close` ends it."""
        self._marks.append(f"<g{_attributes(look)}>")

    def close(self) -> None:
        """End the group that was opened last."""
        self._marks.append("</g>")

    def svg(self) -> bytes:
        """The finished sheet."""
        defs = "".join(self._definitions[key].format(f'id="{key}"') for key in self._definitions)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPAN} {SPAN}">'
        return f"{head}<defs>{defs}</defs>{''.join(self._marks)}</svg>\n".encode()

    def _mark(self, element: str, look: dict[str, float | str]) -> None:
        self._marks.append(f"<{element}{_attributes(look)}/>")

    def _reference(self, template: str) -> str:
        for key, known in self._definitions.items():
            if known == template:
                return f"url(#{key})"
        key = f"d{len(self._definitions)}"
        self._definitions[key] = template
        return f"url(#{key})"


def _attributes(look: dict[str, float | str]) -> str:
    parts = []
    for name, value in look.items():
        text = value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
        parts.append(f' {name.replace("_", "-")}="{text}"')
    return "".join(parts)


def _stops(stops: Sequence[Stop]) -> str:
    """Stops written ``(offset, "#rrggbb")`` or, see-through, ``(offset, "#rrggbb@0.5")``."""
    parts = []
    for offset, paint in stops:
        hexa, _, opacity = paint.partition("@")
        seen = f' stop-opacity="{opacity}"' if opacity else ""
        parts.append(f'<stop offset="{offset:g}" stop-color="{hexa}"{seen}/>')
    return "".join(parts)
