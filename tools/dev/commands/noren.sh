usage() { :; }  # `./dev noren --help` is answered by the command itself

# Builds the native command where needed, then becomes it, in the caller's folder.
run() {
  NOREN_QUIET=1
  setup_native
  build_command || fail "the native command does not build" "see build/log/build-native.log"
  cd -- "$NOREN_CALLER_DIR" || exit
  exec "$NOREN_COMMAND" "$@"
}
