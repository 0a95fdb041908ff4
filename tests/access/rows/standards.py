"""The catalogue is everybody's to read, and the scheme manager's to keep."""

from tests.access.kinds import form, post_only, public

_KEEPS = {"frode"}
_SET = ["no-basis-fhir"]

ROWS = [
    public("standards:catalogue"),
    public("standards:standard", lambda s: ["normen"]),
    public("standards:sets"),
    public("standards:version", lambda s: [*_SET, 1]),
    public("standards:download", lambda s: [*_SET, 1, "csv"]),
    *form("standards:new", _KEEPS),
    *form("standards:change", _KEEPS, lambda s: ["normen"]),
    *form("standards:standing", _KEEPS, lambda s: ["normen"]),
    *form("standards:new_set", _KEEPS),
    *post_only("standards:begin_version", _KEEPS, lambda s: _SET),
    *form("standards:write", _KEEPS, lambda s: [*_SET, 1]),
    *form("standards:remove", _KEEPS, lambda s: [*_SET, 1, "NB-1"]),
    *form("standards:import", _KEEPS, lambda s: [*_SET, 1]),
    *form("standards:publish", _KEEPS, lambda s: [*_SET, 1]),
]
