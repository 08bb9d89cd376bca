#!/bin/sh
# The main job on the real budget: its rules are compiled to machine code, the native checker runs,
# its findings and lines are shown, then the time of both engines. Fails if the interpreter answered
# in place of the native artifact.
# usage: demo.sh FISC [FISC-CG]      FISC_DEMO_LANG=en for English
set -eu
fisc=$1
helper=${2:-$(dirname "$1")/fisc-cg}
lang=${FISC_DEMO_LANG:-zh}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { # OUTPUT SUBCOMMAND OPTION...: 0 (nothing violated) and 1 (something is) are both answers
  out=$1 command=$2 status=0
  shift 2
  "$fisc" "$command" "$here/rules.fisc" --data "$here/data" --lang "$lang" --helper "$helper" \
    --cache-dir "$work/cache" --time "$@" > "$out" 2> "$out.time" || status=$?
  [ "$status" -le 1 ] && return
  cat "$out" "$out.time" >&2
  exit "$status"
}

run "$work/cold" check --engine native
if ! grep -q '^engine: native' "$work/cold.time"; then
  cat "$work/cold.time" >&2
  echo 'demo: the native artifact did not answer; run fisc doctor' >&2
  exit 1
fi
cat "$work/cold"
run "$work/lines" calc --engine native
echo
cat "$work/lines"

run "$work/interp.json" check --engine interp --format json --results all
run "$work/native.json" check --engine native --format json --results all
echo
if cmp -s "$work/interp.json" "$work/native.json"; then
  echo "interp and native: the same JSON, byte for byte ($(wc -c < "$work/native.json") bytes)"
else
  echo 'demo: the engines disagree' >&2
  exit 1
fi
phase() { awk -v what="$2" '$1 == what { print $2 " " $3 }' "$1.time"; }
row() { printf '%-34s %12s %12s\n' "$@"; }
timing() { row "$1" "$(phase "$2" engine)" "$(phase "$2" run)"; }
row '' engine run
timing 'native, compiled now' "$work/cold"
timing 'native, from the cache' "$work/native.json"
timing 'interpreter' "$work/interp.json"
