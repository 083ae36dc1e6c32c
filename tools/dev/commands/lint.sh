usage() {
  cat <<'TEXT'
./dev lint [--fix] [FILE…]

Checks formatting (clang-format 19), static analysis of C++ (clang-tidy 19, warnings are errors),
types of TypeScript (tsc), and the shell of ./dev itself (shellcheck, where it is installed).

  --fix   formats instead of checking the format
  FILE    only these C++ files
TEXT
}

run() {
  local fix=''
  local -a files=() failed=()
  while (($#)); do
    case "$1" in
      --fix) fix=1 ;;
      -*) fail "lint: unknown option \"$1\"" "see ./dev lint --help" ;;
      *) files+=("$1") ;;
    esac
    shift
  done
  setup
  system_require "$system_needs_lint"
  if ((${#files[@]} == 0)); then
    mapfile -t files < <(find core privacy tools wasm tests \( -name '*.cpp' -o -name '*.h' \) \
      -not -path '*/node_modules/*' | LC_ALL=C sort)
  fi

  if [[ -n "$fix" ]]; then
    say "Formatting"
    clang-format-19 -i "${files[@]}"
  else
    say "Checking the format"
    quietly format clang-format-19 --dry-run --Werror "${files[@]}" || failed+=("format (./dev lint --fix)")
  fi
  say "Analysing C++"
  lint_cpp "${files[@]}" || failed+=("clang-tidy")
  say "Checking types"
  check_types || failed+=("types")
  if command -v shellcheck >/dev/null; then
    say "Checking shell"
    quietly shell shellcheck dev tools/dev/*.sh tools/dev/commands/*.sh .ci/run || failed+=("shell")
  fi
  if ((${#failed[@]})); then
    fail "lint found something: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')"
  fi
  say_done "nothing found"
}

# clang-tidy reads how each file is compiled from the native build.
lint_cpp() {
  local -a sources=()
  cmake_build native || return 1
  mapfile -t sources < <(printf '%s\n' "$@" | grep -E '^(core|privacy|tools)/.*\.cpp$')
  if ((${#sources[@]} == 0)); then return 0; fi
  quietly tidy tidy_all "${sources[@]}"
}

# The build directory speaks GCC: what Clang does not know or sees differently is switched off.
tidy_all() {
  printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 clang-tidy-19 -p build/native --quiet \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-sign-conversion
}
