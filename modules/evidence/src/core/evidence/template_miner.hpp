#pragma once
// Groups log messages by the template that produced them.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fm::evidence {

/// What keeps the miner bounded, and the one threshold that it has.
struct miner_options {
  double similarity = 0.5;     ///< share of constant tokens that two messages of one template have in common
  std::uint32_t siblings = 4;  ///< so many words at one place make the place a variable
  std::uint32_t max_templates = 20'000;  ///< beyond, messages join one template per token count
  std::uint32_t max_tokens = 200;        ///< tokens of a message that count
  std::uint32_t max_words = 300'000;     ///< distinct tokens remembered
  std::uint32_t max_fingerprints = 400'000;
};

/// Mines templates online, message by message, with hand-written masks for numbers, addresses and ids.
///
/// A message is reduced to a fingerprint of its masked tokens in one scan; a known fingerprint is a hash
/// look-up. A new one descends Drain's fixed-depth tree (He et al., ICWS 2017: token count, then leading
/// tokens) and joins the most similar template there. Unlike Drain, a place where only plain words differ
/// ("opened", "closed") separates templates until `siblings` different words were seen there: few words are a
/// vocabulary, many are names.
class template_miner {
 public:
  using id_type = std::uint32_t;

  explicit template_miner(miner_options options = {});

  /// The template of `message`, new or known. Ids are dense from 0; later merges are seen through `root`.
  id_type add(std::string_view message);

  /// True when the last `add` saw its masked form for the first time.
  bool last_was_new() const { return last_was_new_; }

  /// The template that `id` has become part of, itself when it was never merged.
  id_type root(id_type id) const;

  /// Number of ids given out, merged ones included.
  std::size_t ids() const { return templates_.size(); }

  /// Constant words and `<*>`, separated by single blanks.
  std::string text(id_type id) const;

  /// Number of tokens that are no variable, and of all tokens.
  std::size_t constants(id_type id) const;

 private:
  using token = std::uint32_t;  // index into words_; 0 is the wildcard
  struct entry {
    std::vector<token> tokens;
    id_type parent;
  };
  struct leaf {
    std::vector<id_type> members;
  };

  std::uint64_t fingerprint(std::string_view message) const;
  void tokenize(std::string_view message);
  token intern(std::string_view word);
  bool plain(token t) const { return word_is_plain_[t]; }
  id_type place();
  id_type create(std::uint64_t leaf_key);
  void merge(id_type into, id_type other);
  id_type join_or_part(id_type candidate, std::uint64_t leaf_key);
  std::uint64_t leaf_key() const;

  miner_options options_;
  std::vector<entry> templates_;
  std::unordered_map<std::uint64_t, id_type> by_fingerprint_;
  std::unordered_map<std::uint64_t, leaf> leaves_;
  std::unordered_map<std::uint64_t, std::vector<id_type>>
      siblings_;  // tokens with the differing places blanked
  std::unordered_map<std::string, token> word_ids_;
  std::vector<std::string> words_;
  std::vector<bool> word_is_plain_;
  std::vector<token> line_;  // the message at hand
  std::string scratch_;
  std::vector<std::uint32_t> differing_;
  bool last_was_new_ = false;
};

/// `message` with what varies by form replaced: every piece that contains a digit becomes `<*>`.
std::string mask(std::string_view message);

}  // namespace fm::evidence
