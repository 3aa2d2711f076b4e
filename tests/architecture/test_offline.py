"""Tests of rules need no server: the guard around them bites."""

import socket
from pathlib import Path

import pytest

from tests.harness.offline import NeedsTheNetwork, offline

pytestmark = [pytest.mark.requirement("R9.5"), pytest.mark.story("US-11.1", "the architecture is checked by tests")]


def test_whoever_speaks_to_a_server_is_caught():
    with offline(), socket.socket() as probe, pytest.raises(NeedsTheNetwork):
        probe.connect(("127.0.0.1", 9))


def test_others_may_speak_to_servers():
    with socket.socket() as listening, socket.socket() as probe:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        probe.connect(listening.getsockname())


@pytest.mark.parametrize("folder", ["domain", "application"])
def test_the_tests_of_rules_are_guarded(folder):
    assert "with offline()" in (Path(__file__).parents[1] / folder / "conftest.py").read_text()
