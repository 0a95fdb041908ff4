"""The form of expressions in SNOMED CT's constraint language (ECL 1.x): well formed or not, and why."""

from __future__ import annotations

import re

from stdnum import verhoeff

_TOKEN = re.compile(
    r"\s+|(?P<term>\|[^|]*\|)|(?P<id>\d+)|(?P<word>(?:AND|OR|MINUS|R)\b)|(?P<sign><<!|>>!|<!|>!|<<|>>|!=|<=|>=|[<>^*():,={}\[\].#])"
    r'|(?P<text>"(?:[^"\\]|\\.)*")|(?P<range>\[\d+\.\.(?:\d+|\*)\])',
    re.IGNORECASE,
)
_BEFORE = {"<", "<<", ">", ">>", "<!", ">!", "<<!", ">>!", "^"}


class _Fault(Exception):
    pass


def fault(text: str) -> str | None:
    """Why the expression is not well formed, or None."""
    try:
        parser = _Parser(text)
        parser.expression(0)
        if parser.peek():
            raise _Fault(f"«{parser.peek()}»")
    except _Fault as error:
        return str(error)
    return None


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        position = 0
        while position < len(text):
            found = _TOKEN.match(text, position)
            if found is None:
                raise _Fault(f"«{text[position : position + 10]}»")
            position = found.end()
            if found.lastgroup and found.lastgroup != "term":
                self.tokens.append(found.group())
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def expression(self, depth: int) -> None:
        if depth > 20:
            raise _Fault("…")
        self.concept(depth)
        while self.peek() == ".":
            self.take()
            self.concept(depth)
        if self.peek() == ":":
            self.take()
            self.refinement(depth)
        while self.peek().upper() in ("AND", "OR", "MINUS"):
            self.take()
            self.expression(depth + 1)

    def concept(self, depth: int) -> None:
        while self.peek() in _BEFORE:
            self.take()
        word = self.take()
        if word == "(":
            self.expression(depth + 1)
            self.close(")")
        elif word != "*" and not (word.isdigit() and 6 <= len(word) <= 18 and verhoeff.is_valid(word)):
            raise _Fault(f"«{word}»")

    def close(self, sign: str) -> None:
        if self.take() != sign:
            raise _Fault(f"«{sign}»")

    def refinement(self, depth: int) -> None:
        """Attributes and groups, joined by commas, AND or OR."""
        self.attribute(depth)
        while self.peek() == "," or self.peek().upper() in ("AND", "OR"):
            self.take()
            self.attribute(depth)

    def attribute(self, depth: int) -> None:
        if depth > 20:
            raise _Fault("…")
        if self.peek().startswith("["):
            while self.peek() and self.take() != "]":
                pass
        if self.peek() in ("{", "("):
            end = "}" if self.take() == "{" else ")"
            self.refinement(depth + 1)
            self.close(end)
            return
        if self.peek().upper() == "R":
            self.take()
        self.concept(depth)
        if self.take() not in ("=", "!=", "<", ">", "<=", ">="):
            raise _Fault("«=»")
        if self.peek() == "#" or self.peek().startswith('"'):
            self.take()
            while self.peek().isdigit() or self.peek() == ".":
                self.take()
        else:
            self.concept(depth + 1)
