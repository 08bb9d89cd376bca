# Sourced by the test scripts: one environment for every run of fisc, whatever the machine's.
# Comes in: FISC (default: ./fisc) and FISC_CG (default: beside it, if there), the programs under test. Goes out: $work, a private folder removed at exit.
FISC=${FISC:-$PWD/fisc}
case $FISC in /*) ;; *) FISC=$PWD/$FISC ;; esac
[ -n "${FISC_CG:-}" ] || [ ! -x "${FISC%/*}/fisc-cg" ] || FISC_CG=${FISC%/*}/fisc-cg
[ -z "${FISC_CG:-}" ] || export FISC_CG
work=$(mktemp -d "${TMPDIR:-/tmp}/fisc-test.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$work/home" "$work/tmp"
unset LANG LANGUAGE LC_CTYPE LC_MESSAGES XDG_CACHE_HOME FORCE_COLOR CLICOLOR_FORCE
LC_ALL=C.UTF-8 COLUMNS=80 HOME=$work/home TMPDIR=$work/tmp NO_COLOR=1
# A sanitizer's report is status 99 and so never mistaken for one of fisc's own.
ASAN_OPTIONS=exitcode=99:abort_on_error=0:detect_leaks=1
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export FISC LC_ALL COLUMNS HOME TMPDIR NO_COLOR ASAN_OPTIONS UBSAN_OPTIONS

# fisc_block COMMAND-LINE: runs fisc here (its input is $fisc_input, if that is set) and prints what a golden file holds: command, exit status, stdout, stderr.
# Returns 1 if fisc died or said that it is broken: such an output is never a right one.
fisc_block() {
  eval "set -- $1"
  timeout 120 "$FISC" "$@" < "${fisc_input:-/dev/null}" > "$block.out" 2> "$block.err"
  fisc_status=$?
  printf '$ fisc %s\n--- exit %s\n' "$*" "$fisc_status"
  for stream in out err; do
    [ -s "$block.$stream" ] || continue
    printf -- '--- std%s\n' "$stream"
    cat "$block.$stream"
    [ -z "$(tail -c 1 "$block.$stream")" ] || printf '\n\\ no newline at the end\n'
  done
  [ "$fisc_status" -lt 70 ]
}
