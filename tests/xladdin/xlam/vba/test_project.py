"""VBA projects: read again by a strict reader; the names that VBA would refuse are refused."""

from __future__ import annotations

import pytest

from tests.xladdin.xlam.project_reader import ReadModule, read_project
from xladdin.xlam.vba.project import Module, Project, document_source, project_bytes

GUID = "{00000000-1111-2222-3333-444444444444}"
CODE = 'Attribute VB_Name = "{}"\r\nSub Hello()\r\nEnd Sub\r\n'


def _project(*names: str, project: str = "Alone") -> Project:
    owner = Module(
        name="ThisWorkbook", source=document_source("ThisWorkbook", "workbook"), document=True
    )
    plain = (Module(name=name, source=CODE.format(name)) for name in names)
    return Project(name=project, guid=GUID, modules=(owner, *plain))


@pytest.mark.parametrize("count", [0, 1, 2, 7, 20])
def test_a_project_is_read_again(count: int) -> None:
    names = [f"Module{number}" for number in range(count)]
    found = read_project(project_bytes(_project(*names)))
    assert (found.name, found.problems) == ("Alone", [])
    assert found.modules == [
        ReadModule(
            name="ThisWorkbook", document=True, source=document_source("ThisWorkbook", "workbook")
        ),
        *(ReadModule(name=name, document=False, source=CODE.format(name)) for name in names),
    ]


def test_documents_are_of_the_classes_of_excel() -> None:
    """As in a new workbook of Excel."""
    assert document_source("Sheet1", "sheet").splitlines() == [
        'Attribute VB_Name = "Sheet1"',
        'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ]
    assert "0{00020819-" in document_source("ThisWorkbook", "workbook")


@pytest.mark.parametrize(
    "project",
    [_project("Alone"), _project("ALONE"), _project("One", "one"), _project("thisworkbook")],
)
def test_names_that_vba_takes_for_one_are_refused(project: Project) -> None:
    with pytest.raises(ValueError, match="are the same for VBA"):
        project_bytes(project)


def test_letters_beyond_ascii_are_refused() -> None:
    """They would depend on the code page of the reader."""
    module = Module(name="Text", source='Attribute VB_Name = "Text"\r\n\' đ\r\n')
    with pytest.raises(UnicodeEncodeError):
        project_bytes(Project(name="Alone", guid=GUID, modules=(module,)))
