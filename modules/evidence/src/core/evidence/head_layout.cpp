#include "evidence/head_layout.hpp"

#include "evidence/known_heads.hpp"
#include "evidence/severity_word.hpp"

#include <algorithm>
#include <bit>

namespace fm::evidence {
namespace {

constexpr std::size_t most_layouts = 4;
constexpr std::size_t last_anchor = 10;  // times and severities further right belong to the message

bool share(std::size_t part, std::size_t whole, std::size_t percent) { return part * 100 >= whole * percent; }

// Names of errors are messages, not components.
bool is_error_name(std::string_view name) {
  if (name.empty() || severity_of_word(name) != severity::none) return true;
  switch (name.back()) {
    case 'r':
      if (name.ends_with("Error") || name.ends_with("error")) return true;
      break;
    case 'n':
      if (name.ends_with("Exception")) return true;
      break;
    case 'd':
      if (name.ends_with("ailed")) return true;
      break;
    default:
      break;
  }
  // ORA-00001, AH00126: codes that say what happened.
  bool digit = false;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') return false;
    digit |= c >= '0' && c <= '9';
  }
  return digit;
}

// A word that may stand between a time and a severity: a host, a logger, a subsystem in capitals.
bool may_be_column(std::string_view word) {
  if (looks_like_identifier(word)) return true;
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Which token states the severity of the line, or -1.
int find_level(const line_shape& shape) {
  const int last_time = shape.times == 0 ? -1 : std::bit_width(shape.times) - 1;
  int plain_words = 0;
  for (std::size_t i = 0; i < std::min(shape.count, last_anchor); ++i) {
    const auto& t = shape.tokens[i];
    if (t.kind == token_kind::body) return -1;
    if (t.kind == token_kind::level) {
      const bool before_time = static_cast<int>(i) < last_time;
      if (t.loud ? plain_words <= 1 || before_time : plain_words == 0 && (shape.times != 0 || i > 0))
        return static_cast<int>(i);
    }
    if (static_cast<int>(i) < last_time) continue;
    // `Failed to read: ERROR` has words in front that no head has.
    if (t.kind == token_kind::word && !may_be_column(shape.token(i))) ++plain_words;
    if (t.kind == token_kind::word && shape.times == 0) ++plain_words;
  }
  return -1;
}

// How many tokens the head has at least.
std::size_t anchor_of(std::uint32_t times, int level) {
  return static_cast<std::size_t>(std::max(static_cast<int>(std::bit_width(times)), level + 1));
}

// In which columns a severity in small letters is one: where most lines have it. Elsewhere `error while
// reading` is a sentence.
std::uint32_t quiet_levels(std::span<const line_shape> sample) {
  std::array<std::size_t, line_shape::most_tokens> stated{};
  std::size_t headed = 0;
  for (const auto& line : sample) {
    headed += line.has_head();
    if (line.level >= 0) ++stated[static_cast<std::size_t>(line.level)];
  }
  std::uint32_t columns = 0;
  for (std::size_t i = 0; i < stated.size(); ++i)
    if (stated[i] >= 3 && share(stated[i], headed, 50)) columns |= 1u << i;
  return columns;
}

}  // namespace

line_shape shape_of(std::string_view text, time_parser& times) {
  line_shape shape;
  shape.text = text;
  std::size_t at = 0;
  bool after_number = false;
  bool after_level = false;
  int plain_words = 0;
  while (shape.count < line_shape::most_tokens) {
    auto& t = shape.tokens[shape.count];
    if (!read_head_token(text, at, times, after_number, t)) break;
    // A time behind half a sentence, or a second one behind the severity, is a part of the message.
    const bool in_head =
        shape.count < last_anchor && (shape.times == 0 ? plain_words <= 1 : plain_words == 0 && !after_level);
    if (t.kind == token_kind::time && in_head) shape.times |= 1u << shape.count;
    after_number = t.kind == token_kind::number;
    after_level |= t.kind == token_kind::level;
    plain_words += t.kind == token_kind::word && !may_be_column(text.substr(t.begin, t.end - t.begin));
    ++shape.count;
    at = t.end;
    if (t.kind == token_kind::body) break;
    // Two words of a sentence, and neither time nor severity so far: there is no head.
    if (plain_words >= 2 && shape.times == 0 && !after_level) break;
  }
  shape.level = find_level(shape);
  return shape;
}

void head_layout::extend(std::span<const line_shape* const> lines, std::size_t from) {
  const auto all = lines.size();
  const bool many = all >= 3;
  for (auto i = from; i < line_shape::most_tokens; ++i) {
    std::array<std::size_t, 8> kinds{};
    std::size_t columns = 0;
    std::size_t identifiers = 0;
    std::size_t dotted = 0;
    std::size_t before_mark = 0;
    std::size_t before_structure = 0;
    std::size_t error_names = 0;
    for (const auto* line : lines) {
      if (i >= line->count) continue;
      const auto& t = line->tokens[i];
      ++kinds[static_cast<std::size_t>(t.kind)];
      const auto word = line->token(i);
      columns += t.column;
      if (t.kind == token_kind::number && i + 1 < line->count) {
        const auto next = line->tokens[i + 1].kind;
        before_structure +=
            next == token_kind::mark || next == token_kind::group || next == token_kind::level;
      }
      if (t.kind == token_kind::word) {
        const bool identifier = looks_like_identifier(word);
        identifiers += identifier;
        dotted += identifier && word.find('.') != std::string_view::npos && word.back() != '.' &&
                  word.find('/') == std::string_view::npos;
        if (i + 1 < line->count) before_mark += line->tokens[i + 1].kind == token_kind::mark;
      }
      if (t.kind == token_kind::label) error_names += is_error_name(bare_name(word));
    }
    const auto of = [&](token_kind k) { return kinds[static_cast<std::size_t>(k)]; };
    if (share(of(token_kind::mark), all, 80)) {
      columns_.push_back({token_kind::mark, use::skip});
    } else if (share(of(token_kind::group), all, 80)) {
      columns_.push_back({token_kind::group, use::skip});
    } else if (share(of(token_kind::number), all, 90) && (many || before_structure == all)) {
      columns_.push_back({token_kind::number, use::skip});
    } else if (share(of(token_kind::label), all, 70) && error_names * 2 < of(token_kind::label) &&
               (many || i > 0)) {
      columns_.push_back({token_kind::label, use::component});
      return;
    } else if (share(of(token_kind::word), all, 80) &&
               ((many && share(columns, all, 80)) ||
                (share(before_mark, all, 80) && (many || identifiers != 0)) ||
                (many && share(dotted, all, 90)))) {
      columns_.push_back({token_kind::word, use::component});
    } else {
      return;
    }
  }
}

// The last word before the severity: a component; hosts and ids further left are not. -1: none.
int name_beside(const line_shape& shape, int level) {
  if (level <= 0 || shape.times == 0) return -1;
  int i = level - 1;
  while (i > 0 && shape.tokens[static_cast<std::size_t>(i)].kind == token_kind::mark) --i;
  const auto kind = shape.tokens[static_cast<std::size_t>(i)].kind;
  return i > 0 && (kind == token_kind::word || kind == token_kind::label) ? i : -1;
}

head_layout head_layout::of(std::span<const line_shape* const> lines, int level, head_tail tail) {
  head_layout layout;
  layout.tail_ = tail;
  const auto& model = *lines.front();
  layout.has_time_ = model.times != 0;
  layout.has_level_ = level >= 0 && tail == head_tail::plain;
  const auto anchor = tail == head_tail::plain ? anchor_of(model.times, level)
                                               : static_cast<std::size_t>(std::bit_width(model.times));
  for (std::size_t i = 0; i < anchor; ++i) {
    auto kind = token_kind::word;
    if ((model.times >> i & 1) != 0) kind = token_kind::time;
    if (static_cast<int>(i) == level) kind = token_kind::level;
    const bool name = static_cast<int>(i) == name_beside(model, level);
    layout.columns_.push_back({kind, name ? use::component : use::skip});
  }
  layout.required_ = anchor;
  if (tail == head_tail::plain) layout.extend(lines, anchor);
  return layout;
}

// Takes the severity, and the component that Apache ([core:error]) and Python (ERROR:app:text) put beside it.
void take_level(std::string_view text, head_token& t, line_head& head) {
  head.level = t.level;
  const auto token = text.substr(t.begin, t.end - t.begin);
  if (token.front() == '[') {
    const auto colon = token.rfind(':');
    if (colon != std::string_view::npos && colon > 1 && colon + 1 < token.size())
      head.component = token.substr(1, colon - 1);
  } else if (token.back() == '/') {
    // Android: E/Tag( 123): text
    const auto stop = text.substr(t.end, 96).find(": ");
    if (stop == std::string_view::npos) return;
    head.component = bare_name(text.substr(t.end, stop));
    t.end += static_cast<std::uint32_t>(stop + 1);
  } else if (token.back() == ':' && t.end < text.size() && text[t.end] != ' ') {
    const auto rest = text.substr(t.end, 96);
    const auto stop = rest.find_first_of(": ");
    if (stop != std::string_view::npos && stop > 0 && rest[stop] == ':') {
      head.component = rest.substr(0, stop);
      t.end += static_cast<std::uint32_t>(stop + 1);
    }
  }
}

bool head_layout::apply(std::string_view text, time_parser& first, time_parser& others,
                        line_head& head) const {
  std::size_t at = 0;
  std::size_t required = required_;
  bool after_number = false;
  bool have_token = false;
  head_token t;
  for (std::size_t i = 0; i < columns_.size();) {
    const auto& c = columns_[i];
    if (!have_token && !read_head_token(text, at, head.time == no_time ? first : others, after_number, t)) {
      if (i < required) return false;
      break;
    }
    have_token = true;
    const bool any = i < required && c.kind == token_kind::word && t.kind != token_kind::time;
    if (c.kind != t.kind && !any) {
      if (i < required) return false;
      if (t.kind == token_kind::level && t.loud && head.level == severity::none) {
        // Some lines of a format without severities state one.
        take_level(text, t, head);
        at = t.end;
        have_token = false;
        continue;
      }
      if (c.kind != token_kind::group && c.kind != token_kind::mark) break;
      ++i;
      continue;
    }
    if (t.kind == token_kind::time) {
      if (head.time == no_time) head.time = t.time;
    } else if (c.kind == token_kind::level) {
      if (!has_time_ && !t.loud) return false;
      take_level(text, t, head);
    } else if (c.as == use::component) {
      const auto name = bare_name(text.substr(t.begin, t.end - t.begin));
      // An error's name begins the message.
      if (c.kind == token_kind::label && is_error_name(name)) break;
      head.component = name;
    }
    after_number = t.kind == token_kind::number;
    at = t.end;
    have_token = false;
    ++i;
  }
  if (tail_ == head_tail::plain && head.level == severity::none && !has_level_) {
    // Another format behind a time: `kubectl logs --timestamps` over lines that have times themselves.
    bool another = false;
    while (have_token || read_head_token(text, at, others, false, t)) {
      have_token = false;
      if (t.kind == token_kind::level && t.loud && head.level == severity::none) {
        take_level(text, t, head);
      } else if (!(t.kind == token_kind::time && has_time_ && !another) &&
                 !(t.kind == token_kind::mark && another)) {
        break;
      }
      another |= t.kind == token_kind::time;
      at = t.end;
    }
  }
  head.message = message_from(text, at);
  return true;
}

std::vector<head_layout> learn_layouts(std::span<const line_shape> sample) {
  struct group {
    std::uint32_t times;
    int level;
    std::vector<const line_shape*> lines;
  };
  std::vector<group> groups;
  std::size_t headed = 0;
  const auto quiet = quiet_levels(sample);
  for (const auto& line : sample) {
    if (!line.has_head()) continue;
    ++headed;
    const bool ignored = line.level >= 0 && !line.tokens[static_cast<std::size_t>(line.level)].loud &&
                         (quiet >> line.level & 1) == 0;
    const int level = ignored ? -1 : line.level;
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const group& g) { return g.times == line.times && g.level == level; });
    if (same != groups.end()) {
      same->lines.push_back(&line);
    } else {
      groups.push_back({line.times, level, {&line}});
    }
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const group& a, const group& b) { return a.lines.size() > b.lines.size(); });
  std::vector<head_layout> layouts;
  for (const auto& g : groups) {
    if (layouts.size() == most_layouts || !share(g.lines.size(), headed, 4)) break;
    std::size_t syslog = 0;
    std::size_t postgres = 0;
    for (const auto* line : g.lines) {
      if (line->times == 0) continue;
      const auto rest =
          line->text.substr(line->tokens[static_cast<std::size_t>(std::bit_width(line->times)) - 1].end);
      syslog += is_syslog_tail(rest);
      postgres += is_postgres_tail(rest);
    }
    const bool plain_level = g.level >= 0 && g.level < static_cast<int>(std::bit_width(g.times)) + 1;
    auto tail = head_tail::plain;
    if (postgres * 2 > g.lines.size()) {
      tail = head_tail::postgres;
    } else if (syslog * 2 > g.lines.size() && !plain_level) {
      tail = head_tail::syslog;
    }
    layouts.push_back(head_layout::of(g.lines, g.level, tail));
  }
  // The kernel writes seconds since its start in brackets: a head without time and severity.
  std::vector<const line_shape*> bracketed;
  for (const auto& line : sample)
    if (!line.has_head() && line.count > 1 && line.tokens[0].kind == token_kind::group)
      bracketed.push_back(&line);
  if (sample.size() >= 3 && share(bracketed.size(), sample.size(), 60))
    layouts.push_back(head_layout::of(bracketed, -1, head_tail::plain));
  return layouts;
}

}  // namespace fm::evidence
