#pragma once
// The names under which values leave, and how they come back.
#include "fm/redaction/link_watch.hpp"
#include "fm/redaction/value_form.hpp"

#include <fm/crypto/hash.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace fm::redaction {

/// `<EMAIL_3k9x0a7p>`: the word of the kind, and 40 bits of a keyed hash of the value (HMAC-SHA-256) in eight
/// characters. So nothing has to be kept for a value to have the same one in the next turn. When two values
/// of one conversation have the same eight characters, the second gets twelve.
class placeholders {
 public:
  static constexpr std::size_t name_length = 8, long_name_length = 12;

  /// `length` of names, at most `long_name_length`; shorter ones collide more often.
  placeholders(std::string_view key, std::string_view case_id, std::size_t length = name_length);

  struct entry {
    std::string text;  ///< the placeholder
    std::string word;  ///< of the kind
    std::string value;
    bool secret = true;
  };
  /// The placeholder of a value; the kind that it was first seen as stays.
  const entry& of(std::string_view value, std::string_view word, bool secret);
  /// What a name behind the last '_' of a placeholder stands for; none for one that was never given out.
  const entry* find(std::string_view name) const;
  const std::map<std::string, entry, std::less<>>& all() const { return by_name_; }

 private:
  crypto::hmac_sha256 hash_;
  std::size_t length_;
  std::map<std::string, entry, std::less<>> by_name_;
  std::map<std::string, std::string, std::less<>> name_of_;  // by value
};

/// Puts values back into a text that comes in pieces of any size. A text goes on as soon as no placeholder
/// can begin in it, so that never half of one is handed out. Restored is what is unmistakable: the word and a
/// name that was given out, in any case, with its brackets, without one or both of them, or with them written
/// for HTML or JSON (`&lt;EMAIL_…&gt;`, `\u003cEMAIL_…\u003e`), also under another word. Everything else
/// stays: a name that was not given out, or a part of one; and secrets within the address of a link, for a
/// text that is shown may fetch what its links name, and so hand the secret to whoever had them written.
class streamed_restorer {
 public:
  /// `known` has to live as long. Without secrets only personal data comes back.
  explicit streamed_restorer(const placeholders& known, value_form form = value_form::plain,
                             bool with_secrets = true)
      : known_(known), form_(form), with_secrets_(with_secrets), link_(form) {}

  /// What is certain after this piece.
  std::string feed(std::string_view piece);
  /// The rest, at the end of the text.
  std::string finish();

 private:
  std::string settle(bool ended);

  const placeholders& known_;
  value_form form_;
  bool with_secrets_;
  link_watch link_;  ///< of what is certain
  std::string waiting_;
};

}  // namespace fm::redaction
