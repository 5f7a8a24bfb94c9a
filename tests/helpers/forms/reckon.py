"""Reckons the few formulas that these forms use, as Excel would show them."""

import ast
import operator
import re
from typing import Any

from .model import AUTO, REFERENCE, Book, Sheet, box, spread


def shown_value(book: Book, sheet: Sheet, formula: str) -> Any:
    """Return what Excel would show for a formula; None if it is none of the known ones."""
    return _Evaluator(book).formula(sheet, formula)


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class _Evaluator:
    def __init__(self, book: Book) -> None:
        self.book = book

    def formula(self, sheet: Sheet, text: str) -> Any:
        body = text[1:]
        wrapped = re.fullmatch(r"IFERROR\((.*),(\"[^\"]*\"|\d+)\)", body)
        if wrapped:
            value = self.formula(sheet, "=" + wrapped[1])
            return wrapped[2].strip('"') if value is None or isinstance(value, str) else value
        total = re.fullmatch(r"(SUM|AVERAGE|COUNT)\(([^()]*)\)", body)
        if total:
            numbers: list[float] = []
            for part in total[2].split(","):
                found = self._numbers(sheet, part.strip())
                if isinstance(found, str):
                    return found
                numbers += found
            if total[1] == "COUNT":
                return len(numbers)
            if total[1] == "AVERAGE":
                return tidy(sum(numbers) / len(numbers)) if numbers else "#DIV/0!"
            return tidy(sum(numbers))
        if re.fullmatch(r"[A-Z0-9$+\-*/. ()]+", body):
            return self._arithmetic(sheet, body)
        return None

    def _arithmetic(self, sheet: Sheet, body: str) -> Any:
        def value(match: re.Match[str]) -> str:
            found = self._numbers(sheet, match[0])
            return repr(found[0]) if isinstance(found, list) and found else "0"

        try:
            return tidy(calculate(ast.parse(REFERENCE.sub(value, body), mode="eval").body))
        except ZeroDivisionError:
            return "#DIV/0!"

    def _numbers(self, sheet: Sheet, part: str) -> list[float] | str:
        if re.fullmatch(r"-?\d+(\.\d+)?", part):
            return [float(part)]
        name, _, area = part.rpartition("!")
        other = self.book[name.strip("'")] if name else sheet
        out: list[float] = []
        for position in spread(box(area.replace("$", ""))):
            cell = other.cells.get(position)
            value = cell.value if cell else None
            if isinstance(value, str) and value.startswith("=") and cell is not None and not cell.as_text:
                value = self.formula(other, value) if cell.cached is AUTO else cell.cached
            if isinstance(value, str) and value.startswith("#"):
                return value
            if isinstance(value, int | float) and not isinstance(value, bool):
                out.append(value)
        return out


def calculate(node: Any) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](calculate(node.left), calculate(node.right))
    if isinstance(node, ast.UnaryOp):
        return -calculate(node.operand)
    return node.value


def tidy(number: float) -> float | int:
    number = round(number, 6)
    return int(number) if number == int(number) else number
