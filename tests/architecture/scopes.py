"""What a name may hold in a module, as far as it is written there."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

PROMISES = re.compile(r"\b(LiteralString|Composed|Composable)\b")
TRUSTED = re.compile(rf"{PROMISES.pattern}|\bLiteral\b")
"""The type checker does hold ``Literal`` to its word."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.Module, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, *FUNCTIONS)


def promised(annotation: ast.expr | None) -> bool:
    """Whether what is called so is literal, or holds such."""
    return annotation is not None and bool(PROMISES.search(ast.unparse(annotation)))


def trusted(annotation: ast.expr | None) -> bool:
    """Whether what is called so may be used: it was promised, or is one of a few words that are written out."""
    return annotation is not None and bool(TRUSTED.search(ast.unparse(annotation)))


def parameters(function: Function | ast.Lambda) -> list[ast.arg]:
    """In the order in which a caller fills them."""
    of = function.args
    ordered = (*of.posonlyargs, *of.args, of.vararg, *of.kwonlyargs, of.kwarg)
    return [it for it in ordered if it is not None]


@dataclass
class Module:
    """A file, with the parent of every node in it."""

    name: str
    source: str
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    @cached_property
    def tree(self) -> ast.Module:
        tree = ast.parse(self.source)
        for node in ast.walk(tree):
            self.parents.update((child, node) for child in ast.iter_child_nodes(node))
        return tree

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """What each name stands for elsewhere: a module, and a name in it."""
        return {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def scope(self, node: ast.AST) -> ast.AST | None:
        """What a name in *node* is looked up in first."""
        above = self.parents.get(node)
        while above is not None and not isinstance(above, SCOPES):
            above = self.parents.get(above)
        return above

    def inside(self, scope: ast.AST) -> Iterator[ast.AST]:
        """What stands in *scope* itself, not in one within it."""
        for child in ast.iter_child_nodes(scope):
            yield child
            if not isinstance(child, SCOPES):
                yield from self.inside(child)


def sources(name: str, module: Module, scope: ast.AST) -> Iterator[ast.AST | bool]:  # noqa: C901, PLR0912 - a case for each way to set a name
    """What *name* may hold in *scope*: expressions, or whether it was promised."""
    if isinstance(scope, (*FUNCTIONS, ast.Lambda)):
        yield from (trusted(it.annotation) for it in parameters(scope) if it.arg == name)
    for node in module.inside(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _taken(name, target, value)
            case ast.AnnAssign(target=ast.Name(id=it), annotation=annotation, value=value) if it == name:
                yield True if trusted(annotation) else value or False
            case ast.AugAssign(target=ast.Name(id=it), value=value) if it == name:
                yield value
            case ast.NamedExpr(target=ast.Name(id=it), value=value) if it == name:
                yield value
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                yield from _taken(name, target, value)
            case ast.comprehension(target=target, iter=value):
                yield from _taken(name, target, value)
            case ast.withitem(optional_vars=ast.expr() as target):
                yield from (False for it in ast.walk(target) if isinstance(it, ast.Name) and it.id == name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=it), attr="append" | "extend" | "insert"), args=args):
                if it == name:
                    yield args[-1]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=it), attr="setdefault" | "update"), args=args):
                if it == name:
                    yield from args
            case _:
                pass


def _taken(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.AST]:
    """The part of *value* that goes to *name*, as far as both are written out."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, other in zip(target.elts, value.elts, strict=True):
            yield from _taken(name, one, other)
    elif any(_kept_in(it) == name for it in ast.walk(target)):
        yield value


def _kept_in(target: ast.AST) -> str:
    """The name that is set, or whose item is."""
    match target:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Subscript(value=ast.Name(id=name)):
            return name
    return ""
