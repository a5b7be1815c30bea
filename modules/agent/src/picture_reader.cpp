#include "picture_reader.hpp"

#include <fm/crypto/base64.hpp>
#include <fm/crypto/hash.hpp>

#include <utility>

namespace fm::agent {

namespace {

/// Base64 takes a third more; it is held by the request, its copy for one model, its JSON and its text.
constexpr std::uint64_t copies = 6;

}  // namespace

read_pictures read_for_sending(const std::vector<sent_picture>& pictures, const model_options& how,
                               budget::memory_share& share) {
  read_pictures out;
  const auto none = [](std::string why) { return read_pictures{{}, std::move(why)}; };
  if (!how.sends_pictures || !how.open_picture) return none("LLM_SEND_IMAGES is not set");
  for (const auto& p : pictures) {
    if (!share.grow(p.bytes * copies)) return none("too many pictures were being sent at the same time");
    auto bytes = how.open_picture(p.path, p.bytes);
    if (!bytes) return none("it could not be read: " + bytes.error().text);
    if (crypto::hex(crypto::sha256(*bytes)) != p.sha256) return none("it has changed since it was brought");
    out.images.push_back({p.media_type, crypto::to_base64(*bytes)});
  }
  return out;
}

}  // namespace fm::agent
