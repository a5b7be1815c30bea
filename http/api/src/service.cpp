#include <fm/http/service.hpp>
#include <fm/http/text.hpp>

#include <unistd.h>

namespace fm::http {

namespace {

bool is_host(std::string_view text) {
  constexpr std::size_t longest = 255 + 6;  // a name and a port
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") ==
             std::string_view::npos;
}

}  // namespace

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

std::string_view incoming::called_name() const {
  const auto forwarded = by_proxy ? field(known_field::forwarded_host) : std::string_view();
  return is_host(forwarded) ? forwarded : field(known_field::host);
}

std::string incoming::base() const {
  auto by = scheme;
  const auto host = called_name();
  if (by_proxy) {
    const auto proto = field(known_field::forwarded_proto);
    if (proto == "http" || proto == "https") by = proto;
  }
  if (!is_host(host)) return {};
  return std::string(by) + "://" + std::string(host);
}

}  // namespace fm::http
