# fm_library(NAME [HEADERS dir...] [SOURCES file...] [PUBLIC target...] [PRIVATE target...])
# One library per module and ring. Each has its own include root, so that a header of a
# target that is not linked does not compile. Without SOURCES it is a header-only target.
function(fm_library name)
  cmake_parse_arguments(arg "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${arg_HEADERS})
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE fm_compile_options ${arg_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${arg_HEADERS})
    target_link_libraries(${name} INTERFACE ${arg_PUBLIC})
  endif()
  string(REGEX REPLACE "^fm_" "" short ${name})
  add_library(fm::${short} ALIAS ${name})
endfunction()

# fm_program(NAME SOURCES file... LINK target...)
function(fm_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE fm_compile_options ${arg_LINK} Threads::Threads)
endfunction()

# Everything that `./fm test` builds with sanitizers.
add_custom_target(unit_tests)

# fm_test(NAME [LABEL label] SOURCES file... LINK target...): one Boost.Test program per target.
function(fm_test name)
  cmake_parse_arguments(arg "" "LABEL" "SOURCES;LINK" ${ARGN})
  fm_program(${name} SOURCES ${arg_SOURCES} LINK ${arg_LINK} fm_test_support)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  add_dependencies(unit_tests ${name})
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT 600)
endfunction()
