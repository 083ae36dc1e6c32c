# What ./dev bench and ./dev evaluate share: a measurement is a program in tests/<kind>/ that prints
# a table, or, given --json, JSON.

# run_measurements <bench|eval> <name…> <options…>
run_measurements() {
  local kind="$1" argument name json=''
  local -a names=() options=()
  shift
  for argument in "$@"; do
    case "$argument" in
      --json) json=1 options+=("$argument") ;;
      -*) options+=("$argument") ;;
      *)
        # A word after an option is its value.
        if ((${#options[@]})) && [[ "${options[-1]}" != --json ]]; then
          options+=("$argument")
        else
          names+=("$argument")
        fi
        ;;
    esac
  done

  local -a known=()
  mapfile -t known < <(measurements "$kind")
  if ((${#known[@]} == 0)); then
    nothing_yet "$kind"
  fi
  for name in "${names[@]}"; do
    if [[ " ${known[*]} " != *" $name "* ]]; then
      fail "no measurement \"$name\" in tests/$kind" "there are: ${known[*]}"
    fi
  done
  if ((${#names[@]} == 0)); then names=("${known[@]}"); fi

  setup
  build_package || fail "the package does not build" "see the lines above"
  build_command || fail "the native command does not build" "see the lines above"

  local separator='' together=''
  if [[ -n "$json" && ${#names[@]} -gt 1 ]]; then together=1; fi
  if [[ -n "$together" ]]; then echo '{'; fi
  for name in "${names[@]}"; do
    say "$name"
    if [[ -n "$together" ]]; then printf '%s"%s": ' "$separator" "$name"; fi
    measure "$kind" "$name" "${options[@]}" || fail "$name failed"
    separator=','
  done
  if [[ -n "$together" ]]; then echo '}'; fi
  say_done "measured ${names[*]}"
}

# The names of what tests/<kind>/ can measure; files that start with "_" are parts of others.
measurements() {
  local file
  for file in "tests/$1"/*.mjs "tests/$1"/*_bench.cpp; do
    if [[ -f "$file" && "${file##*/}" != _* ]]; then
      file="${file##*/}"
      file="${file%_bench.cpp}"
      echo "${file%.mjs}"
    fi
  done
}

measure() {
  local kind="$1" name="$2"
  shift 2
  if [[ "$kind/$name" == bench/browser ]]; then
    # It measures in the demo shop, in a real browser.
    system_require "$system_needs_browser"
    build_demo || return 1
  fi
  if [[ "$kind/$name" == eval/next-item ]]; then cmake_build wasm next_item || return 1; fi
  if [[ "$kind/$name" == bench/decisions ]]; then system_require "$system_needs_browser"; fi
  if [[ -f "tests/$kind/$name.mjs" ]]; then
    node "tests/$kind/$name.mjs" "$@"
    return
  fi
  cmake_build release "${name}_bench" || return 1
  local argument
  local -a arguments=()
  for argument in "$@"; do
    if [[ "$argument" == --json ]]; then argument=--benchmark_format=json; fi
    arguments+=("$argument")
  done
  "build/release/tests/${name}_bench" "${arguments[@]}"
}

# nothing_yet <bench|eval>: an honest answer instead of an empty success.
nothing_yet() {
  echo "${say_red}error:${say_plain} nothing to measure yet: there is no program in tests/$1" >&2
  exit 2
}
