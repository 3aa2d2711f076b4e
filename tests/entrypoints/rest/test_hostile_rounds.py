"""That trying everything at once leaves nothing out."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.entrypoints.rest.hostile_rounds import Tries, rounds

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "all input is validated")]


@dataclass
class Answer:
    status_code: int
    blamed: frozenset = frozenset()


@dataclass
class Form:
    """Its ``strict`` fields refuse, and are told of where it ``tells``; once taken, it may be ``spent``."""

    strict: frozenset = frozenset()
    tells: bool = True
    once: bool = False
    taken: Counter = field(default_factory=Counter)
    asked: list = field(default_factory=list)
    spent: bool = False

    def ask(self, texts):
        self.asked.append(dict(texts))
        if self.spent:
            return Answer(409)
        if wrong := self.strict & texts.keys():
            return Answer(422, frozenset(sorted(wrong)[:1]) if self.tells else frozenset())
        self.spent = self.once
        self.taken.update(texts.items())
        return Answer(201)

    def blamed(self, answer, _texts):
        return set(answer.blamed)

    def renew(self):
        self.spent = False
        return True


STRINGS = [f"s{it}" for it in range(10)]


def tried(form, places="abcd", judge=lambda _answer, _texts: None):
    it = Tries(form, judge)
    for texts in rounds(places, STRINGS):
        it.round(texts)
    return it.count


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize("once", [True, False])
def test_each_field_gets_each_string_once_whatever_the_others_refuse(tells, once):
    form = Form(frozenset("bd"), tells=tells, once=once)
    count = tried(form)
    assert form.taken == Counter((place, text) for place in "ac" for text in STRINGS)
    assert {(p, t) for asked in form.asked for p, t in asked.items()} == {(p, t) for p in "abcd" for t in STRINGS}
    assert (count.strings, count.taken, count.refused) == (40, 20, 20)


def test_what_refuses_nothing_is_asked_once_a_round():
    assert tried(Form()).requests == len(STRINGS)


def test_a_field_that_never_takes_what_comes_is_asked_alone_and_costs_the_others_no_second_request():
    assert tried(Form(frozenset("b"), tells=False)).requests <= 2 * len(STRINGS) + 3 * 5


def test_what_is_wrong_is_told_with_what_was_asked():
    count = tried(Form(), judge=lambda _answer, texts: "odd" if texts["a"] == "s3" else None)
    assert len(count.wrong) == 1
    assert "a: 's3'" in count.wrong[0]
