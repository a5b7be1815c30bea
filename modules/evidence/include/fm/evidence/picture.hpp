#pragma once
// A picture among the evidence: nobody reads it here, a model that sees may be shown it.
#include "fm/actors/context.hpp"
#include "fm/evidence/look_messages.hpp"

#include <cstdint>
#include <string>

namespace fm::evidence {

/// What the header of a picture says, by its bytes and not by what an upload declares.
struct picture_facts {
  std::string media_type;    ///< "image/png", "image/jpeg", "image/gif", "image/webp"; empty: it is none
  std::uint32_t width = 0;   ///< pixels
  std::uint32_t height = 0;  ///< pixels
  std::uint64_t bytes = 0;   ///< 0 when it is larger than what is read of one
  std::string sha256;        ///< 64 hexadecimal digits; empty when it is larger than that
  std::string unfit;         ///< why no model is shown it, to be read after "it "; empty when one may be
  bool operator==(const picture_facts&) const = default;
  bool is_picture() const { return !media_type.empty(); }
};

/// A picture that was brought.
struct picture {
  file_source source;
  picture_facts is;
  std::string id;          ///< of the evidence; empty on the command line
  std::uint32_t turn = 0;  ///< of the case, when it was uploaded
};

}  // namespace fm::evidence
