# shellcheck shell=bash
# What ./dev can be asked to do.

command_help() {
  cat <<'HELP'
usage: ./dev COMMAND

  run     build what is out of date, start PostgreSQL and the portal, and print the URL (Ctrl-C stops both)
  test    run unit, conformance, store, system and browser tests; "./dev test asan" or "tsan": unit, store and conformance
          tests, sanitized (asan: with ubsan)
  build   build the programs and the client: ./dev build [dev|release|asan|tsan|wasm]
  check   formatting, lint and the project's own style rules
  bench   measure, as docs/benchmarks.md records it
  clean   remove the build folder; "./dev clean all" removes the cache too
  env     print the environment for calling cmake by hand: eval "$(./dev env)"

PORT (7007), CALLBOARD_CONFIG (comma-separated app-config files) and CALLBOARD_DATA (data folder) steer ./dev run.
CALLBOARD_PRESET (release) is the build that it runs. CALLBOARD_CACHE is where downloads and third-party builds are kept, for all checkouts.
HELP
}

# Everything that a build needs; quick and silent when nothing is missing.
setup_build() {
  # Two checkouts that set up at the same time would build the same things in the same place.
  exec 9>"$CALLBOARD_CACHE/lock"
  flock -n 9 || {
    say "wait for another set-up on this machine"
    flock 9
  }
  ensure_packages "${BUILD_PACKAGES[@]}"
  ensure_emscripten
  ensure_sources
  exec 9>&-
  export CCACHE_DIR=$CALLBOARD_CACHE/ccache CCACHE_BASEDIR=$CALLBOARD_ROOT CCACHE_MAXSIZE=4G CCACHE_NOHASHDIR=1
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
}

command_env() {
  setup_build
  local name
  for name in CALLBOARD_EMSCRIPTEN EM_CONFIG CALLBOARD_NATIVE_PREFIX CALLBOARD_WASM_PREFIX CALLBOARD_IMGUI CCACHE_DIR CCACHE_BASEDIR \
    CCACHE_MAXSIZE CCACHE_NOHASHDIR CCACHE_SLOPPINESS; do
    [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
  done
}

# build_preset PRESET [TARGET] configures when needed and builds the target, or everything of the preset.
build_preset() {
  local preset=$1 target=${2:-all}
  # Where libraries were found is remembered by cmake: with other ones it has to start over.
  local found="$CALLBOARD_NATIVE_PREFIX $CALLBOARD_WASM_PREFIX $CALLBOARD_IMGUI $CALLBOARD_EMSCRIPTEN"
  if [ ! -e "build/$preset/build.ninja" ] || [ "$(cat "build/$preset/.libraries" 2>/dev/null)" != "$found" ]; then
    step "configure $preset" cmake --fresh --preset "$preset"
    printf '%s' "$found" >"build/$preset/.libraries"
  fi
  step "build $preset" cmake --build --preset "$preset" --target "$target"
}

command_build() {
  setup_build
  local preset
  [ $# -gt 0 ] || set -- release wasm
  for preset in "$@"; do
    build_preset "$preset"
    [ "$preset" != wasm ] || build_web
  done
}

# The client as the portal serves it: the WebAssembly program and the page around it, bundled and precompressed.
# Nothing is done for a program and a page that were bundled before.
build_web() {
  ensure_npm web
  local key
  key=$(cat build/wasm/client/callboard.* web/src/* web/static/* web/build.mjs web/package-lock.json | sha256sum | cut -d' ' -f1)
  [ "$(cat build/web.bundled 2>/dev/null)" = "$key" ] && [ -e build/web/index.html ] && return
  step "bundle the client" node web/build.mjs --wasm-dir build/wasm/client --out build/web
  printf '%s' "$key" >build/web.bundled
}

# ensure_npm FOLDER installs what the folder's lock file names, unless that was done for this very lock file.
ensure_npm() {
  local folder=$1 key
  key=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  [ "$(cat "$folder/node_modules/.callboard-lock" 2>/dev/null)" = "$key" ] && return
  step "install npm packages ($folder)" npm ci --prefix "$folder" --cache "$CALLBOARD_CACHE/npm" --no-audit --no-fund --prefer-offline
  printf '%s' "$key" >"$folder/node_modules/.callboard-lock"
}

command_run() {
  local data=${CALLBOARD_DATA:-$CALLBOARD_ROOT/.callboard} config=${CALLBOARD_CONFIG:-$CALLBOARD_ROOT/examples/app-config.yaml}
  local preset=${CALLBOARD_PRESET:-release}
  setup_build
  build_preset "$preset" callboard
  build_preset wasm callboard_web
  build_web
  local portal=build/$preset/server/callboard
  export CALLBOARD_CONFIG=$config CALLBOARD_WEB=$CALLBOARD_ROOT/build/web PORT=${PORT:-7007}
  "$portal" --check-config || die "the configuration $config cannot be used"
  ! is_taken "$PORT" || die "port $PORT is taken; set PORT to another one"
  mkdir -p "$data"
  # The one that ends first would stop the other's database.
  exec 8>"$data/lock"
  flock -n 8 || die "another ./dev run uses $data; set CALLBOARD_DATA to another folder"
  PORTAL_PID='' POSTGRES_FOLDER=''
  trap stop_running EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if [ -z "$("$portal" --print-config backend.database.connection)" ]; then
    POSTGRES_FOLDER=$data/postgres
    step "start PostgreSQL in $POSTGRES_FOLDER" start_postgres "$POSTGRES_FOLDER"
    CALLBOARD_DATABASE=$(cat "$POSTGRES_FOLDER/connection")
    export CALLBOARD_DATABASE
  fi
  say "start the portal"
  # A group of its own: Ctrl-C reaches this script alone, which then stops the portal before its database.
  set -m
  "$portal" 8>&- &
  PORTAL_PID=$!
  set +m
  wait_until_ready &
  local waiter=$!
  local status=0
  wait "$PORTAL_PID" || status=$?
  kill "$waiter" 2>/dev/null || true
  PORTAL_PID=''
  return "$status"
}

start_postgres() { infra/local/postgres.sh start "$1" >"$1.connection" 8>&- && mv "$1.connection" "$1/connection"; }

is_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

wait_until_ready() {
  until curl -fs -o /dev/null --max-time 2 "http://127.0.0.1:$PORT/readyz"; do sleep 0.2; done
  say "Callboard is ready: http://localhost:$PORT"
}

stop_running() {
  trap '' INT TERM
  if [ -n "$PORTAL_PID" ]; then
    kill -TERM "$PORTAL_PID" 2>/dev/null || true
    wait "$PORTAL_PID" 2>/dev/null || true
  fi
  [ -z "$POSTGRES_FOLDER" ] || infra/local/postgres.sh stop "$POSTGRES_FOLDER"
  jobs -p | xargs -r kill 2>/dev/null || true
}

# Every suite leaves "passed failed skipped" in $SUMMARY; a suite that fails does not keep the others from running.
command_test() {
  case ${1:-} in
    '') ;;
    asan | tsan)
      test_sanitized "$1"
      return
      ;;
    *) die "unknown tests \"$1\" (known: asan, tsan, or nothing for all)" ;;
  esac
  command_build dev wasm
  ensure_packages "${TEST_PACKAGES[@]}"
  ensure_npm tests/conformance
  ensure_npm tests/e2e
  ensure_npm tests/fakes
  prepare_suites
  export CALLBOARD_BUILD=build/dev CALLBOARD_WEB=build/web
  suite "unit tests, native" run_ctest build/dev unit
  suite "unit tests, WebAssembly" run_ctest build/wasm unit
  suite "store tests" run_ctest build/dev store
  suite "conformance tests" run_node tests/conformance
  suite "fakes against contracts and clients" run_node tests/fakes
  suite "system tests" run_node tests/system
  suite "browser tests" run_playwright
  print_summary
}

test_sanitized() {
  command_build "$1"
  ensure_packages "${TEST_PACKAGES[@]}"
  ensure_npm tests/conformance
  prepare_suites
  # The libraries that were built before are not sanitized, so that containers that cross over look wrong to the check.
  export ASAN_OPTIONS=detect_container_overflow=0 UBSAN_OPTIONS=print_stacktrace=1
  # The first finding ends a program, so that no test can pass over it.
  export TSAN_OPTIONS=second_deadlock_stack=1:halt_on_error=1 CALLBOARD_BUILD=build/$1
  suite "unit tests, $1" run_ctest "build/$1" unit
  suite "store tests, $1" run_ctest "build/$1" store
  suite "conformance tests, $1" run_node tests/conformance
  print_summary
}

prepare_suites() {
  SUMMARY=$(mktemp)
  TEST_POSTGRES=$(mktemp -d)
  trap 'infra/local/postgres.sh stop "$TEST_POSTGRES"; rm -rf "$TEST_POSTGRES" "$SUMMARY"' EXIT
  CALLBOARD_TEST_DATABASE=$(infra/local/postgres.sh start "$TEST_POSTGRES" -c fsync=off)
  export CALLBOARD_TEST_DATABASE
}

suite() {
  local name=$1 log began=$SECONDS status=0
  shift
  log=$CALLBOARD_LOGS/$(printf '%s' "$name" | tr -c 'A-Za-z0-9.-' '-').log
  say "$name ..."
  "$@" >"$log" 2>&1 || status=$?
  local counts
  counts=$(node tools/count_tests.mjs "$log")
  printf '%s\n' "$counts" >>"$SUMMARY"
  read -r passed failed skipped <<<"$counts"
  say "$name: $passed passed, $failed failed, $skipped skipped in $((SECONDS - began)) s"
  if [ "$status" != 0 ] || [ "$failed" != 0 ] || [ "$passed" = 0 ]; then
    tail -n 60 "$log" >&2
    say "command: $*"
    say "log: $log"
    [ "$failed" != 0 ] || printf '0 1 0\n' >>"$SUMMARY"
  fi
}

run_ctest() { ctest --test-dir "$1" -L "^$2\$" --output-on-failure --no-tests=error --verbose; }
run_node() { node --test --test-reporter=tap "$1"/*.test.mjs; }
run_playwright() { (cd tests/e2e && npx playwright test --reporter=list); }

print_summary() {
  awk '{ passed += $1; failed += $2; skipped += $3 }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit failed > 0 }' "$SUMMARY"
}

command_check() {
  ensure_packages "${CHECK_PACKAGES[@]}"
  setup_build
  build_preset dev
  step "shellcheck" shellcheck -x dev .ci/run infra/setup/*.sh infra/local/*.sh tests/bench/run
  step "style rules" tools/check_style.py
  step "clang-format" check_format
  step "clang-tidy" check_tidy
  ensure_npm web
  step "TypeScript" npm --prefix web run --silent check
}

cpp_files() { git ls-files -- 'shared/*.cpp' 'shared/*.hpp' 'functions/*.cpp' 'functions/*.hpp' 'server/*.?pp' 'client/*.?pp'; }

check_format() { cpp_files | xargs clang-format-19 --dry-run -Werror; }

# A file that was clean stays clean as long as nothing that it sees changes: its preprocessed text is the key.
check_tidy() { python3 tools/tidy.py build/dev "$CALLBOARD_CACHE/tidy"; }

command_bench() {
  ensure_packages "${BENCH_PACKAGES[@]}"
  setup_build
  build_preset release callboard
  build_preset release index_bench
  build_preset release bare_httplib
  if [ "${1:-}" = client ]; then
    build_preset wasm
    build_web
    ensure_packages "${TEST_PACKAGES[@]}"
    ensure_npm tests/e2e
  fi
  tests/bench/run "$@"
}

command_clean() {
  rm -rf build web/node_modules tests/conformance/node_modules tests/e2e/node_modules tests/fakes/node_modules
  [ "${1:-}" != all ] || rm -rf "$CALLBOARD_CACHE"
}
