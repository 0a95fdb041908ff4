"""An assumptions file that somebody brings: what is wrong is told with line and mend, in the reader's language."""

import pytest
from django.utils import translation

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.engines.economics.errors import AssumptionsError
from helsetek.evaluation import faults, services
from helsetek.evaluation.calculating import reading
from helsetek.evaluation.models import AssumptionsFile
from tests.cast import Cast
from tests.evaluation.making import SMALL_FILE, a_file

ON_TOP = 'extends = "rapport-2022"\n'
NEW = '[parameter.ny]\nlabel = "Ny"\nvalue = 3\nunit = "{unit}"\nstatus = "judged"\n'
SOURCE = 'source = {document = "Egen vurdering"}\n'
MATRIX = '[correlation.a]\nmembers = ["vendors", "week_cost", "weeks_saved"]\nmatrix = '


def told(text: str | bytes) -> list[str]:
    """What a Norwegian is told of the file."""
    content = text if isinstance(text, bytes) else text.encode()
    with translation.override("nb"), pytest.raises(AssumptionsError) as error:
        reading.brought("min.toml", content)
    return [faults.said(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ON_TOP + "[parameter.week_cost]\nunit = 'NOK/fortnight'\n",
            "min.toml, linje 3: «week_cost»: ukjent enhet",
        ),
        (
            ON_TOP + "[parameter.vendors]\nvalue = -6\n",
            "min.toml, linje 3: «vendors» er negativ (-6). Kostnader og",
        ),
        (ON_TOP + NEW.format(unit="1"), "«ny» mangler kilde. Skriv source ="),
        (
            ON_TOP + "[parameter.vendors]\nrange = [9, 3]\n",
            "Området til «vendors» er ikke mulig: [9, 3]. Skriv range",
        ),
        (
            ON_TOP + "[parameter.vendors]\nrange = [9, 12]\n",
            "linje 3: «vendors» = 8.5 ligger utenfor området 9-12.",
        ),
        (
            ON_TOP + MATRIX + "[[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]\n",
            "min.toml, linje 4: Matrisen til «a» er ikke positivt definitt. Korrelasjonene motsier hverandre.",
        ),
        (ON_TOP + MATRIX + "[[1, 0.9], [0.9]]\n", "Radene i matrisen til «a» er ikke like lange."),
        (ON_TOP + MATRIX + '"tre"\n', "«correlation.a.matrix» kan ikke leses: tre."),
        (ON_TOP + "[parameter.vendors\n", "min.toml, linje 2: Dette er ikke TOML"),
        ("a = " + "[" * 5000, "Dette er ikke TOML"),
        (b"\xff\xfe\x00", "min.toml, linje 1: Filen er ikke UTF-8. Lagre den som UTF-8."),
        (ON_TOP + "\0", "Filen er ikke tekst."),
        ("x = 1\n" + "#" * 200_000, "Filen er større enn 200 kB."),
        (ON_TOP + "[parameter.vendors]\nvalu = 6\n", "«parameter.vendors» har en ukjent nøkkel: «valu»."),
        (ON_TOP + '[parameter.vendors]\nvalue = "seks"\n', "«parameter.vendors.value» kan ikke leses: seks."),
        (ON_TOP + "parameter = 4\n", "«parameter» kan ikke leses: 4."),
        (
            ON_TOP + "[analysis]\nbase_year = 20\n",
            "«analysis.base_year» er 20, og det går ikke. Skriv minst 1900.",
        ),
        (ON_TOP + "[analysis]\nlast_year = 2290\n", "Perioden er lengre enn 60 år."),
        ('extends = "../../hemmelig"\n', "«extends» nevner «../../hemmelig», som ikke følger med."),
        ('extends = "pyproject.toml"\n', "som ikke følger med. Skriv en av disse: 2024"),
        ("[analysis]\nid = 'x'\n", "Tabellen [alternative] mangler."),
        (ON_TOP + NEW.format(unit="NOK") + SOURCE, "«ny» er penger uten kroneår. Skriv price_year = 2022."),
        (
            ON_TOP + "[parameter.weeks_saved]\nunit = 'NOK/municipality'\nprice_year = 2022\n",
            "«weeks_saved» passer ikke",
        ),
    ],
)
def test_what_is_wrong_is_told_with_line_and_mend(text: str | bytes, said: str) -> None:
    sentences = told(text)
    assert any(said in sentence for sentence in sentences), sentences


def test_all_faults_are_told_at_once() -> None:
    sentences = told(ON_TOP + "[parameter.vendors]\nvalue = -6\n[parameter.week_cost]\nstatus = 'gjettet'\n")
    assert len(sentences) == 2


def test_too_many_alternatives_would_be_too_slow() -> None:
    many = "".join(f"[alternative.a{n}]\nlabel = 'A{n}'\n" for n in range(9))
    assert any("Filen har 12 av [alternative]" in sentence for sentence in told(ON_TOP + many))


def test_a_sentence_of_the_engine_that_is_not_known_is_shown_as_it_is() -> None:
    with translation.override("nb"):
        assert faults.told("The moon is made of cheese.") == "The moon is made of cheese."


def test_a_small_file_opens_as_an_analysis(cast: Cast) -> None:
    file = a_file(cast)
    assert (file.name, file.uploaded, file.kept_by, file.organisation) == (
        "mitt-forslag.toml", True, cast.per, cast.directorate,
    )  # fmt: skip
    assert reading.of_stored(file.layers).parameters["vendors"].value == 6


def test_only_analysts_bring_files(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.upload_file(by=cast.guri, file_name="x.toml", content=SMALL_FILE.encode())
    assert not AssumptionsFile.objects.exists()


def test_a_file_with_faults_is_not_kept(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as error:
        a_file(cast, text=ON_TOP + "[parameter.vendors]\nvalue = -6\n")
    assert len(error.value.fields["file"]) == 1
    assert not AssumptionsFile.objects.exists()


def test_a_file_that_cannot_be_calculated_is_not_kept(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as error:
        a_file(cast, text=ON_TOP + "[parameter.partners]\nvalue = 0\n")
    assert error.value.fields["file"]
    assert not AssumptionsFile.objects.exists()


def test_the_name_of_a_file_loses_its_folders(cast: Cast) -> None:
    assert a_file(cast, name="C:\\hjemme\\..\\mitt.toml").name == "mitt.toml"
