#pragma once
// Groups log messages by the template that produced them.
#include "evidence/message_tokens.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fm::evidence {

/// What keeps the miner bounded, and the one threshold that it has.
struct miner_options {
  double similarity = 0.5;     ///< share of constant tokens that two messages of one template have in common
  std::uint32_t siblings = 4;  ///< so many words at one place make the place a variable
  std::uint32_t first_siblings = 6;      ///< as many for the first word, which mostly tells what happened
  std::uint32_t max_templates = 20'000;  ///< beyond, messages join one template per token count
  std::uint32_t max_tokens = 200;        ///< tokens of a message that count
  std::uint32_t max_words = 300'000;     ///< distinct tokens remembered
  std::uint32_t max_fingerprints = 400'000;
};

/// Mines templates online, message by message, with hand-written masks for numbers, addresses and ids.
///
/// A message is reduced to a fingerprint of its masked tokens in one scan, which passes over the values of
/// fields, quoted values and paths; a known fingerprint is a hash look-up. A new one is cut into tokens by
/// richer masks (`split_message`), descends Drain's fixed-depth tree (He et al., ICWS 2017: token count, then
/// leading tokens) and joins the most similar template there. Unlike Drain, a place where only plain words
/// differ ("opened", "closed") separates templates until `siblings` different words were seen there: few
/// words are a vocabulary, many are names. What only the whole log tells is left to `consolidate`.
class template_miner {
 public:
  using id_type = std::uint32_t;

  explicit template_miner(miner_options options = {});

  /// The template of `message`, new or known. Ids are dense from 0; later merges are seen through `root`.
  id_type add(std::string_view message);

  /// Merges templates that the whole log shows to be one: those that differ in one place only, where names
  /// stand. To be called after the last message; ids are resolved through `root`.
  void consolidate();

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
  struct word {
    std::string text;
    token bare;    // without punctuation around it
    bool plain;    // differs only between statements, until shown to be a name
    bool event;    // tells statements apart as the first word
    bool letters;  // counts as a constant
    bool value;    // a unit or a truth value
    bool capital;  // a state or a verb of a protocol
    bool verb;
    bool cue;           // names follow
    bool name = false;  // was seen as a value; of bare words only
  };
  struct variation {       // a template seen without one of its tokens
    std::uint64_t others;  // hash of the place and of the tokens at all other places
    id_type id;
    std::uint32_t place;
  };

  std::uint64_t fingerprint(std::string_view message);
  void tokenize(std::string_view message);
  token intern(std::string_view word);
  /// A word that differs there separates templates: the first word tells what happened.
  bool separates(std::size_t place, token t) const { return place == 0 ? words_[t].event : words_[t].plain; }
  id_type place();
  id_type create(std::uint64_t leaf_key);
  void merge(id_type into, id_type other);
  bool verbs_differ(const std::vector<id_type>& kin, const std::vector<std::uint32_t>& places) const;
  bool merge_alike();
  /// Those of which there may be two alike, sorted.
  std::vector<variation> variations() const;
  bool is_variable(std::span<const variation> group) const;
  id_type join_or_part(id_type candidate, std::uint64_t leaf_key);
  std::uint64_t leaf_key() const;

  miner_options options_;
  std::vector<entry> templates_;
  std::unordered_map<std::uint64_t, id_type> by_fingerprint_;
  std::unordered_map<std::uint64_t, leaf> leaves_;
  std::unordered_map<std::uint64_t, std::vector<id_type>>
      siblings_;      // tokens with the differing places blanked
  struct text_hash {  // look-ups without a copy of the text
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, token, text_hash, std::equal_to<>> word_ids_;
  std::vector<word> words_;
  std::vector<token> line_;  // the message at hand
  std::string masked_;
  message_tokens split_;
  std::vector<std::uint32_t> differing_;
  std::vector<std::string_view> values_;            // of the message at hand
  std::unordered_set<std::uint64_t> known_values_;  // hashes of those whose words are known as names
  bool last_was_new_ = false;
};

/// `message` with what varies by form replaced: every piece that contains a digit becomes `<*>`.
std::string mask(std::string_view message);

}  // namespace fm::evidence
