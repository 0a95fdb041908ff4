"""The reasons of a decision in the three parts that forvaltningsloven § 25 asks for. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reasons:
    """``rule``: the rules it builds on (§ 25 first paragraph); ``facts``: what is laid to ground (second);
    ``discretion``: the main considerations that decided (third). Texts from before have all in ``discretion``."""

    rule: str = ""
    facts: str = ""
    discretion: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.rule, self.facts, self.discretion

    @property
    def whole(self) -> str:
        """The parts as one text, in the order of the law; what is empty leaves no trace."""
        return "\n\n".join(part.strip() for part in self.parts if part.strip())

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the parts that are empty."""
        names = ("rule", "facts", "discretion")
        return tuple(name for name, part in zip(names, self.parts, strict=True) if not part.strip())
