# shellcheck shell=bash
# Packages of the machine's own Debian release.
# shellcheck disable=SC2034

BUILD_PACKAGES=(ca-certificates clang-19 lld-19 llvm-19 libc++-19-dev libc++abi-19-dev libclang-rt-19-dev cmake ninja-build
  ccache curl pkg-config xz-utils python3 nodejs npm brotli postgresql libpq-dev libcurl4-openssl-dev libssl-dev libjwt-dev zlib1g-dev libbrotli-dev)
CHECK_PACKAGES=(clang-format-19 clang-tidy-19 shellcheck)
TEST_PACKAGES=(chromium)
BENCH_PACKAGES=(wrk)

# A node of the user's own, newer than Debian's, is as good as the package.
provided_elsewhere() {
  case $1 in
    nodejs) command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] ;;
    npm) command -v npm >/dev/null ;;
    *) false ;;
  esac
}

# ensure_packages NAME... installs what is missing.
ensure_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || provided_elsewhere "$package" ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "missing packages: ${missing[*]}; run as root, or install them with apt-get"
  step "read the package lists" as_root apt-get -qq -o Acquire::Retries=3 update
  # Debian's server package starts a cluster of its own; Callboard brings a private one and needs only the programs.
  step "install ${#missing[@]} packages" as_root env DEBIAN_FRONTEND=noninteractive \
    sh -c 'mkdir -p /etc/postgresql-common && { [ -e /etc/postgresql-common/createcluster.conf ] ||
      echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; }
      exec apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold -o Acquire::Retries=3 "$@"' sh "${missing[@]}"
}
