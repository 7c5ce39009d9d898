@echo off
rem Makes one backup that is restored and checked on the spot. First argument: the folder for the backups.
rem Every day at noon:  schtasks /create /tn "petition-workbench-backup" /tr "\"%~f0\" E:\backup" /sc daily /st 12:30
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if "%~1"=="" (
    echo 请给出备份放在哪个文件夹，如：backup.cmd E:\备份
    exit /b 2
)
rem What the task has said so far lies beside the data; a full file is kept as .1, in the place of the one before.
set "HERE=%LOCALAPPDATA%\petition-workbench"
if defined WORKBENCH_HOME set "HERE=%WORKBENCH_HOME%"
set "LOG=%HERE%\backup-task.log"
if exist "%LOG%" for %%F in ("%LOG%") do if %%~zF gtr 1000000 move /y "%LOG%" "%LOG%.1" >nul
rem Where nothing can be written there, a command that writes there would not even start: then elsewhere.
set "OPEN="
set "OPEN=yes" >> "%LOG%"
if not defined OPEN set "LOG=%TEMP%\petition-workbench-backup-task.log"
echo %DATE% %TIME% >> "%LOG%"
".venv\Scripts\workbench.exe" backup --to "%~1" --replay-every 7 >> "%LOG%" 2>&1
if %errorlevel% neq 0 exit /b 1
".venv\Scripts\workbench.exe" doctor >> "%LOG%" 2>&1
if %errorlevel% neq 0 exit /b 1
