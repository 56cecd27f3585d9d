# shellcheck shell=bash
# Third-party C++ libraries: Debian's source archives, pinned in infra/deps.lock, built once a machine into the cache.

DEPS_LOCK=$CALLBOARD_ROOT/infra/deps.lock
COMMON_OPTIONS=(-G Ninja -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON
  -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_CXX_STANDARD=20)

ensure_sources() {
  export CALLBOARD_NATIVE_PREFIX CALLBOARD_WASM_PREFIX CALLBOARD_IMGUI
  CALLBOARD_NATIVE_PREFIX=$CALLBOARD_CACHE/native-$(targets_key native)
  CALLBOARD_WASM_PREFIX=$CALLBOARD_CACHE/wasm-$(targets_key wasm)
  CALLBOARD_IMGUI=$(source_folder imgui)
  local name suites version sha targets
  while read -r name suites version sha targets; do
    ensure_source "$name" "$suites" "$version" "$sha"
    case $targets in *native*) ensure_built native "$name" "$CALLBOARD_NATIVE_PREFIX" ;; esac
    case $targets in *wasm*) ensure_built wasm "$name" "$CALLBOARD_WASM_PREFIX" ;; esac
  done < <(lock_lines)
}

lock_lines() { grep -v '^#' "$DEPS_LOCK"; }

# One prefix a set of versions and a recipe, so that a changed pin or option builds afresh beside the old one.
targets_key() { { lock_lines | grep -w "$1"; declare -f library_options build_source; [ "$1" = native ] || build_type "$1"; } | sha256sum | cut -c1-12; }

# What a page loads has to be small first.
build_type() { if [ "$1" = wasm ]; then echo MinSizeRel; else echo Release; fi; }

lock_field() { lock_lines | awk -v name="$1" -v field="$2" '$1 == name { print $field }'; }

source_folder() { printf '%s/sources/%s-%s' "$CALLBOARD_CACHE" "$1" "$(lock_field "$1" 3)"; }

ensure_source() {
  local folder
  folder=$(source_folder "$1")
  [ -e "$folder/.ready" ] || step "fetch the source of $1 $3" fetch_source "$1" "$2" "$3" "$4" "$folder"
}

# Tries the suites in turn; refuses an archive that is neither the pinned one nor a newer one of the same series.
fetch_source() (
  set -euo pipefail
  local name=$1 suites=$2 version=$3 sha=$4 folder=$5 suite archive downloads found
  downloads=$CALLBOARD_CACHE/downloads/$name
  mkdir -p "$downloads"
  cd "$downloads"
  archive=$(find . -name "${name}_${version}.orig.tar.*" | head -n 1)
  for suite in ${suites//,/ }; do
    [ -z "$archive" ] || break
    apt_view "$suite" deb-src
    apt-get "${APT_VIEW[@]}" source --tar-only --download-only "$name" || continue
    archive=$(find . -name "${name}_*.orig.tar.*" | sort -V | tail -n 1)
  done
  [ -n "$archive" ] || die "no source archive of $name in the suites $suites"
  found=${archive#*_}
  found=${found%.orig.tar.*}
  if [ "$(sha256sum "$archive" | cut -d' ' -f1)" != "$sha" ]; then
    [ "$found" != "$version" ] || die "$archive is not the archive that infra/deps.lock pins"
    [ "${found%%.*}" = "${version%%.*}" ] || die "$name $found is of another series than the tested $version"
    echo "notice: $name $found, signed by Debian, is taken instead of the tested $version"
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  tar -xf "$archive" -C "$folder" --strip-components=1
  touch "$folder/.ready"
)

ensure_built() {
  local target=$1 name=$2 prefix=$3
  local -a COMMON_OPTIONS=("${COMMON_OPTIONS[@]}" -DCMAKE_BUILD_TYPE="$(build_type "$target")")
  [ -e "$prefix/.built/$name" ] || step "build $name ($target)" build_source "$target" "$name" "$prefix"
}

# The options that each library needs; everything else is common.
library_options() {
  case $1 in
    nlohmann-json3) echo -DJSON_BuildTests=OFF ;;
    googletest) echo -DBUILD_GMOCK=ON ;;
    libyaml) echo -DCMAKE_POLICY_VERSION_MINIMUM=3.5 ;;
    libpqxx) echo -DSKIP_BUILD_TEST=ON -DBUILD_DOC=OFF ;;
    cpp-httplib) echo -DHTTPLIB_COMPILE=OFF -DHTTPLIB_REQUIRE_OPENSSL=OFF -DHTTPLIB_USE_OPENSSL_IF_AVAILABLE=OFF -DHTTPLIB_USE_ZLIB_IF_AVAILABLE=OFF -DHTTPLIB_USE_BROTLI_IF_AVAILABLE=OFF ;;
    spdlog) echo -DSPDLOG_USE_STD_FORMAT=ON -DSPDLOG_BUILD_EXAMPLE=OFF ;;
    prometheus-cpp) echo -DENABLE_PULL=OFF -DENABLE_PUSH=OFF -DENABLE_TESTING=OFF -DENABLE_COMPRESSION=OFF -DUSE_THIRDPARTY_LIBRARIES=OFF ;;
    croaring) echo -DROARING_BUILD_STATIC=ON -DROARING_DISABLE_NATIVE=ON -DROARING_DISABLE_AVX=ON -DENABLE_ROARING_TESTS=OFF ;;
  esac
}

build_source() (
  set -euo pipefail
  local target=$1 name=$2 prefix=$3 folder build options compiler
  folder=$(source_folder "$name")
  build=$CALLBOARD_CACHE/build/$target-$name
  rm -rf "$build"
  read -ra options <<<"$(library_options "$name")"
  if [ "$target" = wasm ]; then
    compiler=(-DCMAKE_TOOLCHAIN_FILE="$CALLBOARD_EMSCRIPTEN/cmake/Modules/Platform/Emscripten.cmake" "-DCMAKE_CXX_FLAGS=-fwasm-exceptions -O2"
      "-DCMAKE_C_FLAGS=-O2" -DCMAKE_FIND_ROOT_PATH="$prefix")
  else
    compiler=(-DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_CXX_FLAGS=-stdlib=libc++ -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld)
  fi
  cmake -S "$folder" -B "$build" "${COMMON_OPTIONS[@]}" -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_PREFIX_PATH="$prefix" "${compiler[@]}" "${options[@]}"
  cmake --build "$build"
  cmake --install "$build"
  rm -rf "$build"
  mkdir -p "$prefix/.built"
  touch "$prefix/.built/$name"
)
