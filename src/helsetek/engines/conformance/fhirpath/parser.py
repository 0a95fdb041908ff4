"""The grammar of FHIRPath (N1) as a small parser by precedence. Gives tuples: the kind first."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from helsetek.engines.conformance.fhirpath.values import FhirPathError

Ast = tuple[Any, ...]

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<date>@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?|\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)?))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<text>'(?:[^'\\]|\\.)*')
    |(?P<quoted>`(?:[^`\\]|\\.)*`)
    |(?P<variable>%(?:[A-Za-z_][\w-]*|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`))
    |(?P<special>\$(?:this|index|total))
    |(?P<name>[A-Za-z_]\w*)
    |(?P<sign><=|>=|!=|!~|[-+*/&|=~<>.,()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}

# From the loosest to the tightest.
_LEVELS = (
    ("implies",), ("or", "xor"), ("and",), ("in", "contains"), ("=", "~", "!=", "!~"), ("<", ">", "<=", ">="),
    ("|",), ("is", "as"), ("+", "-", "&"), ("*", "/", "div", "mod"),
)  # fmt: skip
_UNITS = {
    f"{name}{end}"
    for name in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for end in ("", "s")
}


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        mark = found.group(1)
        return chr(int(mark[1:], 16)) if mark[0] == "u" and len(mark) > 1 else _ESCAPES.get(mark, mark)

    return _ESCAPE.sub(one, text[1:-1])


def tokens(text: str) -> list[tuple[str, str]]:
    """The words of an expression. Raises FhirPathError at what is none."""
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FhirPathError(
                f"not understood at character {position + 1}: {text[position : position + 20]}"
            )
        position = match.end()
        kind = match.lastgroup or ""
        if kind != "space":
            found.append((kind, match.group()))
    found.append(("end", ""))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        kind, word = self.take()
        if word != sign or kind == "text":
            raise FhirPathError(f"«{sign}» was expected before «{word or 'the end'}»")

    def expression(self, level: int = 0) -> Ast:
        if level == len(_LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while self.peek()[1] in _LEVELS[level] and self.peek()[0] in ("name", "sign"):
            word = self.take()[1]
            if word in ("is", "as"):
                left = ("type", word, left, self.type_name())
            else:
                left = ("binary", word, left, self.expression(level + 1))
        return left

    def type_name(self) -> str:
        name = self.identifier()
        while self.peek() == ("sign", "."):
            self.take()
            name = f"{name}.{self.identifier()}"
        return name

    def identifier(self) -> str:
        kind, word = self.take()
        if kind == "quoted":
            return _unescaped(word)
        if kind != "name":
            raise FhirPathError(f"a name was expected before «{word}»")
        return word

    def unary(self) -> Ast:
        kind, word = self.peek()
        if kind == "sign" and word in "+-":
            self.take()
            return ("sign", word, self.unary())
        return self.postfix(self.term())

    def postfix(self, left: Ast) -> Ast:
        while self.peek()[0] == "sign" and self.peek()[1] in (".", "["):
            if self.take()[1] == "[":
                left = ("index", left, self.expression())
                self.expect("]")
            else:
                left = self.invocation(left)
        return left

    def invocation(self, left: Ast | None) -> Ast:
        kind, word = self.peek()
        if kind == "special":
            self.take()
            return ("special", word)
        name = self.identifier()
        if self.peek() != ("sign", "("):
            return ("member", left, name)
        self.take()
        arguments: list[Ast] = []
        while self.peek() != ("sign", ")"):
            arguments.append(self.expression())
            if self.peek() == ("sign", ","):
                self.take()
            elif self.peek() != ("sign", ")"):
                raise FhirPathError(f"«)» was expected before «{self.peek()[1]}»")
        self.take()
        return ("call", left, name, arguments)

    def term(self) -> Ast:
        kind, word = self.peek()
        if kind in ("name", "quoted", "special"):
            if word in ("true", "false"):
                self.take()
                return ("literal", word == "true")
            return self.invocation(None)
        self.take()
        if kind == "sign" and word == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if kind == "sign" and word == "{":
            self.expect("}")
            return ("empty",)
        return self.literal(kind, word)

    def literal(self, kind: str, word: str) -> Ast:
        if kind == "text":
            return ("literal", _unescaped(word))
        if kind == "date":
            return ("date", word[1:])
        if kind == "variable":
            return ("variable", _unescaped(word[1:]) if word[1] in "'`" else word[1:])
        if kind == "number":
            return self.number(word)
        raise FhirPathError(f"not expected: «{word or 'the end'}»")

    def number(self, word: str) -> Ast:
        value: Any = Decimal(word) if "." in word else int(word)
        kind, unit = self.peek()
        if kind == "text":
            self.take()
            return ("quantity", Decimal(word), _unescaped(unit))
        if kind == "name" and unit in _UNITS:
            self.take()
            return ("quantity", Decimal(word), unit)
        return ("literal", value)


def parse(text: str) -> Ast:
    """The expression as a tree. Raises FhirPathError."""
    parser = _Parser(text)
    tree = parser.expression()
    if parser.peek()[0] != "end":
        raise FhirPathError(f"not expected: «{parser.peek()[1]}»")
    return tree
