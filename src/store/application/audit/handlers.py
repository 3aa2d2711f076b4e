"""Handlers of Audit: one short method for each command."""

from dataclasses import dataclass

from store.application.audit.messages import ResumeReadModel
from store.application.audit.ports import ReadModelControl
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.work import UnitOfWork


@dataclass(frozen=True)
class AuditHandlers:
    read_models: ReadModelControl

    @handles(ResumeReadModel)
    def resume(self, command: ResumeReadModel, work: UnitOfWork) -> None:
        del work
        if not self.read_models.resume(command.name):
            raise NoSuch("read model", command.name)
