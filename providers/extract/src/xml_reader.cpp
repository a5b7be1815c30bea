#include "xml_reader.hpp"

#include <expat.h>

#include <cstddef>

namespace fm::extract {

namespace {

constexpr std::size_t deepest = 256;
constexpr char separator = '\n';

std::string_view local(const char* name) {
  std::string_view whole(name);
  const auto at = whole.rfind(separator);
  return at == std::string_view::npos ? whole : whole.substr(at + 1);
}

}  // namespace

struct xml_reader::state {
  explicit state(xml_sink& sink) : to(sink), parser(::XML_ParserCreateNS("UTF-8", separator)) {
    ::XML_SetUserData(parser, this);
    ::XML_SetElementHandler(parser, begin, end);
    ::XML_SetCharacterDataHandler(parser, text);
    // Entities are defined there; no document of an office program has one.
    ::XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*,
                                                int) { of(self).stop("it declares a document type"); });
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() { ::XML_ParserFree(parser); }

  static state& of(void* self) { return *static_cast<state*>(self); }
  static void begin(void* self, const XML_Char* name, const XML_Char** given) {
    auto& s = of(self);
    if (++s.depth > deepest) {
      s.stop("its elements are nested too deeply");
      return;
    }
    xml_sink::attributes all;
    for (; *given != nullptr; given += 2) all.emplace(local(given[0]), given[1]);
    s.to.begin(local(name), all);
  }
  static void end(void* self, const XML_Char* name) {
    --of(self).depth;
    of(self).to.end(local(name));
  }
  static void text(void* self, const XML_Char* piece, int size) {
    of(self).to.text({piece, static_cast<std::size_t>(size)});
  }
  void stop(const char* why) {
    error = why;
    ::XML_StopParser(parser, XML_FALSE);
  }
  bool parse(std::string_view piece, bool last) {
    if (!error.empty()) return false;
    if (::XML_Parse(parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK)
      return true;
    if (error.empty())
      error = std::string("it is no well-formed XML: ") + ::XML_ErrorString(::XML_GetErrorCode(parser));
    return false;
  }

  xml_sink& to;
  XML_Parser parser;
  std::size_t depth = 0;
  std::string error;
};

xml_reader::xml_reader(xml_sink& to) : state_(std::make_unique<state>(to)) {}
xml_reader::~xml_reader() = default;
bool xml_reader::feed(std::string_view piece) { return state_->parse(piece, false); }
bool xml_reader::finish() { return state_->parse({}, true); }
const std::string& xml_reader::error() const { return state_->error; }

}  // namespace fm::extract
