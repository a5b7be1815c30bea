# fm_embed(TARGET SYMBOL [GZIP] FILES file...): adds a source to the target which carries the files, as
# `std::span<const fm::embedded_file> fm::SYMBOL()` in the order given; with GZIP each is packed at build time.
function(fm_embed target symbol)
  cmake_parse_arguments(arg "GZIP" "" "FILES" ${ARGN})
  set(pieces "")
  set(entries "")
  set(inputs "")
  set(number 0)
  foreach(file ${arg_FILES})
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    if(arg_GZIP)
      set(packed ${CMAKE_CURRENT_BINARY_DIR}/${symbol}_${number}.gz)
      add_custom_command(OUTPUT ${packed} COMMAND gzip -9 -n -c ${path} > ${packed} DEPENDS ${path} VERBATIM)
      set(path ${packed})
    endif()
    list(APPEND inputs ${path})
    string(APPEND pieces
      "asm(\".section .rodata\\n.global fm_${symbol}_${number}\\n.global fm_${symbol}_${number}_end\\n\"\n"
      "    \"fm_${symbol}_${number}:\\n.incbin \\\"${path}\\\"\\nfm_${symbol}_${number}_end:\\n.text\\n\");\n"
      "extern \"C\" const char fm_${symbol}_${number}[], fm_${symbol}_${number}_end[];\n")
    string(APPEND entries
      "    {\"${name}\", {fm_${symbol}_${number}, static_cast<std::size_t>(fm_${symbol}_${number}_end - fm_${symbol}_${number})}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <fm/embedded/file.hpp>
#include <cstddef>
${pieces}
namespace fm {
std::span<const embedded_file> ${symbol}();
std::span<const embedded_file> ${symbol}() {
  static const embedded_file files[] = {
${entries}  };
  return files;
}
}  // namespace fm
")
  # The contents are read by the assembler, which nobody else would notice.
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${inputs}")
  target_sources(${target} PRIVATE ${source})
  target_link_libraries(${target} PRIVATE fm::embedded)
endfunction()
