usage() {
  cat <<'TEXT'
./dev <command> [options]      each command explains itself with --help

  setup       get what building needs, and keep it                (about 4 minutes, once)
  demo        build everything and open the demo shop
  test        prove that all of it works; ./dev test STAGE… for a part
  prove       check the promises about privacy from outside, in real browsers
  bench       measure speed
  size        what a shop's visitor downloads
  evaluate    how good the recommendations are
  fuzz        feed the parsers with broken input
  mutate      whether the tests notice an operator that means something else
  lint        formatting, static analysis, types
  clean       remove what builds made
  noren       the native command: ./dev noren --help
  exec        run a command with our Node and Emscripten on the PATH
TEXT
}

run() { usage; }
