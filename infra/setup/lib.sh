# shellcheck shell=bash
# Shared by ./dev and the scripts beside this one: progress with elapsed time, logs, the cache folder.

CALLBOARD_CACHE=${CALLBOARD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/callboard}
CALLBOARD_LOGS=$CALLBOARD_CACHE/logs
STARTED_AT=${STARTED_AT:-$SECONDS}
mkdir -p "$CALLBOARD_LOGS"

say() {
  printf '[%3d:%02d] %s\n' $(((SECONDS - STARTED_AT) / 60)) $(((SECONDS - STARTED_AT) % 60)) "$*" >&2
}

die() {
  say "error: $*"
  exit 1
}

# step NAME COMMAND... runs the command with its output in a log, and shows the end of the log only when it fails.
step() {
  local name=$1 log began=$SECONDS status=0
  shift
  log=$CALLBOARD_LOGS/$(printf '%s' "$name" | tr -c 'A-Za-z0-9.-' '-').log
  say "$name ..."
  # Not in a condition: there, bash goes on after a command that fails, and a broken build would count as done.
  set +e
  (
    set -euo pipefail
    "$@"
  ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    say "$name: done in $((SECONDS - began)) s"
    return 0
  fi
  tail -n 40 "$log" >&2
  say "error: $name failed"
  say "command: $*"
  say "log: $log"
  exit 1
}

debian_version() {
  # shellcheck disable=SC1091
  (. /etc/os-release && printf '%s' "${VERSION_ID:-0}")
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Options that make apt read another suite than the machine's own, from the same mirror and with the same keys.
# Nothing is installed from such a view. apt_view SUITE TYPE fills the array APT_VIEW.
apt_view() {
  local suite=$1 type=$2 folder=$CALLBOARD_CACHE/apt/$1-$2
  mkdir -p "$folder/parts" "$folder/lists/partial" "$folder/cache/archives/partial"
  local origin=/etc/apt/sources.list.d/debian.sources
  [ -f "$origin" ] || die "apt's sources are not where Debian puts them ($origin); Callboard is set up on Debian 12 or 13"
  sed -n '1,/^$/p' "$origin" | sed -e "s/^Types:.*/Types: $type/" -e "s/^Suites:.*/Suites: $suite/" >"$folder/parts/view.sources"
  APT_VIEW=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$folder/parts" -o "Dir::State::Lists=$folder/lists"
    -o "Dir::Cache=$folder/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3 -qq)
  [ -n "$(find "$folder/lists" -maxdepth 1 -name '*_dists_*' -mmin -720 2>/dev/null | head -n 1)" ] ||
    apt-get "${APT_VIEW[@]}" update
}
