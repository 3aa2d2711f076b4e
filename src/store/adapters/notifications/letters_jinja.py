"""Letters from templates: one for HTML, whose block ``subject`` is the subject, and its twin for plain text."""

from collections.abc import Callable, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from store.application.notifications.ports import Letter, Occasion

if TYPE_CHECKING:
    from jinja2 import Environment


class JinjaLetters:
    """:class:`~store.application.notifications.ports.Letters`.

    The templates come from outside, and only when the first letter is written: what they need takes memory.
    *about* is what every letter knows: the shop, the language, the time zone.
    """

    def __init__(self, templates: "Callable[[], Environment]", about: Mapping[str, Any]) -> None:
        self._templates, self._about = templates, about
        self._ready: Environment | None = None

    def line(self, occasion: Occasion, about: Mapping[str, Any]) -> str:
        """The words of the plain template, on one line."""
        text = self._env().get_template(f"shared/mail/{occasion}.txt").render({**self._about, **about})
        return " ".join(text.split())

    def _env(self) -> "Environment":
        if self._ready is None:
            self._ready = self._templates()
        return self._ready

    def write(self, occasion: Occasion, about: Mapping[str, Any]) -> Letter:
        """Both forms of the letter, and its subject on one line."""
        html = self._env().get_template(f"shared/mail/{occasion}.html")
        text = self._env().get_template(f"shared/mail/{occasion}.txt")
        words = {**self._about, **about}
        known = html.new_context(words)  # for the subject and for the whole
        subject = "".join(html.blocks["subject"](known))
        whole = "".join(html.root_render_func(known))
        return Letter(" ".join(unescape(subject).split()), whole, text.render(words).strip() + "\n")
