Attribute VB_Name = "xltools"
Option Explicit
' A button of the tab starts Python, which reads and fills the workbook in front; this macro
' itself reads none of its cells, writes no file, asks no network. What it tells people is in
' column A of the add-in's own sheet, so that this source is plain ASCII.
Private Const PYTHON_IS_AT As String = "HKEY_CURRENT_USER\Software\xltools\Python"
Private Const NOT_INSTALLED As Long = 2
Private Const NOT_STARTED As Long = 3
Private Const TITLE As Long = 4
Private Const CLOSED_MEANWHILE As Long = 3 ' a status of Python's: nobody is left to be told

' The callback of every button, whose tag is the action.
Public Sub xl_onAction(control As IRibbonControl)
    Static running As Boolean
    Dim book As String, events As Boolean, computing As Long
    If running Then Exit Sub
    running = True
    On Error Resume Next ' where no workbook is open, Excel has no Calculation
    If Not ActiveWorkbook Is Nothing Then book = ActiveWorkbook.FullName
    events = Application.EnableEvents
    computing = Application.Calculation
    Application.EnableCancelKey = 0 ' Esc stops Python's work, not this macro
    xl_run xl_interpreter(), control.Tag & " --hwnd " & Application.Hwnd, book
    Application.Interactive = True ' should Python have been ended before it came to this
    Application.ScreenUpdating = True
    Application.EnableEvents = events
    If Application.Calculation <> computing Then Application.Calculation = computing
    running = False
End Sub

' Start one action and wait for its end; Excel answers Python's calls while it waits.
' Run replaces %NAME% in what it starts, so the workbook's name goes by the environment.
Public Sub xl_run(interpreter As String, arguments As String, book As String)
    Dim start As String, host As Object, environment As Object, status As Long
    If interpreter = "" Then
        xl_tell NOT_INSTALLED, ""
        Exit Sub
    End If
    start = xl_quoted(interpreter) & " -X utf8 -m xltools.live " & arguments
    On Error Resume Next
    Set host = CreateObject("WScript.Shell")
    On Error GoTo failed
    If host Is Nothing Then
        Shell start & " --book " & xl_quoted(book), 0
    Else
        Set environment = host.Environment("PROCESS")
        environment("XLTOOLS_BOOK") = book
        status = host.Run(start, 0, True)
        If status <> 0 And status <> CLOSED_MEANWHILE Then xl_tell NOT_STARTED, CStr(status)
    End If
    Exit Sub
failed:
    xl_tell NOT_STARTED, Err.Description
End Sub

' The path of pythonw.exe as "xltools addin install" wrote it down; empty if it did not.
Private Function xl_interpreter() As String
    On Error Resume Next
    xl_interpreter = CreateObject("WScript.Shell").RegRead(PYTHON_IS_AT)
End Function

Private Function xl_quoted(text As String) As String
    xl_quoted = """" & text & """"
End Function

Private Sub xl_tell(row As Long, detail As String)
    MsgBox xl_text(row) & vbCrLf & detail, vbExclamation, xl_text(TITLE)
End Sub

Private Function xl_text(row As Long) As String
    xl_text = CStr(ThisWorkbook.Worksheets(1).Cells(row, 1).Value)
End Function
