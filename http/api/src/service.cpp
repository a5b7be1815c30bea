#include <fm/http/service.hpp>
#include <fm/http/text.hpp>

#include <unistd.h>

namespace fm::http {

incoming::~incoming() {
  // What was taken over has another name by now.
  for (const auto& part : form)
    if (!part.spool.empty()) ::unlink(part.spool.c_str());
}

std::string_view incoming::header(std::string_view name) const {
  for (const auto& [field_name, value] : fields)
    if (same_word(field_name, name)) return value;
  return {};
}

}  // namespace fm::http
