"""Events to stored JSON and back: written tags, upcasting, personal fields sealed on the way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import Struct, convert, json, structs, to_builtins

from store.adapters.drivers.vault import Vault
from store.application.shared.text import expect_no_nul
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import SubjectId
from store.domain.shared.personal import Erased, Personal

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the stored form of an old tag into that of the next one, its ``type`` included."""


class Envelope(Struct, frozen=True):
    """A personal field as it is stored."""

    subject: UUID
    sealed: str


class _Form:
    """How one class of event is read: its decoder, and which of its fields are personal."""

    def __init__(self, kind: type[Event]) -> None:
        hints = get_type_hints(kind)
        self.kind: Final = kind
        self.personal: Final = {
            name: json.Decoder(get_args(hint)[0]) for name, hint in hints.items() if get_origin(hint) is Personal
        }
        self.decode: Final = json.Decoder(kind, dec_hook=_unopened).decode


class UnknownTag(LookupError):
    """The log holds a fact this version of the shop can't read."""


class EventCodec:
    """Knows every class of event by its tag, and every old tag by its upcaster."""

    def __init__(
        self, kinds: Iterable[type[Event]], vault: Vault, upcasts: Mapping[str, Upcast] | None = None
    ) -> None:
        self._vault = vault
        self._upcasts = upcasts or {}
        self._forms = {tag_of(kind): _Form(kind) for kind in kinds}
        self._tags = {form.kind: tag for tag, form in self._forms.items()}

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that can be written."""
        return tuple(self._forms)

    def encode(self, event: Event, stream: UUID, version: int) -> tuple[str, bytes]:
        """The tag of *event* and its JSON, personal fields sealed for this very place.

        :raises TextWithNul: if it holds what no read model could.
        """
        tag = self._tags[type(event)]
        form = self._forms[tag]
        if form.personal:
            event = structs.replace(event, **self._seal(form, event, f"{stream}/{version}"))
        state = json.encode(event)
        expect_no_nul(state)
        return tag, state

    def decode(self, tag: str, state: bytes, stream: UUID, version: int, *, opened: bool = True) -> Event:
        """The event, with personal fields opened; those that don't open, or all if not *opened*, come as ``Erased``.

        :raises UnknownTag: if neither the tag nor an upcaster is known.
        """
        form = self._forms.get(tag)
        if form is None:
            return self._upcasted(tag, state, stream, version, opened=opened)
        event = form.decode(state)
        return self._open(form, event, stream, version, opened=opened) if form.personal else event

    @property
    def upcasts(self) -> tuple[str, ...]:
        """Every old tag that can still be read."""
        return tuple(self._upcasts)

    def upcast(self, tag: str, plain: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The tag and the stored form that an old fact has today.

        :raises UnknownTag: if neither the tag nor an upcaster is known.
        """
        while tag not in self._forms:
            if tag not in self._upcasts:
                raise UnknownTag(tag)
            plain = self._upcasts[tag](plain)
            tag = plain["type"]
        return tag, plain

    def _upcasted(self, tag: str, state: bytes, stream: UUID, version: int, *, opened: bool) -> Event:
        current, plain = self.upcast(tag, json.decode(state))
        form = self._forms[current]
        event = convert(plain, form.kind, dec_hook=_unopened)
        return self._open(form, event, stream, version, opened=opened)

    def _seal(self, form: _Form, event: Event, at: str) -> dict[str, Envelope]:
        fields: dict[str, Personal[Any]] = {name: getattr(event, name) for name in form.personal}
        plain: dict[UUID, dict[str, bytes]] = {}
        for name, field in fields.items():
            if isinstance(field.value, Erased):
                raise TypeError(f"nothing left to seal at {at}/{name}")
            plain.setdefault(field.subject, {})[f"{at}/{name}"] = json.encode(field.value)
        sealed = {of: self._vault.seal_all(of, its) for of, its in plain.items()}
        return {name: Envelope(it.subject, sealed[it.subject][f"{at}/{name}"]) for name, it in fields.items()}

    def _open(self, form: _Form, event: Event, stream: UUID, version: int, *, opened: bool) -> Event:
        fields: dict[str, Personal[Any]] = {name: getattr(event, name) for name in form.personal}
        at, sealed = f"{stream}/{version}", dict[UUID, dict[str, str]]()
        for name, field in fields.items() if opened else ():
            sealed.setdefault(field.subject, {})[f"{at}/{name}"] = str(field.value)
        plain = {of: self._vault.read_all(of, its) for of, its in sealed.items()}
        for name, field in fields.items():
            found = plain[field.subject][f"{at}/{name}"] if opened else None
            value = Erased() if found is None else form.personal[name].decode(found)
            fields[name] = Personal(field.subject, value)
        return structs.replace(event, **fields)


def tag_of(kind: type[Struct]) -> str:
    """The written tag of a class of event, or of a part of one."""
    return str(kind.__struct_config__.tag)


def readable(event: Event) -> dict[str, Any]:
    """*event* as plain data with personal fields opened, for those who may see them."""
    plain: dict[str, Any] = to_builtins(event, enc_hook=revealed)
    return plain


def revealed(value: Any) -> Any:
    """The value of a personal field, for msgspec's ``enc_hook``: only where the reader may see persons."""
    if isinstance(value, Personal):
        return to_builtins(value.value)
    raise NotImplementedError(type(value))


def _unopened(kind: type[Any], value: Any) -> Any:
    if get_origin(kind) is Personal:
        envelope = convert(value, Envelope)
        return Personal(SubjectId(envelope.subject), envelope.sealed)
    raise NotImplementedError(kind)
