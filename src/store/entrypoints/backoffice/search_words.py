"""Words of searches: which mean the same, and which mean nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.catalogue.search_words import GetSearchWords, SetSearchWords, WordsOfSearches
from store.domain.catalogue.search_words import LONGEST
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

HERE: Final = f"{PATH}/search-words"
_WORDS: Final = {
    "synonyms": "At most 40,000 characters fit.", "stop_words": "At most 40,000 characters fit.",
    "version": "Load this page again: it doesn't say which version it shows.",
}


class WordsForm(Struct, frozen=True):
    """One group a line, its words with commas between; words that mean nothing, with commas or lines between."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    synonyms: Annotated[str, Meta(max_length=40_000)] = ""
    stop_words: Annotated[str, Meta(max_length=40_000)] = ""


@get("/search-words", opt=open_to(Permission.TUNE_SEARCH))
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], word: FromQuery[str] = ""
) -> Template:
    """What was said last; with the beginning of a group, where somebody comes to say what a *word* means as well."""
    asked = " ".join(word.replace(",", " ").split())
    return await _shown(request, office, desk, asked=asked if len(asked) <= LONGEST else "")


@post("/search-words", opt=open_to(Permission.TUNE_SEARCH))
async def save(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Say it anew."""
    typed = await form_of(request)
    form, errors = filled(WordsForm, typed, _WORDS)
    if form is None:
        return await _shown(request, office, desk, typed, errors=errors, status=422)
    command = SetSearchWords(
        synonyms=tuple(tuple(_some(line)) for line in form.synonyms.splitlines()),
        stop_words=tuple(word for line in form.stop_words.splitlines() for word in _some(line)), version=form.version,
    )
    try:
        receipt = await desk.do(command, request)
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _shown(request, office, desk, typed, notice=notice, status=409)
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", "The words are as you say", "Searches follow within half a minute.",
    ))


def _some(line: str) -> list[str]:
    return [word.strip() for word in line.split(",") if word.strip()]


async def _shown(
    request: AnyRequest, office: Office, desk: Desk, typed: Mapping[str, str] | None = None, *,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200, asked: str = "",
) -> Template:
    words = await desk.ask(GetSearchWords(), request)
    if asked:
        typed, notice = _begun(words, asked)
    return await office.page(
        "search_words.html", request, status=status, version=words.version, form=typed or _written(words),
        errors=errors or {}, notice=notice,
    )


def _begun(words: WordsOfSearches, asked: str) -> tuple[dict[str, str], Notice]:
    """A line for *asked* that waits for the word it means the same as; nothing is said before the form is sent."""
    form = _written(words)
    if any(asked in group for group in words.synonyms):
        return form, Notice("plain", f"“{asked}” stands in a group already", "Add to its line what else means so.")
    form["synonyms"] = f"{asked}, \n{form['synonyms']}".rstrip("\n")
    title = f"What means the same as “{asked}”?"
    return form, Notice("plain", title, "Write it behind the comma in the first line, and save.")


def _written(words: WordsOfSearches) -> dict[str, str]:
    return {
        "synonyms": "\n".join(", ".join(group) for group in words.synonyms), "stop_words": ", ".join(words.stop_words),
    }
