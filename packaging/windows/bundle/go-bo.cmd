@echo off
rem Takes Thi dua off this user's account: the add-in, then the environment. ASCII only, see cai-dat.cmd.
rem Only folders that carry our mark (thidua-marker.json) are removed; campaigns are never touched.
rem Thidua.xlam is removed by "thidua addin remove", which looks whether it is ours. Where that cannot
rem run any more, the file is moved beside the environment if an installation noted it down, else left.
rem
rem   go-bo.cmd [/im-lang]     /im-lang: does not wait for a key
rem   THIDUA_DIR               where it was installed, if not in %LOCALAPPDATA%\Thidua
rem
rem   0 removed  1 something is left, or nothing was there  2 usage  4 Excel is open or refused
setlocal EnableExtensions DisableDelayedExpansion
set "NoDefaultCurrentDirectoryInExePath=1"
set "HERE=%~dp0"
set "CODE=1"
set "QUIET="
set "WAIT="
set "STARTED="
set "CODEPAGE="
set "BASE="
set "FOLDER="
set "LEFT="
set "FOUND="
set "UNSURE="
set "USUAL=%LOCALAPPDATA%\Thidua"
set "XLAM=%APPDATA%\Microsoft\Excel\XLSTART\Thidua.xlam"

if defined CMDCMDLINE set "STARTED=%CMDCMDLINE:"=%"
if not defined STARTED goto :arguments
if not "%STARTED:go-bo.cmd=%"=="%STARTED%" set "WAIT=1"

:arguments
if "%~1"=="" goto :ready
if /i "%~1"=="/im-lang" goto :be_quiet
set "CODE=2"
echo go-bo.cmd [/im-lang]
goto :end
:be_quiet
set "QUIET=1"
shift
goto :arguments

:ready
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul 2>nul
pushd "%HERE%" 2>nul

rem The folder: said by the user; else that of this file, if it is the copy made when installing; else
rem the one that the last installation noted down, because it is not the usual one; else the usual one.
if defined THIDUA_DIR set "BASE=%THIDUA_DIR%"
if defined BASE goto :found
if exist "thidua-marker.json" set "BASE=."
if defined BASE goto :found
if exist "%USUAL%\noi-cai.txt" for /f "usebackq delims=" %%B in ("%USUAL%\noi-cai.txt") do set "BASE=%%B"
if not defined BASE set "BASE=%USUAL%"
:found
if exist "%BASE%\venv\thidua-marker.json" goto :addin
for %%D in (venv.moi venv.cu python.moi) do if exist "%BASE%\%%D\thidua-marker.json" set "FOUND=1"
if exist "%USUAL%\Thidua.xlam.json" set "FOUND=1"
if not exist "%BASE%\" goto :looked
pushd "%BASE%"
for /d %%D in (python-*) do if exist "%%D\thidua-marker.json" set "FOUND=1"
popd
:looked
if defined FOUND goto :move_addin
call :say khong-co-gi.txt
goto :end

:addin
if not exist "%BASE%\venv\Scripts\python.exe" goto :move_addin
"%BASE%\venv\Scripts\python.exe" -I -B -X utf8 -c "import xladdin" >nul 2>nul
if not "%ERRORLEVEL%"=="0" goto :move_addin
"%BASE%\venv\Scripts\python.exe" -I -B -X utf8 -c "from cli.main import main; main(prog_name='thidua')" addin remove --quiet
if "%ERRORLEVEL%"=="0" goto :folders
call :say chua-go.txt
set "CODE=4"
goto :end

rem The environment is broken or gone, and with it the program that can tell our file from another.
:move_addin
if not exist "%XLAM%" goto :forget
if exist "%USUAL%\Thidua.xlam.json" goto :move_noted
set "UNSURE=1"
goto :folders
:move_noted
move /y "%XLAM%" "%USUAL%\Thidua.xlam.da-go" >nul 2>nul
if not exist "%XLAM%" goto :moved
call :say chua-go.txt
set "CODE=4"
goto :end
:moved
call :say da-cat.txt
echo     "%USUAL%\Thidua.xlam.da-go"
:forget
if exist "%USUAL%\Thidua.xlam.json" del /f /q "%USUAL%\Thidua.xlam.json" >nul 2>nul
:folders
if not exist "%BASE%\" goto :folders_done
for %%D in (venv venv.moi venv.cu python.moi) do call :remove "%%D"
pushd "%BASE%"
for /d %%D in (python-*) do call :remove "%%D"
popd
if exist "%BASE%\cai-dat.lock" del /f /q "%BASE%\cai-dat.lock" >nul 2>nul
if defined LEFT goto :something_left
:folders_done
if exist "%USUAL%\noi-cai.txt" del /f /q "%USUAL%\noi-cai.txt" >nul 2>nul
if defined UNSURE goto :left_in_excel
call :say da-go.txt
call :where
set "CODE=0"
goto :end
:left_in_excel
call :say khong-ro.txt
echo     "%XLAM%"
set "CODE=1"
goto :end
:something_left
call :say con-lai.txt
call :where
echo     "%LEFT%"
set "CODE=1"
goto :end

:end
if defined QUIET goto :leave
if not defined WAIT goto :leave
echo.
call :say nhan-phim.txt
pause >nul
:leave
popd
if defined CODEPAGE chcp %CODEPAGE% >nul 2>nul
exit /b %CODE%

:say
if exist "bo-cai\thong-bao\%~1" type "bo-cai\thong-bao\%~1"
if not exist "bo-cai\thong-bao\%~1" echo     %~n1
exit /b 0

:where
if not "%BASE%"=="." echo     "%BASE%"
if "%BASE%"=="." cd
exit /b 0

rem Removes one of our folders with everything in it, if it carries our mark. Its whole path is used:
rem where PUSHD fails, the current folder is another one.
:remove
set "FOLDER=%BASE%\%~1"
if not exist "%FOLDER%\thidua-marker.json" exit /b 0
rem Folders within first: a run that is stopped leaves the mark, and the next one finds the rest.
for /d %%S in ("%FOLDER%\*") do rmdir /s /q "%%~S" >nul 2>nul
rmdir /s /q "%FOLDER%" >nul 2>nul
if not exist "%FOLDER%\" exit /b 0
rem What is left stays marked, so that the next run finds it.
echo {}>"%FOLDER%\thidua-marker.json"
set "LEFT=%FOLDER%"
exit /b 0
