"""Sentences of templates: put in where they have no gaps, put together where they have."""

import pytest
from jinja2 import nodes

from store.entrypoints.wiring.mails import mail_templates

pytestmark = pytest.mark.requirement("R9.3")


@pytest.fixture(scope="module")
def templates():
    return mail_templates()


def calls(templates, source):
    return list(templates.parse(source).find_all(nodes.Call))


@pytest.mark.parametrize(("source", "said"), [
    ('{{ _("Thank you & <b>bye</b>") }}', "Thank you & <b>bye</b>"),
    ('<p title="{{ _("Goes in a quote") }}">', '<p title="Goes in a quote">'),
    ('{{ _("first") if wanted else _("second") }}', "second"),
    ('{% set it = _("kept") %}{{ it }} {{ it|upper }}', "kept KEPT"),
    ('{% for it in [_("one"), _("two")] %}{{ it }} {% endfor %}', "one two "),
])
def test_one_without_gaps_is_put_in_once_for_all(templates, source, said):
    assert templates.from_string(source).render(wanted=False) == said
    assert calls(templates, source) == []


@pytest.mark.parametrize(("source", "said"), [
    ('{{ _("Order %(number)s", number=number) }}', "Order &lt;1&gt;"),
    ('{{ _("100 %%") }}', "100 %"),
    ("{{ _(word) }}", "&lt;1&gt;"),
])
def test_one_with_gaps_is_put_together_and_what_fills_them_escaped(templates, source, said):
    assert len(calls(templates, source)) == 1
    filled = templates.from_string(source).render(number="<1>", word="&lt;1&gt;")
    assert filled == said


def test_a_sentence_is_markup_where_markup_is_escaped_and_plain_where_it_is_not(templates):
    source = '{{ _("a < b") }}{{ "a < b" }}'
    assert templates.from_string(source).render() == "a < ba &lt; b"
    plain = templates.overlay(autoescape=False)
    assert plain.from_string(source).render() == "a < ba < b"
