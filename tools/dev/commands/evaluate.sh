usage() {
  cat <<'TEXT'
./dev evaluate [NAME…] [--json] [options of the evaluation]

Measures how good the recommendations and decisions are, on recorded or simulated shops; without a
name, all evaluations. An evaluation is tests/eval/NAME.mjs, started by Node after the native
command and the package are built.

  --json   only JSON on stdout: with one name its result, otherwise an object by name
TEXT
}

run() { run_measurements eval "$@"; }
