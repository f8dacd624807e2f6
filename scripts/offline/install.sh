#!/bin/sh
# 离线安装 xltools：不联网，不需要管理员权限。用法：sh install.sh [--target 文件夹]
set -eu
cd "$(dirname "$0")"
wanted=$(cat python-version)
for python in "${PYTHON:-}" "python$wanted" python3; do
    [ -n "$python" ] || continue
    found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    [ "$found" = "$wanted" ] && exec "$python" -X utf8 installer.py "$@"
done
echo "没有找到 Python $wanted。请先安装，或用 PYTHON=/路径/python$wanted sh install.sh 指明。" >&2
exit 2
