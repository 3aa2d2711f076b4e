"""Whatever was written once can be read for ever."""

import json
import subprocess
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct

from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.shared.aggregate import Event
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.register import EVENTS, UPCASTS
from tests.architecture.event_register import CODEC, FILE, STREAM, VERSION, stored

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.requirement("R11.2"),
    pytest.mark.story("US-9.2", "a strategy for changing the schema"),
]


def test_every_tag_stands_in_the_register():
    missing = {tag_of(kind) for kind in EVENTS} - set(stored())
    assert not missing, "run `python -m tests.architecture.event_register` and check it in"


def test_every_tag_names_its_context_and_its_version():
    for kind in EVENTS:
        context = kind.__module__.split(".")[2]
        prefix, _, version = tag_of(kind).rpartition("-")
        assert prefix.startswith(f"{context}/"), tag_of(kind)
        assert version.isdigit(), tag_of(kind)


def test_every_fact_of_the_domain_can_be_stored():
    assert set(_below(Event)) == set(EVENTS)


@pytest.mark.parametrize("tag", stored())
def test_what_was_stored_under_a_tag_can_still_be_read(tag):
    state = json.dumps(stored()[tag]).encode()
    event = CODEC.decode(tag, state, STREAM, VERSION)
    assert type(event) in EVENTS
    if tag not in UPCASTS:
        _, again = CODEC.encode(event, STREAM, VERSION)
        assert _unsealed(json.loads(again)) == _unsealed(stored()[tag]), "a field of the stored form was lost"


def test_the_register_only_grows():
    """Compared with the last commit and with every released version."""
    released = git("tag", "--list", "v*")
    if released is None:
        pytest.skip("not a git checkout: there is no past to compare the register with")
    now = stored()
    for version in ["HEAD", *released.split()]:
        then = git("show", f"{version}:{FILE.relative_to(ROOT).as_posix()}")
        for tag, example in json.loads(then or "{}").items():
            assert now.get(tag) == example, f"{tag} was written like this: it may be upcast, never changed or removed"


def git(*arguments):
    """What git says; nothing where it refuses."""
    said = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return None if said.returncode else said.stdout


@pytest.mark.requirement("R10.5")
@pytest.mark.parametrize("kind", EVENTS, ids=tag_of)
def test_personal_fields_stand_at_the_top_of_their_event(kind):
    for name, hint in get_type_hints(kind).items():
        inner = get_args(hint) if get_origin(hint) is Personal else (hint,)
        deep = [found for each in inner for found in _all_types(each) if get_origin(found) is Personal]
        assert not deep, f"{kind.__name__}.{name} hides something personal where nobody would seal it"


def test_a_hidden_personal_field_is_noticed():
    class Inner(Struct):
        email: Personal[str]

    assert any(get_origin(found) is Personal for found in _all_types(tuple[Inner, ...]))


def _all_types(hint):
    yield hint
    if isinstance(hint, type) and issubclass(hint, Struct):
        for inner in get_type_hints(hint).values():
            yield from _all_types(inner)
    for inner in get_args(hint):
        yield from _all_types(inner)


def _below(kind):
    for found in kind.__subclasses__():
        if found.__module__.startswith("store."):
            yield found
        yield from _below(found)


def _unsealed(state):
    return {
        name: {"subject": value["subject"]} if isinstance(value, dict) and "sealed" in value else value
        for name, value in state.items()
    }
