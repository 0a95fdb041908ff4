"""A QuestionnaireResponse against its Questionnaire."""

from __future__ import annotations

from typing import Any, NamedTuple

from helsetek.engines.conformance.fhir.references import find_contained
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.fhir.special import answers
from helsetek.engines.conformance.fhir.special.enabling import enabled

# Only a finished response must have all its answers.
FINISHED = {"completed", "amended"}


class _Task(NamedTuple):
    session: Session
    scope: Scope
    questionnaire: Json
    given: dict[str, list[Any]]
    finished: bool


def check(session: Session, data: Json, path: str, scope: Scope) -> None:
    """Finds the questionnaire and compares item by item."""
    canonical = data.get("questionnaire")
    if not isinstance(canonical, str):
        session.add("questionnaire.unnamed", path)
        return
    if canonical.startswith("#"):
        questionnaire = find_contained(canonical[1:], scope)
    else:
        questionnaire = session.definitions.find(canonical)
    if questionnaire is None:
        session.add("questionnaire.missing", f"{path}.questionnaire", questionnaire=canonical)
        return
    if questionnaire.get("resourceType") != "Questionnaire":
        return  # the kind of the address is told where canonical addresses are read
    given: dict[str, list[Any]] = {}
    _gather(data, given)
    task = _Task(session, scope, questionnaire, given, data.get("status") in FINISHED)
    _items(task, questionnaire.get("item", ()), _objects(data.get("item")), path)


def _objects(found: Any) -> list[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _gather(data: Json, given: dict[str, list[Any]]) -> None:
    """All values given, by linkId, wherever they stand."""
    for item in _objects(data.get("item")):
        for answer in _objects(item.get("answer")):
            values = [value for key, value in answer.items() if key.startswith("value")]
            given.setdefault(str(item.get("linkId")), []).extend(values)
            _gather(answer, given)
        _gather(item, given)


def _items(task: _Task, asked: Any, found: list[Json], path: str) -> None:
    """The items at one level."""
    order = {str(item.get("linkId")): place for place, item in enumerate(asked)}
    by_id: dict[str, list[tuple[str, Json]]] = {}
    last = -1
    for place, item in enumerate(found):
        link, here = str(item.get("linkId")), f"{path}.item[{place}]"
        if link not in order:
            task.session.add("questionnaire.link", here, link=link)
            continue
        if order[link] < last:
            task.session.add("questionnaire.order", here, link=link)
        last = max(last, order[link])
        by_id.setdefault(link, []).append((here, item))
    for question in asked:
        _question(task, question, by_id.get(str(question.get("linkId")), []), path)


def _question(task: _Task, question: Json, found: list[tuple[str, Json]], path: str) -> None:
    """One item of the questionnaire and what answers to it."""
    kind, link = question.get("type"), str(question.get("linkId"))
    active = enabled(question, task.given)
    if not active:
        for here, item in found:
            if item.get("answer") or item.get("item"):
                task.session.add("questionnaire.disabled", here, link=link)
        return
    if question.get("required") is True and not found and task.finished and kind != "display":
        task.session.add("questionnaire.required", path, link=link)
    if len(found) > 1 and (kind != "group" or not question.get("repeats")):
        task.session.add("questionnaire.repeated", found[1][0], link=link)
    for here, item in found:
        if kind == "group":
            _group(task, question, item, here)
        elif kind == "display":
            if item.get("answer") or item.get("item"):
                task.session.add("questionnaire.display", here, link=link)
        else:
            _answered(task, question, item, here)


def _group(task: _Task, question: Json, item: Json, here: str) -> None:
    link = str(question.get("linkId"))
    if item.get("answer"):
        task.session.add("questionnaire.group", here, link=link)
    below = _objects(item.get("item"))
    if question.get("required") is True and not below and task.finished:
        task.session.add("questionnaire.required", here, link=link)
    _items(task, question.get("item", ()), below, here)


def _answered(task: _Task, question: Json, item: Json, here: str) -> None:
    link, found = str(question.get("linkId")), _objects(item.get("answer"))
    if item.get("item"):
        task.session.add("questionnaire.loose", here, link=link)
    if question.get("required") is True and not found and task.finished:
        task.session.add("questionnaire.required", here, link=link)
    if len(found) > 1 and question.get("repeats") is not True:
        task.session.add("questionnaire.one_answer", here, link=link, found=len(found))
    _number(task, question, len(found), here)
    _exclusive(task, question, found, here)
    for place, answer in enumerate(found):
        path = f"{here}.answer[{place}]"
        for key, value in answer.items():
            if key.startswith("value"):
                answers.check(task.session, question, key[5:], value, path, task.scope, task.questionnaire)
        _items(task, question.get("item", ()), _objects(answer.get("item")), path)


def _exclusive(task: _Task, question: Json, found: list[Json], here: str) -> None:
    """An option that excludes the others stands alone."""
    if len(found) < 2:
        return
    for option in _objects(question.get("answerOption")):
        if True not in answers.extensions(option, answers.EXTENSION + "questionnaire-optionExclusive"):
            continue
        values = [value for key, value in option.items() if key.startswith("value")]
        for place, answer in enumerate(found):
            given = [value for key, value in answer.items() if key.startswith("value")]
            if any(answers.is_option(one, value) for one in given for value in values):
                task.session.add("answer.exclusive", f"{here}.answer[{place}]")


def _number(task: _Task, question: Json, found: int, here: str) -> None:
    for most in answers.extensions(question, answers.EXTENSION + "questionnaire-maxOccurs"):
        if isinstance(most, int) and found > most:
            task.session.add("questionnaire.most", here, max=most, found=found)
    for least in answers.extensions(question, answers.EXTENSION + "questionnaire-minOccurs"):
        if isinstance(least, int) and found < least and task.finished:
            task.session.add("questionnaire.least", here, min=least, found=found)
