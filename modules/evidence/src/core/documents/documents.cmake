# Readers of evidence that is not a log: kubectl output, manifests, status documents, configuration.
file(GLOB fm_evidence_documents_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/documents/*.cpp)
fm_library(fm_evidence_documents
  HEADERS ${CMAKE_CURRENT_SOURCE_DIR}
  SOURCES ${fm_evidence_documents_sources}
  PUBLIC fm::evidence_api fm::evidence_rules fm::yaml
  PRIVATE fm::budget fm::utf8)
