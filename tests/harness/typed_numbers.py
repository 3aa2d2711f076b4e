"""Finds a number that was typed, however it stands somewhere now. Knows nothing of how the shop finds one."""

import unicodedata


def digits_of(text):
    """All digits of *text* in their order, of any script, and nothing between them."""
    found = []
    for sign in text:
        value = unicodedata.digit(sign, None)
        if value is None:
            value = unicodedata.digit(unicodedata.normalize("NFKD", sign)[:1] or sign, None)
        if value is not None:
            found.append(str(value))
    return "".join(found)


def holds(text, *numbers):
    """Whether *text* has the digits of one of *numbers* in a row, whatever stands between them.

    The last four behind four stars are what may be left of one.
    """
    rest = digits_of("x".join(part[4:] if at else part for at, part in enumerate(text.split("****"))))
    return any(digits_of(number) in rest for number in numbers)
