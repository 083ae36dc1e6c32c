usage() {
  cat <<'TEXT'
./dev demo [--port N] [--build-only]

Builds the engine, the package and the demo shop, and serves the shop on this machine.

  --port N       default 8080
  --build-only   builds demo_site/dist and stops
TEXT
}

run() {
  local port=8080 build_only=''
  while (($#)); do
    case "$1" in
      --port)
        [[ "${2:-}" =~ ^[0-9]+$ ]] || fail "demo: --port needs a number"
        port="$2"
        shift
        ;;
      --build-only) build_only=1 ;;
      *) fail "demo: unknown option \"$1\"" "see ./dev demo --help" ;;
    esac
    shift
  done
  setup
  build_demo || fail "the demo shop does not build" "see the lines above"
  if [[ -n "$build_only" ]]; then
    say_done "built demo_site/dist"
    return 0
  fi
  if ! has_script demo_site serve; then
    fail "nothing to serve yet: demo_site has no script \"serve\""
  fi
  say_done "built; open http://localhost:$port (Ctrl-C ends it)"
  exec npm run --silent serve -w demo_site -- --port "$port"
}
