# shellcheck shell=bash
# What ./dev can be asked to do.

command_help() {
  cat <<'HELP'
usage: ./dev COMMAND

  run     build what is out of date, start PostgreSQL and the portal, and print the URL (Ctrl-C stops both)
  test    run unit, conformance, store and browser tests
  build   build the programs and the client: ./dev build [dev|release|asan|tsan|wasm]
  check   formatting, lint and the project's own style rules
  bench   measure, as docs/benchmarks.md records it
  clean   remove the build folder; "./dev clean all" removes the cache too
  env     print the environment for calling cmake by hand: eval "$(./dev env)"

PORT (7007), CALLBOARD_CONFIG (comma-separated app-config files) and CALLBOARD_DATA (data folder) steer ./dev run.
CALLBOARD_CACHE is where downloads and third-party builds are kept, for all checkouts.
HELP
}

# Everything that a build needs; quick and silent when nothing is missing.
setup_build() {
  ensure_packages "${BUILD_PACKAGES[@]}"
  ensure_emscripten
  ensure_sources
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

# build_preset PRESET configures when needed and builds everything of the preset.
build_preset() {
  local preset=$1
  [ -e "build/$preset/build.ninja" ] || step "configure $preset" cmake --preset "$preset"
  step "build $preset" cmake --build --preset "$preset"
}

command_build() {
  setup_build
  local preset
  for preset in "${@:-release}"; do
    build_preset "$preset"
  done
}
