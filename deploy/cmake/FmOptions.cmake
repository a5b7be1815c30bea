# Everything that changes how all targets are compiled.
option(FM_TESTS "Build the tests" ON)
option(FM_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(FM_COVERAGE "Line coverage (gcov)" OFF)
option(FM_FUZZ "Build the libFuzzer targets (clang)" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_VISIBILITY_PRESET default)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(FM_CCACHE ccache)
if(FM_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FM_CCACHE})
endif()

find_package(Threads REQUIRED)

# Linked by every target of ours; libraries from outside see none of it.
add_library(fm_compile_options INTERFACE)
target_compile_options(fm_compile_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(NOT FM_FUZZ)
  # The fuzz build uses another compiler, whose warnings are its own.
  target_compile_options(fm_compile_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports moved-from std::variant and std::optional members as uninitialised (GCC bug 105562).
  target_compile_options(fm_compile_options INTERFACE -Wno-maybe-uninitialized)
endif()
# x86-64-v2: every server since 2009; wider kernels are chosen at run time (target_clones).
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(fm_compile_options INTERFACE -march=x86-64-v2)
endif()
if(FM_SANITIZE)
  # CAF binds null references in a header; see the null note in docs/architecture.md.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(FM_FUZZ)
  add_compile_options(-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
if(FM_COVERAGE)
  # With -pthread g++ counts atomically; -fprofile-update=atomic says the same, and ccache 4.7 does not take it.
  add_compile_options(--coverage -pthread)
  add_link_options(--coverage)
endif()
