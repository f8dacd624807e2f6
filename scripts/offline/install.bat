@echo off
rem Starts the installer; its words are Chinese and come from Python, this file stays ASCII.
setlocal
pushd "%~dp0"
if not exist "python\python.exe" goto unpack
if not exist "installer.py" goto unpack
"python\python.exe" -X utf8 installer.py %*
set RESULT=%ERRORLEVEL%
popd
if not defined XLTOOLS_SILENT pause
exit /b %RESULT%
:unpack
echo Please unpack the whole zip file first, then run install.bat in the unpacked folder.
if not defined XLTOOLS_SILENT pause
exit /b 2
