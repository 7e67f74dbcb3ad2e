# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Sourced by the scripts that run several steps: `step NAME COMMAND...` says what runs and how many seconds it took.
step() {
    step_name=$1
    shift
    step_began=$(date +%s)
    printf '\n==> %s\n' "$step_name"
    "$@" || {
        step_status=$?
        printf '==> %s: FAILED after %s s\n' "$step_name" "$(($(date +%s) - step_began))" >&2
        exit "$step_status"
    }
    printf '==> %s: %s s\n' "$step_name" "$(($(date +%s) - step_began))"
}
