"""Everything an analysis gives, as files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from helsetek.common.errors import RuleBroken
from helsetek.engines.economics.outputs import answers
from helsetek.engines.economics.outputs.main_tables import actor_table, assumptions_table
from helsetek.engines.economics.outputs.result import as_json
from helsetek.engines.economics.outputs.tabular import as_csv
from helsetek.engines.economics.outputs.uncertainty_tables import acceptability_table, tornado_table
from helsetek.evaluation.calculating import changing, prepared, reading, words
from helsetek.evaluation.calculating.keeping import kept

from .asked import Asked, asked, or_log_in

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "toml": "application/toml; charset=utf-8",
}


@require_safe
@or_log_in
def download(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A file in the form asked for. Word and HTML take a second to make: one at a time, and kept afterwards."""
    if form not in TYPES:
        raise Http404
    here = asked(request, key)
    if here.problem:
        raise RuleBroken(here.problem)
    made = _made(here, form)
    answer = HttpResponse(made, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{_name(here, form)}"'
    return answer


def _name(here: Asked, form: str) -> str:
    return f"{here.subject.key}{'-endret' if here.changes else ''}.{form}"


def _made(here: Asked, form: str) -> bytes | str:
    makers: dict[str, Callable[[Asked], bytes | str]] = {"json": _json, "csv": _csv, "toml": _toml}
    if form in makers:
        return makers[form](here)
    language = words.language()
    key = ("file", here.assumptions.hash, form, language, *_draws(here))
    return kept(key, lambda: _heavy(here, form, language))


def _heavy(here: Asked, form: str, language: str) -> bytes | str:
    with prepared.one_at_a_time():
        draws, seed = _draws(here)
        simulation = prepared.simulated(here.ready, draws=draws, seed=seed)
        return answers.made(here.ready, simulation, form, language, "")


def _draws(here: Asked) -> tuple[int, int]:
    """Those of the run; else enough for a report."""
    run = here.subject.run
    return (run.draws, run.seed) if run else (prepared.SAVED_DRAWS, 0)


def _json(here: Asked) -> str:
    """A run as it was saved, unless something has been changed since."""
    run = here.subject.run
    if run and not here.changes:
        return as_json(run.results)
    draws, seed = _draws(here)
    simulation = prepared.simulated(here.ready, draws=draws, seed=seed)
    return str(answers.made(here.ready, simulation, "json", words.language(), ""))


def _csv(here: Asked) -> str:
    """All tables in long form, unrounded."""
    language, problem = words.language(), here.analysed
    draws, seed = _draws(here)
    simulation = prepared.simulated(here.ready, draws=draws, seed=seed)
    tables = [*answers.tables(problem, simulation, language), actor_table(problem, language)]
    if problem.inputs:
        tables += [tornado_table(problem, name, language) for name in problem.alternatives]
        tables.append(acceptability_table(problem, simulation, language))
    return "\ufeff" + as_csv([*tables, assumptions_table(problem, language)])


def _toml(here: Asked) -> str:
    """A file to go on with: the one that was brought, or a small one on top of what is shipped."""
    subject = here.subject
    file = subject.file or (subject.run.file if subject.run else None)
    if file is not None and file.uploaded:
        changes = {**(subject.run.changes if subject.run else {}), **here.changes}
        told = "".join(f"# {key} = {value:.12g}\n" for key, value in sorted(changes.items()))
        return told + str(file.layers[-1]["text"])
    name = file.name.removesuffix(".toml") if file else subject.key
    changes = {**(subject.run.changes if subject.run else {}), **here.changes}
    return changing.as_file(name, subject.title, reading.shipped_analysis(name), changes)
