"""Ports that say again what they said when a command was recorded."""

from collections import deque
from collections.abc import Sequence
from typing import Any, get_type_hints

from msgspec import convert

from store.adapters.audit.tape import Heard


class AskedForMore(Exception):
    """The world was asked something that it wasn't asked when this was recorded."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"{asked} was asked once more than when this was recorded")


class Script:
    """What was heard while one command ran, question by question."""

    def __init__(self) -> None:
        self._answers: dict[str, deque[Any]] = {}
        self._last: dict[str, Any] = {}

    def load(self, heard: Sequence[Heard]) -> None:
        """From here on, this is what the world says."""
        self._answers, self._last = {}, {}
        for one in heard:
            self._answers.setdefault(one.asked, deque()).append(one.said)

    def next(self, asked: str, *, again: bool) -> Any:
        """The next answer; with *again*, the last one where there is no other.

        :raises AskedForMore: where there is none at all.
        """
        waiting = self._answers.get(asked)
        if waiting:
            self._last[asked] = waiting.popleft()
        elif not again or asked not in self._last:
            raise AskedForMore(asked)
        return self._last[asked]


class Player:
    """Stands in for a port of the type *protocol*.

    A clock may be read more often than then: that alone changes nothing, and it shows the last time it showed. Ids,
    prices and the gateway may not.
    """

    def __init__(self, name: str, protocol: type[Any], script: Script) -> None:
        self._name, self._protocol, self._script = name, protocol, script

    def __getattr__(self, name: str) -> Any:
        asked = f"{self._name}.{name}"
        method = getattr(self._protocol, name, None)
        constants = get_type_hints(self._protocol)
        if isinstance(method, property):
            constants[name] = get_type_hints(method.fget)["return"]
        elif method is None and name not in constants:
            raise AttributeError(name)
        if name in constants:
            return convert(self._script.next(asked, again=True), constants[name])
        answer = get_type_hints(method)["return"]
        again = self._name == "clock"
        return lambda *_, **__: convert(self._script.next(asked, again=again), answer)
