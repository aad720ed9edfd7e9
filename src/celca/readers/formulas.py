"""Evaluate the formulas of openLCA and Brightway parameters: arithmetic and nothing else."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

from celca.errors import DataError

__all__ = ["evaluate", "evaluate_all"]

_LONGEST = 2000
_BINARY: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: math.fmod,
    ast.Pow: math.pow,
}
_COMPARE: dict[type, Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: getattr(math, name) for name in ("sinh", "cosh", "tanh", "sqrt", "exp", "floor")},
    "ceil": math.ceil,
    "abs": abs,
    "ln": math.log,
    "log": math.log10,
    "lg": math.log10,
    "log10": math.log10,
    "min": min,
    "max": max,
    "pow": math.pow,
    "power": math.pow,
    "sqr": lambda x: x * x,
    "round": lambda x: float(math.floor(x + 0.5)),
    "int": lambda x: float(int(x)),
    "trunc": lambda x: float(int(x)),
    "avg": lambda *x: sum(x) / len(x),
    "sum": lambda *x: sum(x),
    "and": lambda *x: float(all(x)),
    "or": lambda *x: float(any(x)),
    "not": lambda x: float(not x),
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "true": 1.0, "false": 0.0}


def evaluate(formula: str, names: Mapping[str, float]) -> float:
    """Return the value of a formula; names are compared without case.

    Raises DataError for what is no arithmetic, an unknown name, or a value that is not finite.
    """
    try:
        if len(formula) > _LONGEST:
            raise ValueError("it is too long")
        tree = ast.parse(_as_python(formula), mode="eval")
        value = float(_value(tree.body, names))
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, TypeError) as error:
        raise DataError(f"The formula {formula!r} cannot be evaluated: {error}.") from error
    except (RecursionError, MemoryError) as error:
        raise DataError(f"The formula {formula[:40]!r} … is nested too deeply.") from error
    if not math.isfinite(value):
        raise DataError(f"The formula {formula!r} is not finite.")
    return value


def evaluate_all(
    formulas: Mapping[str, str], values: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the values of parameters that may use each other, and why others have none."""
    known = {k.casefold(): v for k, v in values.items()}
    waiting, why = {k.casefold(): f for k, f in formulas.items()}, dict[str, str]()
    while waiting:
        done = {}
        for name, formula in waiting.items():
            try:
                done[name] = evaluate(formula, known)
            except DataError as error:
                why[name] = str(error)
        if not done:
            break
        known.update(done)
        waiting = {k: f for k, f in waiting.items() if k not in done}
    return known, {k: why[k] for k in waiting}


def _as_python(formula: str) -> str:
    text = formula.strip().replace("^", "**").replace(";", ",").replace("<>", "!=")
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text).replace("&&", " and ").replace("||", " or ")
    # and, or, not and if are functions there, keywords here
    text = re.sub(r"\b(and|or|not|if)\s*\(", lambda m: f"{m[1].lower()}_(", text, flags=re.I)
    return re.sub(r"\b(and|or)\b", lambda m: m[1].lower(), text, flags=re.I)


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=bool() | int() | float()):
            return float(node.value)  # type: ignore[arg-type]
        case ast.Name():
            return _named(node.id.casefold(), names)
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand, names)
        case ast.UnaryOp(op=ast.UAdd()):
            return _value(node.operand, names)
        case ast.BinOp() if type(node.op) in _BINARY:
            pair = _value(node.left, names), _value(node.right, names)
            return _BINARY[type(node.op)](*pair)
        case ast.BoolOp():
            every = [bool(_value(v, names)) for v in node.values]
            return float(all(every) if isinstance(node.op, ast.And) else any(every))
        case ast.Compare(ops=[op], comparators=[right]) if type(op) in _COMPARE:
            return float(_COMPARE[type(op)](_value(node.left, names), _value(right, names)))
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return _call(name.casefold().rstrip("_"), node.args, names)
    raise ValueError(f"{type(node).__name__} is no arithmetic")


def _named(name: str, names: Mapping[str, float]) -> float:
    for known in (names, _CONSTANTS):
        if name in known:
            return known[name]
    raise ValueError(f"no parameter is called {name!r}")


def _call(name: str, arguments: list[ast.expr], names: Mapping[str, float]) -> float:
    if name in ("if", "iff") and len(arguments) == 3:
        test, yes, no = arguments
        return _value(yes if _value(test, names) else no, names)
    if name not in _FUNCTIONS:
        raise ValueError(f"no function is called {name!r}")
    return float(_FUNCTIONS[name](*(_value(a, names) for a in arguments)))
