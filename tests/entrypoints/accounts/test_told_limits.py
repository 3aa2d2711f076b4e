"""Pages say how much of a limit is left as the API does, wherever something was spent, and nothing elsewhere."""

import pytest

pytestmark = [pytest.mark.requirement("R9.2"), pytest.mark.story("US-9.3", "headers tell the limit")]
TOLD = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def told(answer):
    return [answer.headers.get(name) for name in TOLD]


def test_a_login_says_how_many_tries_are_left_until_there_are_none(ann):
    answers = [ann.logs_in("wrong wrong wrong", counted=True)]
    while answers[-1].status_code != 429 and len(answers) < 20:  # the window may move on meanwhile
        answers.append(ann.logs_in("wrong wrong wrong", counted=True))
    assert [it.headers["x-ratelimit-limit"] for it in answers] == ["10"] * len(answers)
    assert told(answers[0])[1] == "9"
    assert told(answers[-1])[1] == "0"
    assert all(int(told(it)[2]) > 0 for it in answers)
    assert int(answers[-1].headers["retry-after"]) > 0


def test_where_nothing_was_spent_nothing_is_told(ann):
    assert told(ann.get("/login")) == [None] * 3
    assert told(ann.get("/nowhere/at/all")) == [None] * 3


def test_whoever_is_let_in_is_told_too(ann):
    ann.joins()
    assert told(ann.logs_in(counted=True))[0] == "10"
