"""Compiles the installed FHIR definitions to their index: `python -m helsetek.engines.conformance.definitions`."""

from __future__ import annotations

from helsetek.engines.conformance.definitions.core import compile_index, definitions_folder, index_path

if __name__ == "__main__":
    compile_index(definitions_folder(), index_path())
