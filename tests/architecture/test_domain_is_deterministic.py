"""What imports cannot show: the domain asks neither the clock nor chance, and so does the application."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/store"
FORBIDDEN = {
    "now", "utcnow", "today", "time", "monotonic", "uuid1", "uuid4", "uuid7", "random", "randbytes", "urandom",
    "token_hex", "token_bytes", "choice", "getenv", "open", "input", "print",
}
HANDED_IN = {"self.clock.now", "self.clock.today", "self._clock.now", "clock.now", "work.random"}

pytestmark = [pytest.mark.requirement("R11.2"), pytest.mark.story("US-11.1", "the architecture is checked by tests")]


def calls(source: str) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def asks_the_world(call: str) -> bool:
    """``cart.open(...)`` is a word of the business; the built-in ``open`` has no dot before it."""
    owner, _, name = call.rpartition(".")
    return name in FORBIDDEN and not (name == "open" and owner) and call not in HANDED_IN


@pytest.mark.parametrize("layer", ["domain", "application"])
def test_neither_the_clock_nor_chance_is_asked(layer):
    strays = {
        f"{path.relative_to(SOURCE)}: {call}"
        for path in (SOURCE / layer).rglob("*.py")
        for call in calls(path.read_text())
        if asks_the_world(call)
    }
    assert not strays


@pytest.mark.parametrize("stray", ["datetime.now(UTC)", "uuid4()", "date.today()", "random.random()", "open('x')"])
def test_asking_would_be_noticed(stray):
    assert any(asks_the_world(call) for call in calls(stray))


def test_floats_never_hold_money():
    for layer in ("domain", "application"):
        for path in (SOURCE / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
                assert not (isinstance(node, ast.Call) and ast.unparse(node.func) == "float"), path
