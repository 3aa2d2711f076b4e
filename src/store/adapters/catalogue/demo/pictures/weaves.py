"""The tiles that cloth is made of."""

# ruff: noqa: E501 - an outline is a run of coordinates: it reads worse broken up or named

from store.adapters.catalogue.demo.pictures.canvas import Canvas
from store.adapters.catalogue.demo.pictures.palette import tone
from store.adapters.catalogue.demo.pictures.piece import Piece


def weave(c: Canvas, kind: str, paint: str, second: str) -> str:
    """The tile of a cloth: plain, stripe, check, rib, knit, herring, waffle, dots, grid or bands."""
    dark, pale = tone(paint, -0.34), tone(paint, 0.34)
    tiles = {
        "plain": (
            6,
            6,
            f'<path d="M0 1h6M0 4h6" stroke="{dark}" stroke-width="1" opacity=".25"/><path d="M1 0v6M4 0v6" stroke="{pale}" stroke-width="1" opacity=".28"/>',
        ),
        "stripe": (44, 44, f'<path d="M0 0h20v44H0z" fill="{second}" opacity=".9"/>'),
        "pin": (26, 26, f'<path d="M3 0v26" stroke="{second}" stroke-width="3.4"/>'),
        "bands": (120, 120, f'<path d="M0 14h120v12H0zM0 40h120v5H0z" fill="{second}"/>'),
        "check": (
            64,
            64,
            f'<path d="M0 0h32v64H0z" fill="{second}" opacity=".5"/><path d="M0 0h64v32H0z" fill="{second}" opacity=".5"/>',
        ),
        "grid": (52, 52, f'<path d="M0 2h52M2 0v52" stroke="{second}" stroke-width="3.6" opacity=".85"/>'),
        "rib": (
            12,
            12,
            f'<path d="M3 0v12" stroke="{dark}" stroke-width="4" opacity=".3"/><path d="M8 0v12" stroke="{pale}" stroke-width="3" opacity=".35"/>',
        ),
        "knit": (
            20,
            16,
            f'<path d="M2 2L10 12L18 2" fill="none" stroke="{dark}" stroke-width="4" opacity=".34" stroke-linecap="round"/><path d="M2 0L10 9L18 0" fill="none" stroke="{pale}" stroke-width="2.4" opacity=".5"/>',
        ),
        "herring": (
            20,
            11,
            f'<path d="M-1 1L10 9L21 1" fill="none" stroke="{second}" stroke-width="2.6" opacity=".6"/>',
        ),
        "waffle": (
            22,
            22,
            f'<path d="M2 2h18v18H2z" fill="{dark}" opacity=".22"/><path d="M2 2h18M2 2v18" stroke="{dark}" stroke-width="2" opacity=".3"/><path d="M20 3v17H3" fill="none" stroke="{pale}" stroke-width="2" opacity=".7"/>',
        ),
        "dots": (
            48,
            48,
            f'<circle cx="12" cy="12" r="6" fill="{second}"/><circle cx="36" cy="36" r="6" fill="{second}"/>',
        ),
        "leaf": (
            80,
            80,
            f'<g fill="{second}" opacity=".85"><path d="M20 50Q6 24 26 8Q40 30 20 50Z"/><path d="M58 74Q78 54 68 32Q48 50 58 74Z"/><path d="M50 22Q56 8 72 10Q66 24 50 22Z"/></g>',
        ),
        "diamond": (
            70,
            70,
            f'<path d="M35 6L64 35L35 64L6 35Z" fill="none" stroke="{second}" stroke-width="5"/><path d="M35 26L44 35L35 44L26 35Z" fill="{second}"/>',
        ),
        "jute": (
            18,
            14,
            f'<path d="M0 4Q5 0 9 4T18 4M0 11Q5 7 9 11T18 11" fill="none" stroke="{dark}" stroke-width="3" opacity=".4"/><path d="M0 2Q5 -2 9 2T18 2" fill="none" stroke="{pale}" stroke-width="2" opacity=".5"/>',
        ),
    }
    width, height, marks = tiles[kind]
    return c.pattern(width, height, marks)


def cloth(c: Canvas, d: str, p: Piece, *, light: float = 0.0, kind: str | None = None) -> None:
    """Fill *d* with the piece's cloth."""
    paint = tone(p.paint, light)
    c.path(d, paint)
    if (kind or p.word("weave", "plain")) not in {"plain", "rib", "knit", "waffle", "jute"}:
        c.path(d, weave(c, kind or p.word("weave"), paint, p.hue("second", "Chalk")))
        c.path(d, weave(c, "plain", paint, paint))
    else:
        c.path(d, weave(c, kind or p.word("weave", "plain"), paint, paint))
