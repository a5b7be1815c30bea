#include "digest_codec.hpp"

#include <fm/actors/wire.hpp>

namespace fm::evidence {

namespace {

/// Raise it when the analysis of logs finds more or says it in another way: what is stored is then old.
constexpr std::string_view analysis_revision = "1";

}  // namespace

std::int64_t digest_fingerprint() {
  static const auto value =
      static_cast<std::int64_t>(hash_name(schema_of<digest>() + std::string(analysis_revision)));
  return value;
}

std::string encode_digest(const digest& d) {
  actors::bytes out;
  actors::save_value(out, d);
  return {out.begin(), out.end()};
}

std::optional<digest> decode_digest(const std::string& bytes) {
  actors::bytes in(bytes.begin(), bytes.end());
  digest d;
  if (!actors::load_values(in, d)) return std::nullopt;
  return d;
}

}  // namespace fm::evidence
