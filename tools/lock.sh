#!/usr/bin/env bash
# Writes the locks in requirements/ from pyproject.toml and package-lock.json from package.json: exact versions
# with hashes, for every platform at once, without the address of any package index.
#   tools/lock.sh             keeps the versions that are already locked where it can
#   tools/lock.sh --upgrade   takes the newest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export UV_PYTHON_DOWNLOADS=never
if [ ! -x .venv/bin/uv ]; then
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet uv
fi

# The first line of each lock is the hash of what it was made from; tests/test_house.py compares.
lock() { # lock NAME INPUT [more options]
    local file=requirements/$1.txt input=$2 body
    shift 2
    body=$(.venv/bin/uv pip compile "$input" --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@" --output-file "$file")
    : "$body"
    local inputs
    inputs=$(python3 tools/lock_inputs.py)
    printf '# Made by tools/lock.sh from inputs %s\n%s\n' "$inputs" "$(grep -v '^# Made by' "$file")" >"$file"
}
lock uv requirements/uv.in "$@"
lock node requirements/node.in "$@"
lock run pyproject.toml "$@"
lock test pyproject.toml --extra test --constraint requirements/run.txt "$@"
npm install --package-lock-only --silent
