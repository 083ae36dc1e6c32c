# Placeholder until the flags are in place.
if(EMSCRIPTEN)
  add_library(noren_wasm_compile_flags INTERFACE)
  add_library(noren_wasm_link_flags INTERFACE)
  add_library(noren_wasm_test_flags INTERFACE)
endif()
