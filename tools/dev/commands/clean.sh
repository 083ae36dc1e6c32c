usage() {
  cat <<'TEXT'
./dev clean [--all]

Removes what builds and tests made in this checkout: build/, dist folders, reports.

  --all   also node_modules, and the private Node and Emscripten that all checkouts share
TEXT
}

run() {
  local all='' folder
  case "${1:-}" in
    '') ;;
    --all) all=1 ;;
    *) fail "clean: unknown option \"$1\"" "see ./dev clean --help" ;;
  esac
  for folder in build web/dist web/src/generated demo_site/dist test-results playwright-report coverage; do
    if [[ -e "$folder" ]]; then
      say "Removing $folder"
      rm -rf -- "$folder"
    fi
  done
  if [[ -n "$all" ]]; then
    say "Removing node_modules and $(cache_folder)"
    rm -rf -- node_modules web/node_modules demo_site/node_modules "$(cache_folder)"
  fi
  say_done "clean"
}
