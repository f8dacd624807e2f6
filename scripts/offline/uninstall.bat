@echo off
rem Takes the buttons out of all programs, then removes the folder that this file lies in.
setlocal
if "%~1"=="finish" goto finish
pushd "%~dp0"
if not exist "python\python.exe" exit /b 2
"python\python.exe" -X utf8 -m xltools addin uninstall
if errorlevel 2 goto failed
popd
rem A batch file cannot remove itself: the last step is done by a copy.
set XLTOOLS_HOME=%~dp0
copy /y "%~f0" "%TEMP%\xltools-uninstall.bat" >nul
"%TEMP%\xltools-uninstall.bat" finish
:finish
if not exist "%XLTOOLS_HOME%.xltools-bundle" exit /b 2
cd /d "%TEMP%"
if not defined XLTOOLS_SILENT pause
rmdir /s /q "%XLTOOLS_HOME:~0,-1%"
exit /b 0
:failed
popd
if not defined XLTOOLS_SILENT pause
exit /b 2
