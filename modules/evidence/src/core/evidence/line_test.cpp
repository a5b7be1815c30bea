#include "evidence/line_test.hpp"

#include <re2/re2.h>

#include <cstdint>

namespace fm::evidence {

namespace {

constexpr std::int64_t most_memory = 2u << 20;  // of the expression and its automata, in bytes
/// What RE2 falls back to looks at each instruction for each byte of a line.
constexpr int most_instructions = 3'000;

/// An expression for a template: its words in their order, anything where it has `<*>`.
std::string expression_of(std::string_view pattern) {
  constexpr std::string_view wildcard = "<*>";
  std::string out;
  std::string word;
  const auto end_word = [&] {
    out += re2::RE2::QuoteMeta(word);
    word.clear();
  };
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern.substr(i).starts_with(wildcard)) {
      end_word();
      out += ".*?";
      i += wildcard.size();
    } else if (pattern[i] == ' ' || pattern[i] == '\t') {
      end_word();
      out += "\\s+";
      i = pattern.find_first_not_of(" \t", i);
      if (i == std::string_view::npos) break;
    } else {
      word += pattern[i++];
    }
  }
  end_word();
  return out;
}

std::string expression_of(query_kind kind, std::string_view query) {
  switch (kind) {
    case query_kind::text:
      return "(?i)" + re2::RE2::QuoteMeta(re2::StringPiece(query.data(), query.size()));
    case query_kind::pattern:
      return expression_of(query);
    case query_kind::regex:
    case query_kind::anything:
      break;
  }
  return std::string(query);
}

}  // namespace

line_test::line_test(query_kind kind, std::string_view query) {
  if (kind == query_kind::anything) return;
  if (query.size() > longest_query) {
    error_ = "the query is longer than " + std::to_string(longest_query) + " bytes";
    return;
  }
  re2::RE2::Options how;
  how.set_log_errors(false);
  how.set_max_mem(most_memory);
  auto form = std::make_unique<re2::RE2>(expression_of(kind, query), how);
  if (!form->ok())
    error_ = "the regular expression cannot be used: " + form->error();
  else if (form->ProgramSize() > most_instructions)
    error_ = "the regular expression is too complex: use fewer or smaller repetitions and alternatives";
  else
    form_ = std::move(form);
}

line_test::~line_test() = default;
line_test::line_test(line_test&&) noexcept = default;

bool line_test::holds(std::string_view line, match_place& place) const {
  place = {};
  if (!form_) return error_.empty();
  const re2::StringPiece text(line.data(), line.size());
  // Where it stands costs more than whether, and most lines do not hold it.
  if (!form_->Match(text, 0, line.size(), re2::RE2::UNANCHORED, nullptr, 0)) return false;
  re2::StringPiece found;
  if (form_->Match(text, 0, line.size(), re2::RE2::UNANCHORED, &found, 1))
    place = {static_cast<std::size_t>(found.data() - line.data()), found.size()};
  return true;
}

}  // namespace fm::evidence
