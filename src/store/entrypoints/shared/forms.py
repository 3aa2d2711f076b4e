"""Posted forms: read as text, judged field by field, so that all that is wrong can be said at once."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from litestar import Request
from msgspec import Struct, ValidationError, convert
from msgspec.structs import FieldInfo, fields

from store.application.shared.errors import TextWithNul

F = TypeVar("F", bound=Struct)

FIELD: Final = "_csrf_token"
"""The field that shows a form to be ours."""


async def form_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a posted form that are text. Space around them is not meant, but in a password.

    :raises TextWithNul: whichever field holds it.
    """
    posted = await request.form()
    if any("\0" in value for value in posted.values() if isinstance(value, str)):
        raise TextWithNul
    return {
        name: value if name.endswith("password") else value.strip()
        for name, value in posted.items() if isinstance(value, str) and name != FIELD
    }


def filled(kind: type[F], form: Mapping[str, str], words: Mapping[str, str]) -> tuple[F | None, dict[str, str]]:
    """*form* as *kind*, or what is wrong with it: for each faulty field its *words*.

    A field left empty counts as not given. What *kind* does not know is left aside.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in fields(kind):
        text = form.get(field.name, "")
        if not text and not field.required:
            continue
        try:
            values[field.name] = _converted(field, text)
        except ValidationError:
            errors[field.name] = words.get(field.name, f"{field.name} is not right")
    return (None if errors else kind(**values)), errors


def _converted(field: FieldInfo, text: str) -> Any:
    """Whole numbers are digits here: nobody counts ``1e3`` pieces."""
    value = convert(text, field.type, strict=False)
    if isinstance(value, int) and not (text.isascii() and text.isdigit()):
        raise ValidationError(f"{field.name} is not written in digits")
    return value
