"""The words of a search, as OpenSearch is asked for them."""

from typing import Any, Final

from projections.browsing.wishes import SHORTEST_BEGUN, Wishes, wishes_in

FIELDS: Final = ("name^8", "brand^4", "places^4", "tags^4", "text^2", "attributes")
LONGEST: Final = 200
_MOST_WORDS: Final = 12


def some_of(q: str) -> dict[str, Any]:
    """Any of the words, those that are rarer elsewhere no more than others: which field it stands in is what counts."""
    said = wishes_in(q[:LONGEST])
    some = {"multi_match": {"query": said.plain, "type": "most_fields", "operator": "or", "fields": FIELDS}}
    return {"bool": {"must": [some], "must_not": [_together(words) for words in said.without]}}


def _strictly(said: Wishes) -> dict[str, Any]:
    """What has to hold however loosely the words are looked for."""
    return {
        "filter": [_together(words) for words in said.phrases],
        "must_not": [_together(words) for words in said.without],
    }


def _together(words: str) -> dict[str, Any]:
    return {"multi_match": {"query": words, "type": "phrase", "fields": FIELDS}}


def all_of(q: str) -> dict[str, Any]:
    """All words somewhere; or as beginnings; or nearly so; or a part number to the letter, which goes first."""
    said = wishes_in(q[:LONGEST])
    asked, words = said.plain, [word.lower() for word in said.words[:_MOST_WORDS]]
    if not words:
        return {"bool": _strictly(said)} if said.without else {"match_none": {}}
    return {"bool": _strictly(said) | {"minimum_should_match": 1, "should": [
        {"multi_match": {"query": asked, "type": "cross_fields", "operator": "and", "fields": FIELDS}},
        {"match_phrase": {"name": {"query": asked, "boost": 8}}},
        {"constant_score": {"filter": {"terms": {"codes": [asked.strip(), *asked.split()]}}, "boost": 50}},
        {"bool": {"must": [_begun(word) for word in words]}},
        {"bool": {"must": [_nearly(word) for word in words]}},
    ]}}


def _begun(word: str) -> dict[str, Any]:
    """The word, or what begins with it."""
    return {"prefix" if len(word) >= SHORTEST_BEGUN else "term": {"all": {"value": word, "boost": 0.5}}}


def _nearly(word: str) -> dict[str, Any]:
    """The word, or one a slip away from it. A number is never meant for another one."""
    slips = "0" if any(letter.isdigit() for letter in word) else "AUTO:4,8"
    return {"multi_match": {
        "query": word, "fields": ["name^4", "all"], "fuzziness": slips, "prefix_length": 1, "boost": 0.2,
    }}
