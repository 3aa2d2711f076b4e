"""Tracking numbers as bars: Code 128, set B (ISO/IEC 15417), the one that carriers print."""

from typing import Final

_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
"""Of each value six: a bar, a gap, a bar, a gap, a bar, a gap, in modules."""
_START_B: Final = 104
_STOP: Final = "2331112"
_FIRST, _LAST = " ", "~"


def bars(text: str) -> list[int]:
    """The widths of bars and gaps in turn, a bar first; nothing where *text* has a letter that the set has not."""
    if not text or not all(_FIRST <= letter <= _LAST for letter in text):
        return []
    values = [ord(letter) - ord(_FIRST) for letter in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % 103
    marks = [_WIDTHS[value * 6 : value * 6 + 6] for value in (_START_B, *values, check)]
    return [int(width) for width in "".join([*marks, _STOP])]
