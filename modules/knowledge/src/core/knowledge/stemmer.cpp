#include "knowledge/stemmer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fm::knowledge {
namespace {

using pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<pair, 18> exceptional_forms = {{
    {"skis", "ski"},
    {"skies", "sky"},
    {"dying", "die"},
    {"lying", "lie"},
    {"tying", "tie"},
    {"idly", "idl"},
    {"gently", "gentl"},
    {"ugly", "ugli"},
    {"early", "earli"},
    {"only", "onli"},
    {"singly", "singl"},
    {"sky", "sky"},
    {"news", "news"},
    {"howe", "howe"},
    {"atlas", "atlas"},
    {"cosmos", "cosmos"},
    {"bias", "bias"},
    {"andes", "andes"},
}};
constexpr std::array<std::string_view, 8> invariant_after_plural = {
    "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"};
constexpr std::array<std::string_view, 9> doubles = {"bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"};

constexpr std::array<pair, 24> step2_suffixes = {{
    {"ization", "ize"}, {"ational", "ate"}, {"fulness", "ful"}, {"ousness", "ous"}, {"iveness", "ive"},
    {"tional", "tion"}, {"biliti", "ble"},  {"lessli", "less"}, {"entli", "ent"},   {"ation", "ate"},
    {"alism", "al"},    {"aliti", "al"},    {"ousli", "ous"},   {"iviti", "ive"},   {"fulli", "ful"},
    {"enci", "ence"},   {"anci", "ance"},   {"abli", "able"},   {"izer", "ize"},    {"ator", "ate"},
    {"alli", "al"},     {"bli", "ble"},     {"ogi", "og"},      {"li", ""},
}};
constexpr std::array<pair, 9> step3_suffixes = {{
    {"ational", "ate"},
    {"tional", "tion"},
    {"alize", "al"},
    {"icate", "ic"},
    {"iciti", "ic"},
    {"ative", ""},
    {"ical", "ic"},
    {"ness", ""},
    {"ful", ""},
}};
constexpr std::array<std::string_view, 18> step4_suffixes = {"ement", "ance", "ence", "able", "ible", "ment",
                                                             "ant",   "ent",  "ism",  "ate",  "iti",  "ous",
                                                             "ive",   "ize",  "ion",  "al",   "er",   "ic"};

class porter2 {
 public:
  explicit porter2(std::string_view word) : w_(word) {}

  std::string run() {
    for (std::size_t i = 0; i < w_.size(); ++i) {
      if (w_[i] == 'y' && (i == 0 || is_vowel(i - 1))) w_[i] = 'Y';
    }
    find_regions();
    step1a();
    if (std::find(invariant_after_plural.begin(), invariant_after_plural.end(), w_) !=
        invariant_after_plural.end()) {
      return w_;
    }
    step1b();
    step1c();
    step2();
    step3();
    step4();
    step5();
    std::replace(w_.begin(), w_.end(), 'Y', 'y');
    return std::move(w_);
  }

 private:
  bool is_vowel(std::size_t i) const {
    return std::string_view("aeiouy").find(w_[i]) != std::string_view::npos;
  }
  bool ends(std::string_view suffix) const { return w_.ends_with(suffix); }
  bool has_vowel_before(std::size_t end) const {
    for (std::size_t i = 0; i < end; ++i) {
      if (is_vowel(i)) return true;
    }
    return false;
  }
  std::size_t region_after(std::size_t from) const {
    for (std::size_t i = from + 1; i < w_.size(); ++i) {
      if (!is_vowel(i) && is_vowel(i - 1)) return i + 1;
    }
    return w_.size();
  }
  void find_regions() {
    r1_ = region_after(0);
    for (std::string_view prefix : {"gener", "commun", "arsen"}) {
      if (w_.starts_with(prefix)) r1_ = prefix.size();
    }
    r2_ = r1_ >= w_.size() ? w_.size() : region_after(r1_);
  }
  bool in_r1(std::string_view suffix) const { return w_.size() - suffix.size() >= r1_; }
  bool in_r2(std::string_view suffix) const { return w_.size() - suffix.size() >= r2_; }
  void replace(std::string_view suffix, std::string_view by) {
    w_.resize(w_.size() - suffix.size());
    w_ += by;
  }
  // A vowel and a consonant other than w, x, Y at the end, after a consonant; or a word of vowel and
  // consonant.
  bool ends_in_short_syllable(std::size_t end) const {
    if (end == 2) return is_vowel(0) && !is_vowel(1);
    if (end < 3) return false;
    char last = w_[end - 1];
    return !is_vowel(end - 3) && is_vowel(end - 2) && !is_vowel(end - 1) && last != 'w' && last != 'x' &&
           last != 'Y';
  }
  bool is_short() const { return r1_ >= w_.size() && ends_in_short_syllable(w_.size()); }

  void step1a() {
    if (ends("sses")) {
      replace("sses", "ss");
    } else if (ends("ied") || ends("ies")) {
      replace("ied", w_.size() > 4 ? "i" : "ie");
    } else if (ends("s") && !ends("us") && !ends("ss") && w_.size() > 2 && has_vowel_before(w_.size() - 2)) {
      w_.pop_back();
    }
  }
  void step1b() {
    for (std::string_view suffix : {"eedly", "eed"}) {
      if (!ends(suffix)) continue;
      if (in_r1(suffix)) replace(suffix, "ee");
      return;
    }
    for (std::string_view suffix : {"ingly", "edly", "ing", "ed"}) {
      if (!ends(suffix)) continue;
      if (!has_vowel_before(w_.size() - suffix.size())) return;
      replace(suffix, "");
      if (ends("at") || ends("bl") || ends("iz")) {
        w_ += 'e';
      } else if (w_.size() >= 2 && std::find(doubles.begin(), doubles.end(),
                                             std::string_view(w_).substr(w_.size() - 2)) != doubles.end()) {
        w_.pop_back();
      } else if (is_short()) {
        w_ += 'e';
      }
      return;
    }
  }
  void step1c() {
    if (w_.size() > 2 && (w_.back() == 'y' || w_.back() == 'Y') && !is_vowel(w_.size() - 2)) w_.back() = 'i';
  }
  void step2() {
    for (const auto& [suffix, by] : step2_suffixes) {
      if (!ends(suffix)) continue;
      if (!in_r1(suffix)) return;
      if (suffix == "ogi" && (w_.size() < 4 || w_[w_.size() - 4] != 'l')) return;
      if (suffix == "li" && (w_.size() < 3 || std::string_view("cdeghkmnrt").find(w_[w_.size() - 3]) ==
                                                  std::string_view::npos)) {
        return;
      }
      replace(suffix, by);
      return;
    }
  }
  void step3() {
    for (const auto& [suffix, by] : step3_suffixes) {
      if (!ends(suffix)) continue;
      if (in_r1(suffix) && (suffix != "ative" || in_r2(suffix))) replace(suffix, by);
      return;
    }
  }
  void step4() {
    for (std::string_view suffix : step4_suffixes) {
      if (!ends(suffix)) continue;
      if (!in_r2(suffix)) return;
      if (suffix == "ion" && (w_.size() < 4 || (w_[w_.size() - 4] != 's' && w_[w_.size() - 4] != 't')))
        return;
      replace(suffix, "");
      return;
    }
  }
  void step5() {
    if (ends("e")) {
      if (in_r2("e") || (in_r1("e") && !ends_in_short_syllable(w_.size() - 1))) w_.pop_back();
    } else if (ends("ll") && in_r2("l")) {
      w_.pop_back();
    }
  }

  std::string w_;
  std::size_t r1_ = 0;
  std::size_t r2_ = 0;
};

}  // namespace

std::string stem_english(std::string_view word) {
  if (word.size() <= 2 || word.size() > 40) return std::string(word);
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return std::string(word);
  for (const auto& [form, stem] : exceptional_forms) {
    if (word == form) return std::string(stem);
  }
  return porter2(word).run();
}

}  // namespace fm::knowledge
