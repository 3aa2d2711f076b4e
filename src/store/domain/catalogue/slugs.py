"""How names become parts of addresses."""

import re
import unicodedata
from typing import Final

LONGEST_SLUG: Final = 240
"""Bytes: parts of addresses longer than 255 are not answered, and a slug that is taken grows by nine."""


def slugify(text: str) -> str:
    """*text* as it may stand in an address: ``Crème & Co's`` becomes ``creme-and-cos``; other scripts keep theirs."""
    spoken = re.sub(r"['\u2019]", "", text).replace("&", " and ")
    bare = "".join(c for c in unicodedata.normalize("NFKD", spoken) if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFKC", bare).lower()
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")[:80].encode()[:LONGEST_SLUG].decode(errors="ignore").rstrip("-")
    return slug or "-".join(f"{ord(c):x}" for c in text.strip()[:12]) or "item"


def category_slug(path: tuple[str, ...]) -> str:
    """The address of the category at *path*: the slugs of all names from the root down."""
    return "/".join(slugify(name) for name in path)
