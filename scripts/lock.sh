#!/usr/bin/env bash
# Write requirements.lock: run-time, development and build packages with their hashes, for
# Linux, Windows and macOS at once. `--upgrade` takes the newest versions.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --no-input uv

# `editables` is what hatchling asks for when it builds an editable install.
build_requires='
import tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["build-system"]["requires"], "editables", sep="\n")
'
.venv/bin/python -c "$build_requires" |
    .venv/bin/uv pip compile pyproject.toml - --group dev --all-extras --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet \
        --output-file requirements.lock "$@" >/dev/null
if grep -n '://' requirements.lock; then
    echo "lock: requirements.lock names an address" >&2
    exit 1
fi
