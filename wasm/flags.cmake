# Every Emscripten flag of Noren, one a line, with its reason and its effect. Effects are bytes
# after Brotli (level 11), wasm and glue together, on an engine of 120 lines with Embind and a JSON
# reader, Emscripten 6.0.5: 24.5 kB in all. A plus says what leaving the flag out would add.
#
#   noren_wasm_compile_flags   the core, privacy and the Embind face
#   noren_wasm_link_flags      the module that shops load
#   noren_wasm_test_flags      the same libraries linked as programs that Node runs

if(NOT EMSCRIPTEN)
  return()
endif()

# The Closure compiler, and tsc, which --emit-tsd starts, are npm packages; npm ci puts them here.
set(noren_closure_compiler ${PROJECT_SOURCE_DIR}/node_modules/.bin/google-closure-compiler)
if(NOT EXISTS ${noren_closure_compiler})
  message(FATAL_ERROR "google-closure-compiler not found: run ./dev setup")
endif()
set(CMAKE_CXX_LINKER_LAUNCHER
  ${CMAKE_COMMAND} -E env EM_CLOSURE_COMPILER=${noren_closure_compiler}
  --modify PATH=path_list_prepend:${PROJECT_SOURCE_DIR}/node_modules/.bin)

add_library(noren_wasm_compile_flags INTERFACE)
target_compile_options(noren_wasm_compile_flags INTERFACE
  -Oz                # size first: +2.1 kB with -O2, for 15 % quicker JSON
  -flto              # optimises across files and drops what nobody calls: +1.1 kB
  -fno-exceptions    # core and privacy return std::expected: +7.5 kB
  -fno-rtti          # nothing asks for dynamic types: +1.2 kB, with the next line
  -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0  # Embind without RTTI; its messages lose type names
)

add_library(noren_wasm_link_flags INTERFACE)
target_link_options(noren_wasm_link_flags INTERFACE
  # How it is optimised.
  -Oz                # wasm-opt and Emscripten's JavaScript passes, too
  -flto              # the system libraries take part
  # Functions used in several places stay functions; what is used once is still put in its place: +1.2 kB on the whole engine.
  -Wl,-mllvm,-inline-threshold=-60
  -fno-exceptions    # must repeat what the compiler was told
  -fno-rtti
  --closure=1        # minifies the glue: +3.5 kB

  # What it may do.
  -sSTRICT=1                # no deprecated behaviour, nothing implied
  --no-entry                # a library: no main()
  -sDYNAMIC_EXECUTION=0     # no eval, no new Function: a Content Security Policy forbids them
  -sEMBIND_AOT=1            # calls stay quick without them, 5 times: costs 0.1 kB
  -sFILESYSTEM=0            # a guard: pulling in files becomes a link error; 0 kB
  -sSUPPORT_LONGJMP=0       # a guard, the same for setjmp; 0 kB

  # Memory.
  -sMALLOC=emmalloc         # the small allocator; few, large allocations here: +1.5 kB
  -sALLOW_MEMORY_GROWTH=1   # a large shop model needs more than we start with
  -sINITIAL_MEMORY=1MB      # instead of 16 MB: a page pays for what it uses
  -sMAXIMUM_MEMORY=256MB    # a runaway allocation fails here, not in the whole tab
  -sSTACK_SIZE=256KB        # the default of 64 KB is near what a deep rule tree may take

  # What it looks like from JavaScript.
  -sMODULARIZE=1
  -sEXPORT_ES6=1
  # The other environments' branches: +0.4 kB. Workers and Node run it as well, because the bytes
  # always come through instantiateWasm and the glue never has to find or fetch them.
  -sENVIRONMENT=web
  -sINCOMING_MODULE_JS_API=instantiateWasm  # the one hook that our loader sets
  -sTEXTDECODER=2           # every browser has TextDecoder: +0.2 kB
  -sPOLYFILL=0              # no code for browsers older than those we support
  # wasm/CMakeLists.txt adds --emit-tsd, because it names the file.
)
# The binding library: the price of classes in JavaScript. After our own files, so that embind_types.cpp comes before its like.
target_link_libraries(noren_wasm_link_flags INTERFACE -lembind)

# Tests: quick to link, able to read fixtures, ending with main's result.
add_library(noren_wasm_test_flags INTERFACE)
target_link_options(noren_wasm_test_flags INTERFACE
  -O1
  -fexceptions              # GoogleTest and nlohmann/json in tests throw; the libraries can't
  -sENVIRONMENT=node
  -sNODERAWFS=1             # NOREN_SOURCE_DIR is the real folder
  -sEXIT_RUNTIME=1
  -sALLOW_MEMORY_GROWTH=1
  -sSTACK_SIZE=1MB          # GoogleTest's and the tests' own share on top
)
target_compile_options(noren_wasm_test_flags INTERFACE -O1 -fexceptions)
