# Stamps: a file in build/stamps/ holds the hash of what a step was made from. While the hash is
# the same, the step is skipped.

# stamp_hash <file-or-text…>: one hash over the contents of files and over plain words.
stamp_hash() {
  local input
  for input in "$@"; do
    if [[ -f "$input" ]]; then
      printf '%s\n' "$input"
      cat -- "$input"
    else
      printf 'text %s\n' "$input"
    fi
  done | sha256sum | cut -d' ' -f1
}

# stamp_hash_tree <folder-or-file…>: one hash over all files below, by name and content, leaving
# out what builds make.
stamp_hash_tree() {
  find "$@" \( -name node_modules -o -name dist -o -name build \) -prune -o -type f -print0 2>/dev/null |
    LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

stamp_is() {
  [[ -f "$NOREN_ROOT/build/stamps/$1" && "$(<"$NOREN_ROOT/build/stamps/$1")" == "$2" ]]
}

stamp_set() {
  mkdir -p "$NOREN_ROOT/build/stamps"
  echo "$2" >"$NOREN_ROOT/build/stamps/$1"
}
