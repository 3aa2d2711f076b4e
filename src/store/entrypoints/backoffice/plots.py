"""Simple plots of an answer, worked out on the server: pages draw what stands here, without a script."""

import math
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

WIDTH, HEIGHT = 760, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 12, 36
MOST_MARKS: Final = 200
_NAMES: Final = 8
"""Names along the axis, so that none lies on another."""
_STEPS: Final = 4
_WIDEST: Final = 64
_LETTER: Final = 8.5
"""Width of a letter of a name, on the wide side."""


class Tick(Struct, frozen=True):
    """A place on an axis, and what it is called."""

    at: float
    words: str


class Mark(Struct, frozen=True):
    """One row: where it is drawn, and what it says."""

    x: float
    y: float
    width: float
    height: float
    words: str


class Plot(Struct, frozen=True):
    """A plot in a box of ``width`` by ``height``."""

    kind: str
    x: str
    y: str
    marks: list[Mark]
    line: str
    across: list[Tick]
    upward: list[Tick]
    zero: float
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = HEIGHT - _BOTTOM

    @property
    def title(self) -> str:
        """What it shows, in words."""
        return f"{self.y} by {self.x}"


def plot(kind: str, x: str, y: str, pairs: Sequence[tuple[Any, Any]]) -> Plot | None:
    """A ``line`` or ``bar`` plot of *pairs*, in their order; nothing where no second value is a number."""
    points = [(str(name), number) for name, value in pairs if (number := _number(value)) is not None]
    if not points:
        return None
    shown = points[:MOST_MARKS]
    ticks = _ticks([number for _, number in shown])
    low, high = ticks[0], ticks[-1]

    def up(number: float) -> float:
        return round(HEIGHT - _BOTTOM - (number - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM), 1)

    slot = (WIDTH - _LEFT - _RIGHT) / len(shown)
    zero = up(max(low, min(0.0, high)))
    marks = []
    for place, (name, number) in enumerate(shown):
        top, end = sorted((up(number), zero))
        width = max(min(slot * 0.72, _WIDEST), 1.0)
        marks.append(Mark(
            round(_LEFT + slot * place + (slot - width) / 2, 1), top if kind == "bar" else up(number), round(width, 1),
            round(max(end - top, 0.5), 1), f"{name}: {_short(number)}",
        ))
    every = math.ceil(len(shown) / _NAMES)
    return Plot(
        kind, x, y, marks,
        " ".join(f"{round(mark.x + mark.width / 2, 1)},{mark.y}" for mark in marks) if kind == "line" else "",
        [
            Tick(round(_LEFT + slot * (n + 0.5), 1), _fitting(shown[n][0], int(slot * every / _LETTER)))
            for n in range(0, len(shown), every)
        ],
        [Tick(up(tick), _short(tick)) for tick in ticks], zero, len(points) - len(shown),
    )


def _fitting(name: str, most: int) -> str:
    """*name*, or both its ends: what stands in a row often begins alike."""
    most = max(most, 3)
    return name if len(name) <= most else f"{name[:most // 2]}…{name[len(name) - (most - 1) // 2:]}"


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _ticks(numbers: Sequence[float]) -> list[float]:
    """Round numbers from below the least to above the greatest, zero among them."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span = (high - low) or 1.0
    rough = span / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(max(high, low + step) / step)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _short(number: float) -> str:
    return f"{number:,.10g}"
