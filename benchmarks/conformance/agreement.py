"""How often is the verdict that of the reference validator, and is the fault found where it says?"""

from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.conformance.material import DATA, read, row, same_place

from helsetek.engines.conformance import Engine

CASES = DATA / "fhir-cases"


def judged(case: dict[str, Any], plain: Engine) -> list[str]:
    """The paths of the errors found in one step; empty when it is judged valid."""
    support = [CASES / name for name in dict.fromkeys(case["support"])]
    engine = Engine(support) if support else plain
    profiles = (case["profile"],) if case["profile"] else ()
    report = engine.validate((CASES / Path(case["resource"])).read_bytes(), profiles=profiles)
    return [one.path for one in report.issues if one.severity in ("error", "fatal")]


def main() -> None:
    plain = Engine()
    tally: Counter[str] = Counter()
    wrong = []
    for case in read(CASES / "cases.json"):
        found = judged(case, plain)
        agrees = (not found) == case["valid"]
        tally["steps"] += 1
        tally["agree"] += agrees
        if case["step"] == "profile":
            tally["profile steps"] += 1
            tally["profile agree"] += agrees
        if case["valid"]:
            tally["valid"] += 1
            tally["alarms"] += bool(found)
        elif found:
            tally["true findings"] += 1
            said = {same_place(one["path"]) for one in case["errors"]}
            tally["at the place"] += bool(said & {same_place(path) for path in found[:3]})
        if not agrees:
            wrong.append(f"{case['name']} ({case['module']}, {case['step']})")
    row("same verdict as the reference", f"{tally['agree']} of {tally['steps']} "
        f"({tally['agree'] / tally['steps']:.1%})", "≥ 90 %")  # fmt: skip
    row("of these: profile steps", f"{tally['profile agree']} of {tally['profile steps']} "
        f"({tally['profile agree'] / tally['profile steps']:.1%})", "≥ 85 %")  # fmt: skip
    row("false alarms on valid steps", f"{tally['alarms']} of {tally['valid']}", "≤ 3 of 62")
    row("expected path among the first three errors", f"{tally['at the place']} of {tally['true findings']} "
        f"({tally['at the place'] / tally['true findings']:.1%})", "≥ 60 %")  # fmt: skip
    print("\nnot as the reference:", "; ".join(wrong))


if __name__ == "__main__":
    main()
