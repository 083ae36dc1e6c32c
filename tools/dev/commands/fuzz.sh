usage() {
  cat <<'TEXT'
./dev fuzz [TARGET…] [--runs N] [--seconds N]

Builds tests/fuzz/TARGET_fuzz.cpp with libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer
and runs it from the seeds in tests/fuzz/corpus/; without a target, all of them. New inputs go to
build/fuzz/found/, an input that breaks something to build/fuzz/crash/.

  --runs N      inputs a target (default 200000)
  --seconds N   stop a target after that time, whatever it has done
TEXT
}

run() {
  local runs=200000 seconds=0 target file
  local -a targets=() failed=()
  while (($#)); do
    case "$1" in
      --runs) runs="${2:?--runs needs a number}" && shift ;;
      --seconds) seconds="${2:?--seconds needs a number}" && shift ;;
      -*) fail "fuzz: unknown option \"$1\"" "see ./dev fuzz --help" ;;
      *) targets+=("${1%_fuzz}") ;;
    esac
    shift
  done
  if ((${#targets[@]} == 0)); then
    for file in tests/fuzz/*_fuzz.cpp; do
      if [[ -f "$file" ]]; then
        file="${file##*/}"
        targets+=("${file%_fuzz.cpp}")
      fi
    done
  fi
  if ((${#targets[@]} == 0)); then
    echo "${say_red}error:${say_plain} nothing to fuzz yet: there is no tests/fuzz/*_fuzz.cpp" >&2
    exit 2
  fi
  for target in "${targets[@]}"; do
    if [[ ! -f "tests/fuzz/${target}_fuzz.cpp" ]]; then
      fail "no fuzz target \"$target\"" "there are: $(find tests/fuzz -name '*_fuzz.cpp' -printf '%f ')"
    fi
  done

  system_require "$system_needs_build$system_needs_fuzz"
  cmake_build fuzz "${targets[@]/%/_fuzz}" || fail "the fuzz targets do not build"
  mkdir -p build/fuzz/crash
  local -a folders
  for target in "${targets[@]}"; do
    mkdir -p "build/fuzz/found/$target"
    folders=("build/fuzz/found/$target")
    if [[ -d "tests/fuzz/corpus/$target" ]]; then folders+=("tests/fuzz/corpus/$target"); fi
    # Words that inputs are made of, so that it need not guess them letter by letter.
    if [[ -f "tests/fuzz/$target.dict" ]]; then folders=("-dict=tests/fuzz/$target.dict" "${folders[@]}"); fi
    say "Fuzzing $target"
    quietly "fuzz-$target" "build/fuzz/tests/fuzz/${target}_fuzz" \
      -runs="$runs" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
      -print_final_stats=1 -artifact_prefix="build/fuzz/crash/$target-" \
      "${folders[@]}" || failed+=("$target")
  done
  if ((${#failed[@]})); then
    fail "broken by fuzzing: ${failed[*]}" "the inputs are in build/fuzz/crash; keep them as seeds"
  fi
  say_done "${#targets[@]} targets, no input broke one"
}
