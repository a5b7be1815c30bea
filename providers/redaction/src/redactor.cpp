#include "fm/redaction/redactor.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <vector>

namespace fm::redaction {

namespace {

struct kind_of_secret {
  std::string_view name;
  std::unique_ptr<re2::RE2> pattern;  // group 1 is what is replaced
};

/// In the order in which they are tried: the more specific first.
const std::vector<kind_of_secret>& kinds() {
  static const std::vector<kind_of_secret> all = [] {
    struct raw {
      std::string_view name;
      const char* pattern;
    };
    const auto patterns = std::to_array<raw>({
        {"KEY", R"re((?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)))re"},
        {"TOKEN", R"re((eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*))re"},
        {"TOKEN", R"re((?i)\b(?:bearer|basic|token)\s+([A-Za-z0-9._~+/-]{16,}=*))re"},
        {"TOKEN",
         R"re(\b((?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,}|[sr]k_live_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{10,}|npm_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}|hvs\.[A-Za-z0-9_-]{10,}|dop_v1_[a-f0-9]{20,}|SG\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|pypi-[A-Za-z0-9_-]{16,}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|AIza[0-9A-Za-z_-]{35}))re"},
        {"SECRET", R"re(\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{0,100}:([^\s@/]{1,200})@)re"},
        {"SECRET",
         R"re((?i)\b[\w.-]*(?:passw(?:or)?d|passwd|passphrase|(?:db|user|root)[_-]?pass|pass|pwd|secret(?:[_-]?key)?|session(?:id)?|JSESSIONID|PHPSESSID|csrf[_-]?token|otp|token|x-amz-signature|x-amz-security-token|accountkey|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|credential)s?["']?\s*[:=]\s*["']?([^\s"',;&}]{3,200}))re"},
        {"EMAIL", R"re(\b([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}))re"},
        {"IP",
         R"re((?:^|[^\w.])((?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))(?:$|[^\w.]|\.\s|\.$))re"},
        {"IP",
         R"re((?i)(?:^|[^\w:.])((?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?:$|[^\w:.]))re"},
        {"CARD", R"re((?:^|[^\w-])((?:\d[ -]?){12,18}\d)(?:$|[^\w-]))re"},
    });
    std::vector<kind_of_secret> out;
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    for (const auto& p : patterns) out.push_back({p.name, std::make_unique<re2::RE2>(p.pattern, options)});
    return out;
  }();
  return all;
}

bool passes_luhn(std::string_view number) {
  int sum = 0, digits = 0;
  for (std::size_t i = number.size(); i-- > 0;) {
    if (number[i] < '0' || number[i] > '9') continue;
    int d = number[i] - '0';
    if (digits++ % 2 == 1 && (d *= 2) > 9) d -= 9;
    sum += d;
  }
  return digits >= 13 && sum % 10 == 0;
}

struct hit {
  std::size_t begin, end;
  std::string_view kind;
};

/// Kinds are tried in order: of two hits that overlap, the one of the earlier kind stays. By begin.
std::map<std::size_t, hit> without_overlaps(const std::vector<hit>& hits) {
  std::map<std::size_t, hit> kept;
  for (const auto& h : hits) {
    auto next = kept.lower_bound(h.begin);
    const bool free = (next == kept.end() || h.end <= next->first) &&
                      (next == kept.begin() || std::prev(next)->second.end <= h.begin);
    if (free) kept.emplace(h.begin, h);
  }
  return kept;
}

}  // namespace

std::string redactor::placeholder(std::string_view kind, std::string_view value) {
  if (auto known = by_value_.find(value); known != by_value_.end()) return known->second;
  auto text = "<" + std::string(kind) + "_" + std::to_string(++counts_[std::string(kind)]) + ">";
  by_value_.emplace(value, text);
  by_placeholder_.emplace(text, value);
  return text;
}

providers::redacted_text redactor::redact(std::string_view text) {
  if (!replaces_) return providers::redacted_text(std::string(text));
  std::vector<hit> hits;
  for (const auto& k : kinds()) {
    re2::StringPiece all(text.data(), text.size());
    std::array<re2::StringPiece, 2> groups;
    std::size_t from = 0;
    while (from < all.size() &&
           k.pattern->Match(all, from, all.size(), re2::RE2::UNANCHORED, groups.data(), 2)) {
      auto begin = static_cast<std::size_t>(groups[1].data() - all.data());
      auto end = begin + groups[1].size();
      if (k.name != "CARD" || passes_luhn({groups[1].data(), groups[1].size()}))
        hits.push_back({begin, end, k.name});
      from = std::max(end, from + 1);  // a match's last byte may begin the next one
    }
  }
  auto kept = without_overlaps(hits);
  for (const auto& [begin, h] : kept) placeholder(h.kind, text.substr(h.begin, h.end - h.begin));
  // What is known as a secret is one wherever it stands; bounded, for each is looked for.
  constexpr std::size_t shortest_known = 6, most_known = 500;
  if (by_value_.size() <= most_known) {
    for (const auto& [value, known_as] : by_value_)
      for (auto at = value.size() < shortest_known ? text.npos : text.find(value); at != text.npos;
           at = text.find(value, at + value.size()))
        hits.push_back(
            {at, at + value.size(), std::string_view(known_as).substr(1, known_as.rfind('_') - 1)});
    kept = without_overlaps(hits);
  }
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, h] : kept) {
    out.append(text.substr(at, h.begin - at));
    out += placeholder(h.kind, text.substr(h.begin, h.end - h.begin));
    at = h.end;
  }
  out.append(text.substr(at));
  return providers::redacted_text(std::move(out));
}

std::string redactor::restore(std::string_view text, bool with_secrets) const {
  std::string out;
  while (!text.empty()) {
    auto open = text.find('<');
    if (open == std::string_view::npos) break;
    out.append(text.substr(0, open));
    text.remove_prefix(open);
    auto close = text.find('>');
    auto known = close == std::string_view::npos ? by_placeholder_.end()
                                                 : by_placeholder_.find(text.substr(0, close + 1));
    const bool secret =
        text.starts_with("<SECRET_") || text.starts_with("<TOKEN_") || text.starts_with("<KEY_");
    if (known == by_placeholder_.end() || (secret && !with_secrets)) {
      out.push_back('<');
      text.remove_prefix(1);
    } else {
      out += known->second;
      text.remove_prefix(close + 1);
    }
  }
  return out.append(text);
}

}  // namespace fm::redaction
