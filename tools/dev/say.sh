# What ./dev prints. Progress goes to stderr, so that stdout is free for a result (--json).

NOREN_STARTED_AT=$SECONDS

if [[ -t 2 && -z "${NO_COLOR:-}" ]]; then
  say_bold=$'\e[1m' say_red=$'\e[31m' say_green=$'\e[32m' say_plain=$'\e[0m'
else
  say_bold='' say_red='' say_green='' say_plain=''
fi

# A step that begins. NOREN_QUIET is for commands whose own output is all that counts.
say() {
  if [[ -n "${NOREN_QUIET:-}" ]]; then return 0; fi
  echo "${say_bold}==>${say_plain} $*" >&2
}

# The last line of a command that worked.
say_done() {
  echo "${say_green}==> done:${say_plain} $* ($(elapsed "$NOREN_STARTED_AT"))" >&2
}

# The last line of a command that did not: what went wrong, then what to do about it.
fail() {
  echo "${say_red}error:${say_plain} $1" >&2
  shift
  local advice
  for advice in "$@"; do echo "       $advice" >&2; done
  exit 1
}

# Time since a value of SECONDS, as "42 s" or "3 min 05 s".
elapsed() {
  local seconds=$((SECONDS - $1))
  if ((seconds < 60)); then
    echo "$seconds s"
  else
    printf '%d min %02d s\n' $((seconds / 60)) $((seconds % 60))
  fi
}

# quietly <what> <command…>: runs a long command with its output in build/log/<what>.log. On a
# terminal a running clock shows that it lives; elsewhere a line every 30 seconds does. When it
# fails, the end of the log is shown.
quietly() {
  local what="$1" log begun=$SECONDS status=0 pid ticks=0
  shift
  mkdir -p "$NOREN_ROOT/build/log"
  log="$NOREN_ROOT/build/log/${what//[^A-Za-z0-9._-]/-}.log"
  # In a process group of its own, so that an interrupted ./dev leaves none of it behind.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  trap 'kill -TERM -- "-$pid" 2>/dev/null || true; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    ticks=$((ticks + 1))
    if [[ -t 2 ]]; then
      printf '\r\e[K    %s … %s %s' "$what" "$(elapsed "$begun")" "$(progress_in "$log")" >&2
    elif ((ticks % 150 == 0)); then
      echo "    $what … $(elapsed "$begun") $(progress_in "$log")" >&2
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if [[ -t 2 ]]; then printf '\r\e[K' >&2; fi
  if ((status)); then
    tail -n 60 "$log" >&2
    echo "    (all of it: ${log#"$NOREN_ROOT"/})" >&2
  fi
  return "$status"
}

# How far a build is: the last [done/all] that Ninja wrote.
progress_in() {
  tail -c 2000 "$1" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n1 || true
}
