"""Positions as the outside names them."""


def token(incarnation: int, position: int) -> str:
    """A position as the outside names it: never a number, since it means nothing in another life of the log."""
    return f"{incarnation}-{position}"


def parse_token(text: str) -> tuple[int, int]:
    """The incarnation and the position that *text* names.

    :raises ValueError: if it names none.
    """
    incarnation, dash, position = text.partition("-")
    if not (dash and incarnation.isascii() and incarnation.isdigit() and position.isascii() and position.isdigit()):
        raise ValueError(f"not a position: {text!r}")
    return int(incarnation), int(position)
