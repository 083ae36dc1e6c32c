usage() {
  cat <<'TEXT'
./dev test [STAGE…]

Builds and tests everything, or only some stages:

  layering   who includes whom; addresses and machine paths that must not be in the repository; that
             the mutations of ./dev mutate fit the sources
  schema     the site document's schema agrees with what the loader takes and refuses
  native     the C++ tests, by GCC; the counting pass in C++ and as SQL in DuckDB: the same shop models
  wasm       the same tests, by Emscripten, under Node; the engine's glue without dynamic code; that
             the benchmark of decisions compares systems which decide the same
  asan       the C++ tests with AddressSanitizer and UndefinedBehaviorSanitizer
  package    the npm package for shops is built
  property   generated rules and documents: equal to json-logic-js, natively and in the package; what
             noren validate says of site documents, noren/check says
  web        types and unit tests of web/
  demo       the demo shop is built, and its own tests
  e2e        the shop in a real browser
  prove      ./dev prove --short: the promises about privacy, checked from outside in Chromium and Firefox

A failed test does not keep the later stages from running; a failed build does. The last lines name
each stage's verdict and time. Logs are in build/log/.
TEXT
}

readonly test_stages=(layering schema native wasm asan package property web demo e2e prove)

# What a stage function returns.
readonly test_failed=1 test_unbuildable=2 test_absent=3

run() {
  local stage
  local -a wanted=()
  for stage in "$@"; do
    if [[ " ${test_stages[*]} " != *" $stage "* ]]; then
      fail "test: unknown stage \"$stage\"" "there are: ${test_stages[*]}"
    fi
  done
  for stage in "${test_stages[@]}"; do
    if (($# == 0)) || [[ " $* " == *" $stage "* ]]; then wanted+=("$stage"); fi
  done

  setup
  local begun verdict status stopped=''
  local -a failed=() table=()
  for stage in "${wanted[@]}"; do
    if [[ -n "$stopped" ]]; then
      table+=("$(printf '%-9s  %-14s' "$stage" 'not run')")
      continue
    fi
    begun=$SECONDS status=0
    say "Stage $stage"
    "test_$stage" || status=$?
    case "$status" in
      0) verdict=passed ;;
      "$test_absent") verdict='nothing yet' ;;
      "$test_unbuildable")
        verdict='does not build' stopped=1
        failed+=("$stage")
        ;;
      *)
        verdict=FAILED
        failed+=("$stage")
        ;;
    esac
    table+=("$(printf '%-9s  %-14s  %s' "$stage" "$verdict" "$(elapsed "$begun")")")
  done

  printf '\n' >&2
  printf '    %s\n' "${table[@]}" >&2
  printf '\n' >&2
  if ((${#failed[@]})); then
    fail "failed: ${failed[*]}" "run again: ./dev test ${failed[*]}"
  fi
  say_done "all stages passed"
}

test_layering() {
  local status=0
  quietly layering-self-test node --test tests/layering/check.test.mjs || status=$test_failed
  quietly layering node tests/layering/check.mjs || status=$test_failed
  quietly mutations node --test tests/mutation/edits.test.mjs || status=$test_failed
  return "$status"
}

test_schema() { quietly schema node --test tests/schema/schema.test.mjs || return "$test_failed"; }

test_native() {
  local status=0
  build_and_ctest native || status=$?
  if ((status == test_unbuildable)); then return "$status"; fi
  quietly sql node --test tests/sql/*.test.mjs || status=$test_failed
  return "$status"
}

test_asan() {
  UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_stack_use_after_return=1 build_and_ctest asan
}

test_wasm() {
  local status=0
  build_and_ctest wasm || status=$?
  if ((status == test_unbuildable)); then return "$status"; fi
  local -a files=()
  mapfile -t files < <(find tests/wasm -name '*.test.mjs' 2>/dev/null | LC_ALL=C sort)
  if ((${#files[@]})); then
    quietly wasm-node node --disallow-code-generation-from-strings --test "${files[@]}" ||
      status=$test_failed
  fi
  # Peers that generate code need it to be allowed.
  quietly bench-decisions node --test tests/bench/decisions/decisions.test.mjs || status=$test_failed
  return "$status"
}

build_and_ctest() {
  local preset="$1"
  cmake_build "$preset" || return "$test_unbuildable"
  quietly "ctest-$preset" ctest --preset "$preset" --parallel "$(nproc)" || return "$test_failed"
}

test_package() { build_package || return "$test_unbuildable"; }

test_property() {
  build_command || return "$test_unbuildable"
  build_package || return "$test_unbuildable"
  quietly property node --test tests/property/*.test.mjs || return "$test_failed"
}

test_web() {
  local status=0
  check_types || status=$test_failed
  if has_script web test; then
    quietly web-test npm test -w web || status=$test_failed
  fi
  return "$status"
}

test_demo() {
  build_demo || return "$test_unbuildable"
  if has_script demo_site test; then
    quietly demo-test npm test -w demo_site || return "$test_failed"
  fi
}

test_e2e() {
  local config=tests/browser/playwright.config.ts
  if [[ ! -f "$config" ]]; then return "$test_absent"; fi
  system_require "$system_needs_browser"
  build_demo || return "$test_unbuildable"
  quietly e2e npx --no-install playwright test -c "$config" || return "$test_failed"
}

test_prove() {
  local status=0
  build_for_proof || return "$test_unbuildable"
  quietly prove-self-test node --test tests/prove/*.test.mjs || status=$test_failed
  quietly prove node tests/prove/prove.mjs --short || status=$test_failed
  return "$status"
}
