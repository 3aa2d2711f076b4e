"""Letters without templates, for a shop in memory."""

from collections.abc import Mapping
from typing import Any

from store.application.notifications.ports import Letter, Occasion


class PlainLetters:
    """Twin of :class:`~store.adapters.notifications.letters_jinja.JinjaLetters`: says what it was told."""

    def write(self, occasion: Occasion, about: Mapping[str, Any]) -> Letter:
        """The occasion, the order's number if there is one, and where to go."""
        number = about["order"].number if "order" in about else ""
        href, subject = about["href"], f"{occasion.replace('_', ' ')} {number}".strip()
        return Letter(subject, f'<p><a href="{href}">{subject}</a></p>', f"{subject}\n{href}\n")

    def line(self, occasion: Occasion, about: Mapping[str, Any]) -> str:
        """The occasion, and the order's number."""
        return f"{occasion.replace('_', ' ')} {about['number']}"
