@echo off
rem Takes the buttons out of all programs, then removes this folder.
setlocal
pushd "%~dp0"
if not exist "python\python.exe" exit /b 2
"python\python.exe" -X utf8 -m xltools addin uninstall
if errorlevel 2 goto failed
popd
if not defined XLTOOLS_SILENT pause
cd /d "%TEMP%"
(goto) 2>nul & rmdir /s /q "%~dp0"
:failed
popd
if not defined XLTOOLS_SILENT pause
exit /b 2
