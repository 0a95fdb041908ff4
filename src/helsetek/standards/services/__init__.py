"""Acts on the catalogue of standards and on sets of requirements."""

from .catalogue import add_standard, change_standard, give_standing
from .requirements import (
    begin_version,
    create_set,
    import_requirements,
    publish_version,
    remove_requirement,
    write_requirement,
)
from .starting import keep_catalogue

__all__ = [
    "add_standard",
    "begin_version",
    "change_standard",
    "create_set",
    "give_standing",
    "import_requirements",
    "keep_catalogue",
    "publish_version",
    "remove_requirement",
    "write_requirement",
]
