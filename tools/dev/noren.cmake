# The vocabulary our CMakeLists.txt files are written in.
#
#   noren_library(<name> SOURCES <file>… DEPENDS <name>…)   one library for one folder
#   noren_hot_sources(<file>…)                              files whose loops deserve -O3
#   noren_aggregate(core)                                   noren::core, all of core/ in one target
#
# Targets for tools and tests (the core must not link them):
#   noren::nlohmann    nlohmann/json with exceptions and JSON paths in its messages

include_guard()

# The same flags for every compiler, so that what builds natively also builds for the browser.
add_library(noren_warnings INTERFACE)
target_compile_options(noren_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Werror
  # Clang counts sign changes as conversions, GCC does not: one answer for both.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>
  # GCC 12's own std::stable_sort uses what it deprecates, and Clang blames us.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
)

# A fused multiply-add rounds once where two operations round twice. Without it native results
# and those in the browser are equal to the last bit.
add_compile_options(-ffp-contract=off)

# Presets set it too; here it also holds for a configure without one.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

include(${PROJECT_SOURCE_DIR}/wasm/flags.cmake)

# nlohmann/json, through a folder that holds nothing but a link to it: with /usr/include on the
# search path, Emscripten would take the host's libc headers for its own.
find_path(NOREN_NLOHMANN_PARENT nlohmann/json.hpp
  PATHS /usr/local/include /usr/include
  NO_CMAKE_FIND_ROOT_PATH
)
if(NOT NOREN_NLOHMANN_PARENT)
  message(FATAL_ERROR "nlohmann/json.hpp not found: run ./dev setup (Debian: nlohmann-json3-dev)")
endif()
set(noren_nlohmann_include ${PROJECT_BINARY_DIR}/include_only_nlohmann)
file(MAKE_DIRECTORY ${noren_nlohmann_include})
file(CREATE_LINK ${NOREN_NLOHMANN_PARENT}/nlohmann ${noren_nlohmann_include}/nlohmann SYMBOLIC)

# JSON_DIAGNOSTICS gives messages the path of the bad value. It also moves the library into an
# inline namespace of its own; so a tool, which may throw, never shares a function with the core,
# where the same function aborts.
add_library(noren_nlohmann INTERFACE)
add_library(noren::nlohmann ALIAS noren_nlohmann)
target_include_directories(noren_nlohmann SYSTEM INTERFACE ${noren_nlohmann_include})
target_compile_definitions(noren_nlohmann INTERFACE
  JSON_DIAGNOSTICS=1
  JSON_USE_IMPLICIT_CONVERSIONS=0
)

# noren_library(<name> [MAY_THROW] [SOURCES <file>…] [DEPENDS <name>…])
#
# The static library `noren_<name>`, called `noren::<name>` by those who link it. Includes are
# written from the top of the repository: #include "core/base/result.h". DEPENDS are names of
# other Noren libraries. Exceptions and RTTI are off; MAY_THROW (native tools only) leaves them on.
function(noren_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "MAY_THROW" "" "SOURCES;DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "noren_library(${name}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  list(TRANSFORM arg_DEPENDS PREPEND noren::)

  if(NOT arg_SOURCES)  # headers alone
    add_library(noren_${name} INTERFACE)
    add_library(noren::${name} ALIAS noren_${name})
    target_include_directories(noren_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(noren_${name} INTERFACE ${arg_DEPENDS})
    return()
  endif()

  add_library(noren_${name} STATIC ${arg_SOURCES})
  add_library(noren::${name} ALIAS noren_${name})
  target_include_directories(noren_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(noren_${name}
    PUBLIC ${arg_DEPENDS}
    PRIVATE $<BUILD_INTERFACE:noren_warnings>
  )
  if(NOT arg_MAY_THROW)
    target_compile_options(noren_${name} PRIVATE -fno-exceptions -fno-rtti)
  endif()
  if(EMSCRIPTEN)
    target_link_libraries(noren_${name} PRIVATE noren_wasm_compile_flags)
  endif()

  # core/base/json.cpp is the one file of the core that may see nlohmann/json.
  if(name STREQUAL "base")
    target_include_directories(noren_base SYSTEM PRIVATE ${noren_nlohmann_include})
    target_compile_definitions(noren_base PRIVATE
      JSON_NOEXCEPTION                      # a throw becomes an abort: use nothing that throws
      JSON_NO_IO                            # a stream slipping in is a compile error
      JSON_USE_IMPLICIT_CONVERSIONS=0
      JSON_DISABLE_ENUM_SERIALIZATION=1
    )
  endif()
endfunction()

# Compiles the caller's files for speed where the rest is compiled for size. For inner loops that
# a benchmark has shown to matter: ranking ran 5 times as fast for 0.2 kB more.
function(noren_hot_sources)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -O3)
endfunction()

# noren::<parent> stands for every library made in a folder below <parent>/.
function(noren_aggregate parent)
  add_library(noren_${parent} INTERFACE)
  add_library(noren::${parent} ALIAS noren_${parent})
  foreach(folder IN LISTS noren_folders)
    cmake_path(GET folder PARENT_PATH above)
    cmake_path(GET folder FILENAME name)
    if(above STREQUAL parent AND TARGET noren_${name})
      target_link_libraries(noren_${parent} INTERFACE noren::${name})
    endif()
  endforeach()
endfunction()
