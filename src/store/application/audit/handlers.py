"""Handlers of Audit: one short method for each command."""

from dataclasses import dataclass

from store.application.audit.messages import (
    DropReadModel,
    RebuildReadModel,
    ResumeReadModel,
    SwitchReadModel,
    SwitchReadModelBack,
)
from store.application.audit.ports import ReadModelControl
from store.application.shared.bus import handles
from store.application.shared.work import UnitOfWork


@dataclass(frozen=True)
class AuditHandlers:
    read_models: ReadModelControl

    @handles(ResumeReadModel)
    def resume(self, command: ResumeReadModel, work: UnitOfWork) -> None:
        del work
        self.read_models.resume(command.name, command.schema)

    @handles(RebuildReadModel)
    def rebuild(self, command: RebuildReadModel, work: UnitOfWork) -> None:
        del work
        self.read_models.rebuild(command.name)

    @handles(SwitchReadModel)
    def switch(self, command: SwitchReadModel, work: UnitOfWork) -> None:
        del work
        self.read_models.switch(command.name)

    @handles(SwitchReadModelBack)
    def back(self, command: SwitchReadModelBack, work: UnitOfWork) -> None:
        del work
        self.read_models.back(command.name)

    @handles(DropReadModel)
    def drop(self, command: DropReadModel, work: UnitOfWork) -> None:
        del work
        self.read_models.drop(command.name, command.schema)
