# shellcheck shell=bash
# Emscripten 3.1.69: Debian 13's own package, or on Debian 12 the same package unpacked under the cache, nothing installed.

EMSCRIPTEN_VERSION=3.1.69

ensure_emscripten() {
  local prefix=$CALLBOARD_CACHE/emscripten-$EMSCRIPTEN_VERSION
  if [ "$(debian_version)" -ge 13 ]; then
    ensure_packages emscripten
    export CALLBOARD_EMSCRIPTEN=/usr/share/emscripten
    return
  fi
  [ -e "$prefix/ready" ] || step "unpack Emscripten $EMSCRIPTEN_VERSION" unpack_emscripten "$prefix"
  export CALLBOARD_EMSCRIPTEN=$prefix/emscripten EM_CONFIG=$prefix/em_config
}

unpack_emscripten() (
  set -euo pipefail
  local prefix=$1 staging=$1.partial tool library
  rm -rf "$staging"
  mkdir -p "$staging/downloads" "$staging/binaryen/files" "$staging/binaryen/bin" "$staging/acorn"
  apt_view trixie deb
  cd "$staging/downloads"
  apt-get "${APT_VIEW[@]}" download emscripten binaryen libc6 libstdc++6 libgcc-s1 node-acorn
  ls emscripten_"$EMSCRIPTEN_VERSION"* >/dev/null || die "trixie's Emscripten is no longer $EMSCRIPTEN_VERSION"
  dpkg-deb --fsys-tarfile emscripten_*.deb | tar -x -C "$staging" --strip-components=3 --exclude='*/test/*' \
    --exclude='*/wasm32-emscripten/pic*' --exclude='*/wasm32-emscripten/lto*' --exclude='*-mt*.a' --exclude='*-ww*.a' \
    --exclude='*asan*' --exclude='*lsan*' --exclude='*sanitizer*' ./usr/share/emscripten
  for tool in binaryen libc6 libstdc++6 libgcc-s1; do dpkg -x "${tool}"_*.deb "$staging/binaryen/files"; done
  dpkg -x node-acorn_*.deb "$staging/acorn"
  cd /
  rm -rf "$staging/downloads" "$staging/binaryen/files/usr/share" "$prefix"
  mv "$staging" "$prefix"

  # Debian 12's C library is older than what the tools were linked with: each starts through its own loader.
  library=$prefix/binaryen/files/usr/lib/x86_64-linux-gnu
  for tool in "$prefix"/binaryen/files/usr/bin/wasm*; do
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec "%s/ld-linux-x86-64.so.2" --library-path "%s" "%s" "$@"\n' "$library" "$library" "$tool" \
      >"$prefix/binaryen/bin/${tool##*/}"
    chmod +x "$prefix/binaryen/bin/${tool##*/}"
  done
  mkdir -p "$prefix/emscripten/node_modules"
  ln -sfn "$prefix/acorn/usr/share/nodejs/acorn" "$prefix/emscripten/node_modules/acorn"
  cat >"$prefix/em_config" <<CONFIG
LLVM_ROOT = '/usr/bin'
BINARYEN_ROOT = '$prefix/binaryen'
NODE_JS = '$(command -v node)'
FROZEN_CACHE = True
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
CONFIG
  touch "$prefix/ready"
)
