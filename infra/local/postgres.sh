#!/usr/bin/env bash
# A private PostgreSQL cluster in a folder: reached through a socket only, no TCP, no system service touched.
#   postgres.sh start DIR [postgres options...]   makes the cluster when there is none, starts it, prints its connection string
#   postgres.sh stop DIR                          stops it cleanly; nothing happens when it does not run
set -euo pipefail

command=${1:?usage: postgres.sh start|stop DIR}
folder=${2:?usage: postgres.sh start|stop DIR}
shift 2

programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || {
  echo "PostgreSQL is not installed" >&2
  exit 1
}

# PostgreSQL refuses to run as root. Where the kernel allows it, root gets another name within a namespace of its own, so that
# the cluster may lie in any folder; else the system's postgres user runs it, who has to be able to reach the folder.
as_owner() {
  if [ "$(id -u)" != 0 ]; then
    "$@"
  elif unshare --user --map-user=1000 --map-group=1000 true 2>/dev/null; then
    unshare --user --map-user=1000 --map-group=1000 -- "$@"
  else
    chown -R postgres: "$folder"
    setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@" || {
      echo "the user postgres cannot use $folder; set CALLBOARD_DATA to a folder that it can reach" >&2
      return 1
    }
  fi
}

# A number in an old postmaster.pid may belong to another program by now, which pg_ctl would take for the server and stop.
is_running() {
  local pid
  pid=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null) || return 1
  [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$folder/data" ] && return 0
  rm -f "$folder/data/postmaster.pid"
  return 1
}

start() {
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  if [ ! -s "$folder/data/PG_VERSION" ]; then
    # What was begun and not finished would look like a cluster.
    rm -rf "$folder/data.partial"
    as_owner "$programs/initdb" -D "$folder/data.partial" --username=callboard --auth=trust --no-locale --encoding=UTF8 >"$folder/initdb.log" 2>&1 || {
      cat "$folder/initdb.log" >&2
      return 1
    }
    mv "$folder/data.partial" "$folder/data"
  fi
  if ! is_running; then
    # A socket's path may have 107 characters.
    local sockets=$folder/run
    [ ${#sockets} -lt 85 ] || sockets=$(mktemp -d /tmp/callboard-XXXXXX)
    mkdir -p "$sockets"
    chmod 700 "$sockets"
    [ "$(stat -c %u "$folder/data")" = "$(id -u)" ] || chown postgres: "$sockets"
    printf '%s' "$sockets" >"$folder/sockets"
    # pg_ctl's descendants must not keep the caller's output open.
    as_owner "$programs/pg_ctl" start -w -t 60 -D "$folder/data" -l "$folder/postgres.log" \
      -o "-c listen_addresses='' -c unix_socket_directories='$sockets' -c unix_socket_permissions=0700 $*" >"$folder/start.log" 2>&1 </dev/null || {
      cat "$folder/start.log" >&2
      tail -n 20 "$folder/postgres.log" >&2
      return 1
    }
  fi
  local socket_folder
  socket_folder=$(cat "$folder/sockets")
  "$programs/psql" -qAt -h "$socket_folder" -U callboard -d postgres -c "select 1 from pg_database where datname = 'callboard'" | grep -q 1 ||
    "$programs/createdb" -h "$socket_folder" -U callboard callboard
  printf 'host=%s user=callboard dbname=callboard\n' "$socket_folder"
}

stop() {
  [ -d "$folder/data" ] || return 0
  folder=$(cd "$folder" && pwd -P)
  is_running || return 0
  as_owner "$programs/pg_ctl" stop -w -t 60 -m fast -D "$folder/data" >/dev/null
  case $(cat "$folder/sockets") in /tmp/callboard-*) rm -rf "$(cat "$folder/sockets")" ;; esac
}

case $command in
  start) start "$@" ;;
  stop) stop ;;
  *)
    echo "usage: postgres.sh start|stop DIR" >&2
    exit 1
    ;;
esac
