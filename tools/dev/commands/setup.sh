usage() {
  cat <<'TEXT'
./dev setup [--browser] [--all]

Gets everything that building Noren needs and keeps it: Debian packages (where they are missing),
Node, Emscripten, npm packages. A second run changes nothing and is quick.

  --browser   also the browser for the end-to-end tests (./dev test gets it by itself)
  --all       also the compilers for ./dev fuzz and ./dev lint

A `node` of version 20.19 or newer and an `emcc` of version 4.0 or newer on the PATH are used.
Otherwise private copies are kept in ${XDG_CACHE_HOME:-~/.cache}/noren.
TEXT
}

run() {
  local browser='' all=''
  while (($#)); do
    case "$1" in
      --browser) browser=1 ;;
      --all) browser=1 all=1 ;;
      *) fail "setup: unknown option \"$1\"" "see ./dev setup --help" ;;
    esac
    shift
  done
  setup
  if [[ -n "$browser" ]]; then system_require "$system_needs_browser"; fi
  if [[ -n "$all" ]]; then system_require "$system_needs_fuzz$system_needs_lint"; fi
  say "Using $node_used, $emscripten_used"
  say_done "ready; next: ./dev test or ./dev demo"
}
