"""Which statements are made of literals alone, by the tree's own words: mypy takes ``LiteralString`` for ``str``.

``LiteralString`` is a promise here. Whoever has it may be used in a statement; whatever flows into it (arguments,
results, assignments, fields) must be made of literals, of other promises and of ``psycopg.sql``, whose only door is
``sql.SQL``.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.scopes import FUNCTIONS, Function, Module, parameters, promised, sources, trusted

ROOT = Path(__file__).parents[2]
TAKES = {"execute", "executemany", "executescript", "SQL"}
"""These take a statement whoever they are asked of."""
OF_CURSORS = {"stream", "copy", "callproc"}
OF_LIBPQ = {"prepare", "send_prepare", "exec_", "exec_params", "send_query", "send_query_params"}


def owed(value: ast.expr, annotation: ast.expr) -> Iterator[ast.expr]:
    """The parts of *value* that *annotation* promises."""
    match value, annotation:
        case ast.Tuple(elts=parts), ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=kinds)):
            yield from (part for part, kind in zip(parts, kinds, strict=True) if promised(kind))
        case _:
            yield value


class Tree:
    """All modules there are, and who promised what."""

    def __init__(self, sources: Iterable[tuple[str, str]]) -> None:
        self.modules = {name: Module(name, source) for name, source in sources}
        self.functions: dict[str, list[tuple[Module, Function]]] = defaultdict(list)
        self.fields: dict[str, list[bool]] = defaultdict(list)
        self.classes: dict[str, list[tuple[Module, list[tuple[str, bool]]]]] = defaultdict(list)
        self.data: set[str] = set()
        self._asking: set[ast.AST] = set()
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, FUNCTIONS):
                    self.functions[node.name].append((module, node))
                    if isinstance(module.parents[node], ast.ClassDef):
                        self.fields[node.name].append(trusted(node.returns))
                elif isinstance(node, ast.ClassDef):
                    self._class(module, node)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
                    self.fields[node.target.attr].append(trusted(node.annotation))

    def _class(self, module: Module, node: ast.ClassDef) -> None:
        fields = [
            (it.target.id, promised(it.annotation))
            for it in node.body if isinstance(it, ast.AnnAssign) and isinstance(it.target, ast.Name)
        ]
        for it in node.body:
            if isinstance(it, ast.AnnAssign) and isinstance(it.target, ast.Name):
                self.fields[it.target.id].append(trusted(it.annotation))
                self.data.add(it.target.id)
        starts = [it for it in node.body if isinstance(it, FUNCTIONS) and it.name == "__init__"]
        for start in starts:
            fields = [(it.arg, promised(it.annotation)) for it in parameters(start)[1:]]
        self.classes[node.name].append((module, fields))

    def strays(self) -> list[str]:
        """Each place where something that isn't a literal gets into a statement or into a promise."""
        return sorted({
            f"{module.name}:{it.lineno}: {ast.unparse(it)}"
            for module in self.modules.values() for it in self.inflows(module) if not self.literal(it, module)
        })

    def inflows(self, module: Module) -> Iterator[ast.expr]:
        for node in ast.walk(module.tree):
            match node:
                case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()) if self._handed_on(node, module):
                    yield node
                case ast.Call():
                    yield from self._arguments(node, module)
                case ast.AnnAssign(annotation=annotation, value=ast.expr() as value) if promised(annotation):
                    yield from owed(value, annotation)
                case ast.Assign(targets=targets, value=value):
                    names = [it for it in targets if isinstance(it, ast.Attribute)]
                    yield from (value for it in names if self._kept(it.attr))
                case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                    above = module.scope(node)
                    if isinstance(above, FUNCTIONS) and above.returns and promised(above.returns):
                        yield from owed(value, above.returns)
                case _:
                    pass

    def _handed_on(self, node: ast.Name | ast.Attribute, module: Module) -> bool:
        """Whether this is a function that takes statements, but not called here: nobody sees what it is given."""
        above = module.parents[node]
        if (isinstance(above, ast.Call) and above.func is node) or isinstance(above, ast.Attribute):
            return False
        of, name = (node.value, node.attr) if isinstance(node, ast.Attribute) else (None, node.id)
        if of is not None and name in TAKES - {"SQL"}:
            return True
        if of is not None and (name in self.data or (name == "ask" and "questions" not in ast.unparse(of))):
            return False
        return any(
            "LiteralString" in ast.unparse(one.annotation)
            for there, it in self._called(of, name, module) for one in _handed(there, it) if one.annotation
        )

    def _kept(self, attribute: str) -> bool:
        found = self.fields.get(attribute, [])
        return bool(found) and all(found)

    def _arguments(self, call: ast.Call, module: Module) -> Iterator[ast.expr]:
        """What *call* hands to a statement or a promise."""
        callee = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if callee in TAKES or (callee in OF_CURSORS and ("cursor" in of or of == "db")):
            yield from call.args[:1]
            yield from (it.value for it in call.keywords if it.arg in {"query", "obj", None})
        if callee in OF_LIBPQ and "pg" in of:
            yield from call.args
        for fields in self._filled(call, module):
            promises = {name for name, promise in fields if promise}
            yield from (value for value, (name, _) in zip(call.args, fields, strict=False) if name in promises)
            yield from (it.value for it in call.keywords if promises and it.arg in {*promises, None})

    def _filled(self, call: ast.Call, module: Module) -> Iterator[list[tuple[str, bool]]]:
        """The parameters that *call* may fill: by name, and by where the name comes from if that is written."""
        of, name = (call.func.value, call.func.attr) if isinstance(call.func, ast.Attribute) else (None, _id(call.func))
        if name == "ask" and of and "questions" not in ast.unparse(of):  # the bus has one as well
            return
        for there, it in self._called(of, name, module):
            yield [(one.arg, promised(one.annotation)) for one in _handed(there, it)]
        where, name = module.imports.get(name, ("", name))
        yield from (fields for there, fields in self.classes.get(name, []) if where in {"", there.name})

    def _called(
        self, of: ast.expr | None, name: str, module: Module
    ) -> list[tuple[Module, Function]]:
        found = self.functions.get(name, [])
        if of is None:
            where, name = module.imports.get(name, (module.name, name))
            return [it for it in found if it[0].name == where and not _is_method(*it)]
        if isinstance(of, ast.Name) and (whole := ".".join(module.imports.get(of.id, ()))) in self.modules:
            return [it for it in found if it[0].name == whole and not _is_method(*it)]
        here = [it for it in found if it[0] is module and _is_method(*it)]
        return here if here or name.startswith("_") else [it for it in found if _is_method(*it)]

    def literal(self, node: ast.AST, module: Module) -> bool:
        """Whether *node* can only be what somebody wrote into the code."""
        if node in self._asking:  # a name that is built on itself: its other sources decide
            return True
        self._asking.add(node)
        try:
            return self._literal(node, module)
        finally:
            self._asking.discard(node)

    def _literal(self, node: ast.AST, module: Module) -> bool:  # noqa: C901, PLR0911 - a case for each expression
        def all_of(nodes: Iterable[ast.AST | None]) -> bool:
            return all(self.literal(it, module) for it in nodes if it is not None)

        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
                return all_of(parts)
            case ast.FormattedValue(value=value) | ast.Starred(value=value) | ast.Subscript(value=value):
                return self.literal(value, module)
            case ast.NamedExpr(value=value) | ast.Await(value=value) | ast.UnaryOp(operand=value):
                return self.literal(value, module)
            case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
                return all_of([one, other])
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return all_of(parts)
            case ast.Dict(keys=keys, values=values):
                return all_of([*keys, *values])
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.SetComp(elt=part):
                return self.literal(part, module)
            case ast.DictComp(key=key, value=value):
                return all_of([key, value])
            case ast.Name():
                return self._name(node.id, module, node)
            case ast.Attribute():
                return self._attribute(node, module)
            case ast.Call():
                return self._call(node, module)
        return False

    def _name(self, name: str, module: Module, at: ast.AST) -> bool:
        scope = module.scope(at)
        while scope is not None:
            found = list(sources(name, module, scope))
            if found:
                return all(it is True or (it is not False and self.literal(it, module)) for it in found)
            scope = module.scope(scope)
        return self._imported(*module.imports.get(name, ("", "")))

    def _imported(self, module: str, name: str) -> bool:
        there = self.modules.get(module)
        return there is not None and self._name(name, there, there.tree.body[0])

    def _attribute(self, node: ast.Attribute, module: Module) -> bool:
        if isinstance(node.value, ast.Name) and node.value.id in module.imports:
            whole = ".".join(module.imports[node.value.id])
            if whole in self.modules:
                return self._imported(whole, node.attr)
        return self._kept(node.attr)

    def _call(self, node: ast.Call, module: Module) -> bool:  # noqa: PLR0911 - a way out for each kind of callee
        arguments = [*node.args, *(it.value for it in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            of, name = node.func.value, node.func.attr
            if ast.unparse(node.func) in {"sql.SQL", "sql.Identifier", "sql.Literal", "sql.Composed"}:
                return True  # the first is a door of its own, the others quote
            if name in {"format", "join"} and _composed(of, module):
                return True
            if self.literal(of, module) and all(self.literal(it, module) for it in arguments):
                return True
            if self.literal(of, module) and name in {"get", "values", "items", "keys"}:
                return all(self.literal(it, module) for it in arguments[1:])
        else:
            of, name = None, _id(node.func)
            if name == "len":
                return True  # digits
            if name in {"list", "tuple", "sorted", "set", "dict", "reversed"}:
                return all(self.literal(it, module) for it in arguments)
        found = self._called(of, name, module)
        return bool(found) and all(trusted(it.returns) or self._gives(there, it) for there, it in found)

    def _gives(self, module: Module, function: Function) -> bool:
        given = [it.value for it in module.inside(function) if isinstance(it, ast.Return)]
        return bool(given) and all(it is not None and self.literal(it, module) for it in given)


def _id(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _is_method(module: Module, function: ast.AST) -> bool:
    return isinstance(module.parents[function], ast.ClassDef)


def _handed(module: Module, function: Function) -> list[ast.arg]:
    """What a caller fills: not ``self``."""
    static = any(getattr(it, "id", "") == "staticmethod" for it in function.decorator_list)
    return parameters(function)[1 if _is_method(module, function) and not static else 0:]


def _composed(node: ast.expr, module: Module) -> bool:
    """Whether ``format`` and ``join`` are those of ``psycopg.sql``, which quote what they are given."""
    del module
    return ast.unparse(node).startswith("sql.SQL(")


def the_tree() -> Tree:
    """Everything that is shipped."""
    return Tree(
        (".".join(path.relative_to(root).with_suffix("").parts), path.read_text("utf-8"))
        for root, folder in ((ROOT / "src", "store"), (ROOT, "projections"))
        for path in sorted((root / folder).rglob("*.py"))
    )
