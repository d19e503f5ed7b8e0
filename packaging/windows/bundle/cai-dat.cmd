@echo off
rem Installs Thi dua for this user: no administrator rights, no network, no PowerShell.
rem ASCII only: cmd.exe reads a batch file byte by byte in the code page of the machine. What the
rem user reads in Vietnamese stands in bo-cai\thong-bao (shown by TYPE) and bo-cai\messages.toml.
rem This file only finds a Python that fits; the program in bo-cai does the rest and says what it does.
rem
rem   cai-dat.cmd [/im-lang] [/lam-lai]
rem     /im-lang  asks nothing and does not wait for a key (for scripts of the IT officer)
rem     /lam-lai  makes the environment anew even if it is already the right one
rem   THIDUA_PYTHON  whole path of the python.exe to use, instead of looking for one
rem   THIDUA_DIR     folder to install into, instead of %LOCALAPPDATA%\Thidua
rem
rem   0 done  1 done, doctor has remarks  2 usage  3 no Python  4 Excel is open  5 bundle not whole
rem   6 folder cannot be used  7 environment not made  8 add-in not installed  9 already running
setlocal EnableExtensions DisableDelayedExpansion
set "NoDefaultCurrentDirectoryInExePath=1"
set "PYLAUNCHER_ALLOW_INSTALL="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "HERE=%~dp0"
set "CODE=1"
set "FLAGS="
set "QUIET="
set "WAIT="
set "STARTED="
set "PYTHON="
set "SELECT="
set "CANDIDATE="
set "LAUNCHER="
set "VERSIONS="
set "CODEPAGE="
set "LOST="
set "LOG=%TEMP%\thidua-tim-python.log"
set "PROBE=-I -B -X utf8 bo-cai probe"

rem A double click starts this file as: cmd.exe /c ""<path>\cai-dat.cmd" ". Only then is a key waited for.
if defined CMDCMDLINE set "STARTED=%CMDCMDLINE:"=%"
if not defined STARTED goto :arguments
if not "%STARTED:cai-dat.cmd=%"=="%STARTED%" set "WAIT=1"

:arguments
if "%~1"=="" goto :ready
if /i "%~1"=="/im-lang" goto :be_quiet
if /i "%~1"=="/lam-lai" goto :rebuild
set "CODE=2"
echo cai-dat.cmd [/im-lang] [/lam-lai]
goto :end
:be_quiet
set "QUIET=1"
set "FLAGS=%FLAGS% --quiet"
shift
goto :arguments
:rebuild
set "FLAGS=%FLAGS% --rebuild"
shift
goto :arguments

:ready
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul 2>nul

rem PUSHD gives a folder of the network a drive letter. After it every path is a relative one, so
rem the name of the folder, whatever letters it holds, stands in no further command.
pushd "%HERE%" 2>nul
for %%F in (__main__ bundle console environment folders programs) do if not exist "bo-cai\%%F.py" set "LOST=1"
for %%F in (bundle.json messages.toml pythons.txt) do if not exist "bo-cai\%%F" set "LOST=1"
if not exist "bo-cai\thong-bao\khong-co-python.txt" set "LOST=1"
if not exist "wheels\requirements.txt" set "LOST=1"
if defined LOST goto :not_unpacked
set /p VERSIONS=<"bo-cai\pythons.txt"
call :begin_log 2>nul
if not exist "%LOG%" set "LOG=nul"

if not defined THIDUA_PYTHON goto :look
set "CANDIDATE=%THIDUA_PYTHON%"
call :probe
if defined PYTHON goto :install
type "bo-cai\thong-bao\python-khong-hop.txt"
set "CODE=3"
goto :end

:look
for %%V in (%VERSIONS%) do call :search %%V
if defined PYTHON goto :install
call :kept
if defined PYTHON goto :install
set "CANDIDATE=python\python.exe"
call :probe
if defined PYTHON goto :install
type "bo-cai\thong-bao\khong-co-python.txt"
echo.
echo     Python %VERSIONS%
echo     "%LOG%"
set "CODE=3"
goto :end

:install
"%PYTHON%" %SELECT% -I -B -X utf8 bo-cai install%FLAGS%
set "CODE=%ERRORLEVEL%"
goto :end

:not_unpacked
rem The only sentence without diacritics: the texts are among the missing files.
echo.
echo     Chua du tep. Hay bam chuot phai vao tep .zip, chon "Extract All..." (Giai nen tat ca),
echo     roi mo thu muc vua giai nen va bam dup lai vao cai-dat.cmd.
echo.
set "CODE=5"
goto :end

:end
if defined QUIET goto :leave
if not defined WAIT goto :leave
echo.
if not exist "bo-cai\thong-bao\nhan-phim.txt" pause
if not exist "bo-cai\thong-bao\nhan-phim.txt" goto :leave
type "bo-cai\thong-bao\nhan-phim.txt"
pause >nul
:leave
popd
if defined CODEPAGE chcp %CODEPAGE% >nul 2>nul
exit /b %CODE%

rem The log may be held by a second window; nothing hangs on it.
:begin_log
echo "%DATE% %TIME%" >"%LOG%"
exit /b 0

rem Where the log cannot be opened, cmd.exe does not start the program, and ERRORLEVEL keeps
rem what it was. So it is set to 1 before each question, and the question asked again without a log
rem if it still is 1. An answer is 0 or 3.
:unanswered
exit /b 1

rem ---- looking for Python; the argument is a version such as 3.12, never a path ----------------
:search
if defined PYTHON exit /b 0
set "SHORT=%~1"
set "SHORT=%SHORT:.=%"
set "LAUNCHER="
for %%P in (py.exe) do set "LAUNCHER=%%~$PATH:P"
if not defined LAUNCHER set "LAUNCHER=%SystemRoot%\py.exe"
if not exist "%LAUNCHER%" goto :registry
2>nul echo "%LAUNCHER%" -%~1 >>"%LOG%"
call :unanswered
"%LAUNCHER%" -%~1 %PROBE% >>"%LOG%" 2>&1
if "%ERRORLEVEL%"=="1" "%LAUNCHER%" -%~1 %PROBE% >nul 2>nul
if not "%ERRORLEVEL%"=="0" goto :registry
set "PYTHON=%LAUNCHER%"
set "SELECT=-%~1"
exit /b 0
:registry
set "CANDIDATE="
for /f "tokens=2,*" %%A in ('reg query "HKCU\Software\Python\PythonCore\%~1\InstallPath" /v ExecutablePath 2^>nul') do if "%%A"=="REG_SZ" set "CANDIDATE=%%B"
call :probe
set "CANDIDATE="
for /f "tokens=2,*" %%A in ('reg query "HKLM\Software\Python\PythonCore\%~1\InstallPath" /v ExecutablePath 2^>nul') do if "%%A"=="REG_SZ" set "CANDIDATE=%%B"
call :probe
set "CANDIDATE=%LOCALAPPDATA%\Programs\Python\Python%SHORT%\python.exe"
call :probe
set "CANDIDATE=%LOCALAPPDATA%\Python\pythoncore-%~1-64\python.exe"
call :probe
set "CANDIDATE=%ProgramFiles%\Python%SHORT%\python.exe"
call :probe
set "CANDIDATE=%SystemDrive%\Python%SHORT%\python.exe"
call :probe
set "CANDIDATE="
for %%P in (python.exe) do set "CANDIDATE=%%~$PATH:P"
call :probe
exit /b 0

rem A Python that an earlier run copied beside the environment; asked from the bundle's folder.
:kept
set "BASE=%LOCALAPPDATA%\Thidua"
if defined THIDUA_DIR set "BASE=%THIDUA_DIR%"
if not exist "%BASE%\thidua-marker.json" exit /b 0
set "KEPT="
pushd "%BASE%"
for /d %%D in (python-*) do set "KEPT=%%D"
popd
if not defined KEPT exit /b 0
set "CANDIDATE=%BASE%\%KEPT%\python.exe"
call :probe
exit /b 0

rem Takes %CANDIDATE% if it is there, is not the stub of the Microsoft Store, and says that it fits.
:probe
if defined PYTHON exit /b 0
if not defined CANDIDATE exit /b 0
if not exist "%CANDIDATE%" exit /b 0
2>nul echo "%CANDIDATE%" >>"%LOG%"
if not "%CANDIDATE:\WindowsApps\=%"=="%CANDIDATE%" exit /b 0
call :unanswered
"%CANDIDATE%" %PROBE% >>"%LOG%" 2>&1
if "%ERRORLEVEL%"=="1" "%CANDIDATE%" %PROBE% >nul 2>nul
if not "%ERRORLEVEL%"=="0" exit /b 0
set "PYTHON=%CANDIDATE%"
exit /b 0
