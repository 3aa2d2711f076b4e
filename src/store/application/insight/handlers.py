"""Handlers of insight: one short method for each command."""

from dataclasses import dataclass

from store.application.insight.messages import LONGEST_QUESTION, DropSaved, SaveQuestion
from store.application.insight.ports import Notebook
from store.application.shared.bus import handles
from store.application.shared.errors import BadValue
from store.application.shared.work import UnitOfWork

_LONGEST_NAME = 80


@dataclass(frozen=True)
class InsightHandlers:
    notebook: Notebook

    @handles(SaveQuestion)
    def save(self, command: SaveQuestion, work: UnitOfWork) -> None:
        del work
        name = " ".join(command.name.split())
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise BadValue("name", "give it a name of up to 80 characters")
        if not command.statement.strip() or len(command.statement) > LONGEST_QUESTION or "\0" in command.statement:
            raise BadValue("statement", "there is nothing to save")
        self.notebook.save(command.id, name, command.statement, command.actor)

    @handles(DropSaved)
    def drop(self, command: DropSaved, work: UnitOfWork) -> None:
        del work
        self.notebook.drop(command.id)
