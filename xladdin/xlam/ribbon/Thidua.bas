Attribute VB_Name = "Thidua"
Option Explicit

' The buttons of the ribbon tab. Each starts one fixed function of the Python package; nothing
' that stands in the active workbook, beside it or in its path takes part in choosing it.
' ASCII only: what the user reads is kept on the settings sheet of this add-in.

Private Const FORBIDDEN As String = "&^%!=""|<>"
Private Const EXCLAMATION_ON_TOP As Long = 4144

Public Sub ThiduaKiemTra(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.check()"
End Sub

Public Sub ThiduaLoiTruoc(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.previous_fault()"
End Sub

Public Sub ThiduaLoiTiepTheo(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.next_fault()"
End Sub

Public Sub ThiduaXoaDanhDau(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.clear_marks()"
End Sub

Public Sub ThiduaChuanHoa(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.normalise()"
End Sub

Public Sub ThiduaSuaBieuMau(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.restore_form()"
End Sub

Public Sub ThiduaChuanBiNop(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.prepare_submission()"
End Sub

Public Sub ThiduaTongHop(control As IRibbonControl)
    RunPython "import xladdin.commands; xladdin.commands.merge()"
End Sub

Public Sub ThiduaGiaiThich(control As IRibbonControl)
    If ThiduaReady() Then RunPython "import xladdin.commands; xladdin.commands.explain()"
End Sub

Public Sub ThiduaTroGiup(control As IRibbonControl)
    RunPython "import xladdin.commands; xladdin.commands.open_guide()"
End Sub

' Whether there is a workbook to work on; where there is not, the user is told why.
Private Function ThiduaReady() As Boolean
    Dim Obstacle As String
    Obstacle = ThiduaObstacle()
    ThiduaReady = (Obstacle = "")
    If Obstacle <> "" Then ThiduaSay Obstacle
End Function

' The key of the sentence that says why the active workbook cannot be worked on, or nothing.
Private Function ThiduaObstacle() As String
    If Not Application.ActiveProtectedViewWindow Is Nothing Then
        ThiduaObstacle = "PROTECTED_VIEW"
    ElseIf ActiveWorkbook Is Nothing Then
        ThiduaObstacle = "NO_WORKBOOK"
    ElseIf ThiduaUnsafe(ActiveWorkbook.FullName) Then
        ThiduaObstacle = "UNSAFE_PATH"
    End If
End Function

' The name of the active workbook for the command line: empty where it could mean more than a name.
Public Function ThiduaCaller() As String
    If ThiduaObstacle() = "" Then ThiduaCaller = ActiveWorkbook.Name
End Function

' Whether cmd.exe or xlwings would read more into a path than letters.
Private Function ThiduaUnsafe(ByVal Path As String) As Boolean
    Dim i As Long
    Dim Code As Long
    For i = 1 To Len(Path)
        Code = AscW(Mid$(Path, i, 1))
        If Code >= 0 And Code < 32 Then ThiduaUnsafe = True
        If InStr(FORBIDDEN, Mid$(Path, i, 1)) > 0 Then ThiduaUnsafe = True
    Next i
End Function

' One sentence of the settings sheet.
Public Function ThiduaText(ByVal Key As String) As String
    ThiduaText = GetConfigFromSheet(ThisWorkbook).Item(Key)
End Function

' Shows one sentence. MsgBox loses letters that are not in the code page of Windows, so it is used
' only where Windows Script Host is switched off.
Public Sub ThiduaSay(ByVal Key As String, Optional ByVal Detail As String = "")
    Dim Sentence As String
    Sentence = ThiduaText(Key)
    If Detail <> "" Then Sentence = Sentence & vbCrLf & vbCrLf & Detail
    On Error GoTo Plain
    WScript.Popup Sentence, 0, ThiduaText("TITLE"), EXCLAMATION_ON_TOP
    Exit Sub
Plain:
    MsgBox Sentence, vbExclamation
End Sub
