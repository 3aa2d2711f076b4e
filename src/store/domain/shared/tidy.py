"""Names have one form: no space before or behind, and one where somebody typed several."""


def tidied(name: str) -> str:
    """*name* in that form."""
    return " ".join(name.split())
