"""No script reads a cookie of ours, and no other site has a browser send one along: whoever adds a cookie says both."""

import ast
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.2", "cookies are HttpOnly"),
    pytest.mark.story("US-10.3", "cookies are SameSite"),
]
ENTRYPOINTS = Path(__file__).parents[2] / "src/store/entrypoints"
SAID = {"httponly": True, "samesite": "lax"}
RAW = {"shared/form_tokens.py"}
"""Writes the header by itself, of a ``Cookie`` like all others: it stands outside of the framework's answers."""


def baked(source):
    """What each cookie in *source* says of itself, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Cookie", "datastructures.Cookie"}:
            yield node.lineno, {word.arg: getattr(word.value, "value", None) for word in node.keywords}
        named = isinstance(node, ast.Attribute) and node.attr in {"set_cookie", "delete_cookie"}
        if named and node.attr == "delete_cookie":
            yield node.lineno, {}


def test_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites():
    found = {
        f"{path.relative_to(ENTRYPOINTS)}:{line}": said
        for path in ENTRYPOINTS.rglob("*.py") for line, said in baked(path.read_text())
    }
    assert len(found) > 15
    assert not {where: said for where, said in found.items() if SAID.items() - said.items()}


def test_no_cookie_is_written_by_hand():
    by_hand = {
        str(path.relative_to(ENTRYPOINTS)) for path in ENTRYPOINTS.rglob("*.py")
        if "set-cookie" in path.read_text().lower()
    }
    assert by_hand == RAW


@pytest.mark.parametrize("source", [
    "Cookie('a', value='b')", "Cookie('a', httponly=True)", "Cookie('a', httponly=False, samesite='lax')",
    "Cookie('a', httponly=True, samesite='none')", "answer.delete_cookie('a')",
])
def test_one_that_forgot_would_be_noticed(source):
    [(_, said)] = baked(source)
    assert SAID.items() - said.items()
