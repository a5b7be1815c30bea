# Readers of command output, dumps and reports that stand in a text by themselves or between other lines.
file(GLOB fm_evidence_pasted_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pasted/*.cpp)
fm_library(fm_evidence_pasted
  HEADERS ${CMAKE_CURRENT_SOURCE_DIR}
  SOURCES ${fm_evidence_pasted_sources}
  PUBLIC fm::evidence_api fm::evidence_documents fm::evidence_reading
  PRIVATE fm::budget fm::utf8)
