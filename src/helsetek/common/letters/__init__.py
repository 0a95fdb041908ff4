"""Letters as PDF: one layout for all, PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file."""

from .render import PLAIN, Head, LetterRefused, Place, Signatory, render

__all__ = ["PLAIN", "Head", "LetterRefused", "Place", "Signatory", "render"]
