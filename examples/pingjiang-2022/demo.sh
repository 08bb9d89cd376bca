#!/bin/sh
# The main job on the real budget: its rules are compiled to machine code, the native checker runs,
# its findings in brief and its lines are shown, then the time of both engines. Fails if the
# interpreter answered in place of the native artifact.
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

run "$work/cold" check --brief --engine native
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
if ! cmp -s "$work/interp.json" "$work/native.json"; then
  echo 'demo: the engines disagree' >&2
  exit 1
fi
bytes=$(wc -c < "$work/native.json")
if [ "$lang" = zh ]; then
  echo "解释执行与本机代码给出的 JSON 逐字节相同（$bytes 字节）。用时："
  columns='取得引擎 检验' names='本机代码，现编译|本机代码，取自缓存|解释执行'
else
  echo "Interpreter and native code give the same JSON, byte for byte ($bytes bytes). Times:"
  columns='engine check' names='native, compiled now|native, from the cache|interpreter'
fi
phase() { awk -v what="$2" '$1 == what { print $2 " " $3 }' "$1.time"; }
line=0
for run in cold native.json interp.json; do
  line=$((line + 1))
  name=$(echo "$names" | cut -d'|' -f$line)
  first=${columns% *} second=${columns#* }
  echo "  $name: $first $(phase "$work/$run" engine), $second $(phase "$work/$run" run)"
done
