# Reading: from bytes of any encoding to lines, and from lines to records.
fm_library(fm_evidence_reading
  HEADERS ${CMAKE_CURRENT_SOURCE_DIR}
  SOURCES
    evidence/container_prefix.cpp
    evidence/content_type.cpp
    evidence/continuation.cpp
    evidence/decoded_source.cpp
    evidence/field_scanner.cpp
    evidence/file_text.cpp
    evidence/gzip_source.cpp
    evidence/head_layout.cpp
    evidence/head_parser.cpp
    evidence/head_token.cpp
    evidence/known_heads.cpp
    evidence/line_reader.cpp
    evidence/picture_header.cpp
    evidence/severity_word.cpp
    evidence/structured_record.cpp
    evidence/time_formats.cpp
    evidence/time_parser.cpp
    evidence/time_tail.cpp
    evidence/time_zone.cpp
    evidence/utf8.cpp
  PUBLIC fm::evidence_api fm::civil fm::utf8
  PRIVATE ZLIB::ZLIB)
