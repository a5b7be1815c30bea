# Reading: from bytes of any encoding to lines, and from lines to records.
fm_library(fm_evidence_reading
  HEADERS ${CMAKE_CURRENT_SOURCE_DIR}
  SOURCES
    evidence/content_type.cpp
    evidence/decoded_source.cpp
    evidence/gzip_source.cpp
    evidence/line_reader.cpp
    evidence/time_formats.cpp
    evidence/time_parser.cpp
    evidence/time_zone.cpp
    evidence/utf8.cpp
  PUBLIC fm::evidence_api
  PRIVATE ZLIB::ZLIB)
