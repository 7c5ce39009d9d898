@echo off
rem Starts the workbench on a single office machine. Put this file beside the folder .venv.
rem The data lie in %LOCALAPPDATA%\petition-workbench, which only this Windows user can read.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if not exist ".venv\Scripts\workbench.exe" (
    echo 没有找到 .venv：请先按说明安装，再双击本文件。
    pause
    exit /b 1
)
".venv\Scripts\workbench.exe" serve --open
if %errorlevel% neq 0 (
    echo.
    echo 没有启动成功：请看上面的提示；不明白的，运行 .venv\Scripts\workbench doctor
    pause
)
