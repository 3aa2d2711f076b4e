"""Two rules import-linter cannot say by itself. ``.importlinter`` names them."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

SEAMS = {"processes"}
SHARED = {"shared", "drivers"}


class OnlyImports(Contract):
    """A package may import what is listed, and nothing else on earth."""

    package = fields.StringField()
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        del verbose
        inside = {self.package} | graph.find_descendants(self.package)
        strays = sorted(
            (here, there)
            for here in inside
            for there in graph.find_modules_directly_imported_by(here) - inside
            if not any(there == a or there.startswith(f"{a}.") for a in self.allowed)
        )
        return ContractCheck(kept=not strays, metadata={"strays": strays})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for here, there in check.metadata["strays"]:
            output.print_error(f"{here} may not import {there}")


class OneContext(Contract):
    """Below the edge only the seams know several contexts, and nobody but a seam or the edge knows a seam."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        del verbose
        strays = sorted(
            (here, there)
            for here in graph.modules
            if (mine := context(here)) and mine not in SEAMS
            for there in graph.find_modules_directly_imported_by(here)
            if (other := context(there)) and other not in SHARED | {mine}
        )
        return ContractCheck(kept=not strays, metadata={"strays": strays})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for here, there in check.metadata["strays"]:
            output.print_error(f"{here} reaches into {there}")


def context(module: str) -> Any:
    """The word after ``store.<layer>``, for the layers in which contexts stay apart."""
    match module.split("."):
        case ["store", "domain" | "application" | "adapters", name, *_]:
            return name
    return None
