#pragma once
// Requests with pictures, and the same without.
#include <fm/providers/model.hpp>

#include <cstdint>

namespace fm::model {

inline std::uint32_t image_count(const providers::model_request& r) {
  std::size_t n = 0;
  for (const auto& m : r.messages) n += m.images.size();
  return static_cast<std::uint32_t>(n);
}

inline void drop_images(providers::model_request& r) {
  for (auto& m : r.messages) m.images.clear();
}

}  // namespace fm::model
