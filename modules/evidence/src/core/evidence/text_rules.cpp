#include "evidence/text_rules.hpp"

#include "evidence/alarm_words.hpp"
#include "evidence/keyword_scanner.hpp"
#include "evidence/required_words.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <optional>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_message = 4'096;
constexpr std::int64_t memory_of_expression = 4 << 20;

// Denials: the message says that the trouble is absent.
constexpr const char* denial =
    R"re((?i)(?:\b(?:no|zero|without(?: any)?|0)\s+(?:\w+\s+){0,2}(?:errors?|fail(?:ed|ures?)?|issues?|problems?|exceptions?|warnings?|timeouts?|rejected|dropped|lost|unreachable|skipped|expired)\b)re"
    R"re(|\b\w*(?:error|fail(?:ed|ures)?|exception|timeout|retries|dropped|lost|reject|expire|evict|abort|unreachable|missed|miss|overflow|invalid|denied)\w*(?: \w+)?["']?\s*[:=]\s*["']?(?:0(?:\.0+)?\b|null|none|false|nil|\[\]|\{\}|""))re"
    R"re(|\bno[- ]fail\w*|\berrorstats?\b|\btimeouts?\b[^\n:=]{0,30}[:=] ?\d+\b)re"
    R"re(|\b(?:0|no|not|never|isn't|wasn't|hasn't)\s+(?:\w+\s+){0,2}?(?:corrupt(?:ed|ion)?|expired|full|deadlocks?|oom ?kill(?:ed|s|er)?|throttled|rejected|refused|killed|i/o errors?|crashe?[sd]?)\b)re"
    R"re(|\b(?:oom|corrupt|throttle|reject|kill|refus|disk_full|[\w.]*_full|429 response)[\w -]{0,20}["']?\s*[:=]\s*["']?0(?:\.0+)?\b|\boom kill\w*[^\n:=]{0,24}[:=] ?0\b|\boom[- ]killer (?:is )?disabled\b)re"
    R"re(|[^.;\n]*\b(?:false alarm|did not (?:occur|happen)|never saw|(?:alert|alarm) (?:was |is )?(?:resolved|cleared))\b[^.;\n]*|\b\w+ cleared\b|\bexpired \w+ removed\b)re"
    R"re(|\b(?:error|exception|failure)[ _-]?code["']?\s*[:=]?\s*["']?0\b)re"
    R"re(|\berrors?["']?\s*[:=]\s*["']?\s*(?:$|,))re"
    R"re(|\b(?:if|when|on|in case of|unless|until)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:error|failure|timeout|exception)s?\b)re"
    R"re(|\b(?:error|exception|failure|panic)[ _-]?(?:handler|handling|page|log|rate|budget|count|reporter|boundary|tracking|recovery|middleware)\b))re";

// Advice and guesses: the message says what may happen, not what has.
constexpr const char* supposition =
    R"re(\b(?:may|might|could|can|would|will) (?:be|have been|become|get|lead to|result in|cause|indicate)\b)re"
    R"re(|\bpossible (?:reasons?|causes?)\b|\b(?:if|when(?:ever)?) you see\b|\bregistered for\b|\b(?:alert|alerting) rule\b|\bretr(?:y|ies) on\b)re"
    R"re(|\bany ?time\b|\b(?:to (?:avoid|prevent)|risk of|in case of|prevents?|potential(?:ly)?|possibl[ey]|maybe|perhaps)\b)re";
constexpr double supposed_factor = .5;
constexpr std::size_t supposed_reach = 28;  // bytes before the words
constexpr std::size_t list_reach = 160;     // of what introduces a list

constexpr std::array<std::string_view, 20> nobody = {
    "Redis",   "redis",      "PostgreSQL", "MySQL", "Kafka",  "MongoDB",  "server",
    "the",     "host",       "it",         "a",     "Server", "database", "context",
    "request", "connection", "operation",  "error", "client", "upstream"};

/// "target2" and "target3" are the same slot in other places of a pattern.
std::string slot_name(const std::string& group) {
  auto n = group.size();
  while (n > 0 && group[n - 1] >= '0' && group[n - 1] <= '9') --n;
  return group.substr(0, n);
}

void trim_match(std::string_view text, std::size_t begin, std::size_t& end) {
  for (; end > begin; --end) {
    char c = text[end - 1];
    if (c == '"' || c == '\'') {  // a closing quote stays, one that opens what was cut off goes
      auto quotes = std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                               text.begin() + static_cast<std::ptrdiff_t>(end), c);
      if (quotes % 2 == 0) return;
    } else if (std::string_view(" ,;:([{").find(c) == std::string_view::npos) {
      return;
    }
  }
}

re2::RE2::Options options_of_rules() {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // bytes: messages may hold any
  options.set_max_mem(memory_of_expression);
  return options;
}

/// What denies trouble, and what only supposes it.
struct trouble_vocabulary {
  re2::RE2 denied{denial, options_of_rules()};
  re2::RE2 supposed{supposition, options_of_rules()};
};
const trouble_vocabulary& vocabulary() {
  static const trouble_vocabulary one;
  return one;
}

/// Whether what stands just before the words, or between the first and the last of them, makes a guess of it.
bool is_supposed(std::string_view message, std::size_t begin, std::size_t end) {
  static const re2::RE2 introduces(
      R"re((?:possible (?:reasons?|causes?)|(?:if|when) you see|registered for|such as|(?:alert|alerting) rule)\b[^.;]*$)re",
      options_of_rules());
  const auto list = message.substr(begin - std::min(begin, list_reach), std::min(begin, list_reach));
  if (re2::RE2::PartialMatch(re2::StringPiece(list.data(), list.size()), introduces)) return true;
  const auto from = begin - std::min(begin, supposed_reach);
  const auto part = message.substr(from, std::min(end + supposed_reach / 2, message.size()) - from);
  // A sentence ends at a full stop; what another one supposes is not meant.
  const auto stop = part.substr(0, begin - from).rfind(". ");
  const auto near = stop == std::string_view::npos ? part : part.substr(stop + 2);
  return re2::RE2::PartialMatch(re2::StringPiece(near.data(), near.size()), vocabulary().supposed);
}

/// A question of somebody who writes along ("maybe the disk is full?"): it tells of nothing.
bool is_asked(std::string_view message, std::size_t begin, std::size_t end) {
  const auto mark = message.find_first_of("?!\n", end);
  if (mark == std::string_view::npos || message[mark] != '?' ||
      message.substr(end, mark - end).find(". ") != std::string_view::npos)
    return false;
  static const re2::RE2 asks(
      R"re((?:^|[.?!:>\]] )["']?(?:and |or |but |so )?(?:is|are|was|were|maybe|perhaps|any|what|why|who|where|which|how|)re"
      R"re((?:did|do|does|could|can|has|have|had) (?:it|we|you|they|he|she|i|the|that|this|any\w*|some\w*))\b[^.?!;]*$)re",
      options_of_rules());
  constexpr std::size_t longest_question = 200;
  const auto from = begin - std::min(begin, longest_question);
  return re2::RE2::PartialMatch(re2::StringPiece(message.data() + from, begin - from), asks);
}

/// "Until the server is ready": health that is waited for.
bool is_condition(std::string_view message, std::size_t begin) {
  static const re2::RE2 waits(R"re(\b(?:until|unless|if|when|once|before|as soon as)\b[^.;:]*$)re",
                              options_of_rules());
  const auto before =
      message.substr(begin - std::min(begin, supposed_reach * 2), std::min(begin, supposed_reach * 2));
  return re2::RE2::PartialMatch(re2::StringPiece(before.data(), before.size()), waits);
}

/// The message with the parts blanked that deny the trouble: what else it says still counts.
std::string_view without_denials(std::string_view message, std::string& room) {
  re2::StringPiece at[1];
  const re2::StringPiece all(message.data(), message.size());
  std::size_t from = 0;
  while (from < all.size() && vocabulary().denied.Match(all, from, all.size(), re2::RE2::UNANCHORED, at, 1) &&
         !at[0].empty()) {
    if (room.empty()) room.assign(message);
    const auto begin = static_cast<std::size_t>(at[0].data() - all.data());
    std::fill_n(room.begin() + static_cast<std::ptrdiff_t>(begin), at[0].size(), '\x01');
    from = begin + at[0].size();
  }
  return room.empty() ? message : std::string_view(room);
}

/// The words of an expression: known since the build, or worked out.
required_words words_required_by(const std::string& expression) {
  const auto known = built_in_required_words();
  const auto hash = hash_of_expression(expression);
  const auto at = std::lower_bound(known.begin(), known.end(), hash,
                                   [](const auto& k, std::uint64_t h) { return k.expression < h; });
  if (at == known.end() || at->expression != hash) return required_words_of(expression);
  required_words out;
  bool opens = true;
  for (auto rest = at->groups; !rest.empty();) {
    const auto end = rest.find('\n');
    if (end != 0 && opens) out.groups.emplace_back();
    if (end != 0) out.groups.back().emplace_back(rest.substr(0, end));
    opens = end == 0;
    rest.remove_prefix(end + 1);
  }
  return out;
}

/// Whether repetitions may make more of an expression than RE2 has room for. What they cannot is known to
/// compile once its required words are known.
bool may_be_too_large(std::string_view expression) {
  constexpr std::size_t bytes_of_instruction = 16, instructions_of_character = 8;
  constexpr auto room =
      std::size_t{memory_of_expression} / 4 / bytes_of_instruction / instructions_of_character;
  std::size_t size = expression.size();
  for (auto at = expression.find('{'); at != expression.npos; at = expression.find('{', at + 1)) {
    // The upper bound, or the lower one where there is no upper one.
    std::size_t bound = 0;
    for (auto i = at + 1; i < expression.size() && expression[i] != '}'; ++i) {
      const char c = expression[i];
      if (c >= '0' && c <= '9')
        bound = std::min<std::size_t>(bound * 10 + static_cast<std::size_t>(c - '0'), room);
      else if (c == ',' && i + 1 < expression.size() && expression[i + 1] != '}')
        bound = 0;
      else if (c != ',')
        break;
    }
    size = std::min(size * std::max<std::size_t>(bound, 1), room + 1);
  }
  return size > room;
}

bool is_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == '_' || u >= 0x80;
}

/// The end of the word in which a bounded expression has stopped.
std::size_t whole_word(std::string_view text, std::size_t end) {
  constexpr std::size_t longest_word = 60;
  if (end == 0 || end >= text.size() || !is_word(text[end - 1])) return end;
  auto to = end;
  while (to < text.size() && to - end < longest_word && is_word(text[to])) ++to;
  return to;
}

bool holds(const re2::RE2& expression, std::string_view text) {
  return expression.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED,
                          nullptr, 0);
}

}  // namespace

struct text_rules::impl {
  struct surroundings {  // of one rule
    std::vector<std::unique_ptr<re2::RE2>> with, without;
  };
  struct compiled_expression {
    std::unique_ptr<re2::RE2> regex;
    std::vector<std::string> names;  // by group number, 1-based; unnamed are empty
  };
  struct expression {
    const rule* source;
    const rule_pattern* pattern;
    const surroundings* around;
    // Made at the first message that may match, as most never do in one run; whoever is first keeps it.
    mutable std::atomic<const compiled_expression*> made{nullptr};

    expression(const rule* of, const rule_pattern* p, const surroundings* a)
        : source(of), pattern(p), around(a) {}
    ~expression() { delete made.load(); }
    expression(const expression&) = delete;
    expression& operator=(const expression&) = delete;
  };
  std::shared_ptr<const rule_book> book;
  std::vector<std::unique_ptr<surroundings>> around;
  std::vector<std::unique_ptr<expression>> all;

  /// A word is one of a group that an expression requires.
  struct requirement {
    std::uint32_t expression;
    std::uint8_t group;  // a bit
  };
  std::unique_ptr<keyword_scanner> words;             // that expressions require, and signs
  std::vector<std::vector<requirement>> required_by;  // [word]
  std::vector<std::uint8_t> groups;                   // [expression]: bits of all its groups
  std::vector<std::uint32_t> wordless;                // expressions that may match any message
  const std::vector<sign_word> signs = sign_words();  // their numbers follow those of the other words

  message_words look(std::string_view message) const;

  std::unique_ptr<re2::RE2> compile(const rule& r, std::uint32_t line, const std::string& text,
                                    std::vector<pack_mistake>& mistakes) const {
    auto out = std::make_unique<re2::RE2>(text, options_of_rules());
    if (out->ok()) return out;
    mistakes.push_back({r.file, line, "the expression of '" + r.id + "' is refused: " + out->error()});
    return nullptr;
  }
  void add(const rule& r, std::map<std::string, std::uint32_t>& numbers, std::vector<pack_mistake>& mistakes);
  const compiled_expression& compiled(const expression& e) const;
  rule_match read(const expression& e, std::string_view text, std::string_view message) const;
  void follow_codes(rule_match& m) const;
};

void text_rules::impl::add(const rule& r, std::map<std::string, std::uint32_t>& numbers,
                           std::vector<pack_mistake>& mistakes) {
  if (r.any.empty()) return;
  auto near = std::make_unique<surroundings>();
  for (const auto& [list, into] : {std::pair{&r.with, &near->with}, std::pair{&r.without, &near->without}})
    for (const auto& text : *list)
      if (auto compiled = compile(r, r.line, text, mistakes)) into->push_back(std::move(compiled));
  for (const auto& p : r.any) {
    const auto required = words_required_by(p.expression);
    if (!required.compiles) {
      compile(r, p.line, p.expression, mistakes);  // says why
      continue;
    }
    const auto number = static_cast<std::uint32_t>(all.size());
    all.push_back(std::make_unique<expression>(&r, &p, near.get()));
    groups.push_back(static_cast<std::uint8_t>((1u << required.groups.size()) - 1));
    if (required.groups.empty()) wordless.push_back(number);
    for (std::size_t g = 0; g < required.groups.size(); ++g)
      for (const auto& word : required.groups[g]) {
        const auto [at, fresh] = numbers.try_emplace(word, static_cast<std::uint32_t>(required_by.size()));
        if (fresh) required_by.emplace_back();
        required_by[at->second].push_back({number, static_cast<std::uint8_t>(1u << g)});
      }
  }
  around.push_back(std::move(near));
}

text_rules::text_rules(std::shared_ptr<const rule_book> book, std::vector<pack_mistake>& mistakes)
    : impl_(std::make_unique<impl>()) {
  impl_->book = std::move(book);
  std::map<std::string, std::uint32_t> numbers;
  for (const auto& r : impl_->book->rules()) impl_->add(r, numbers, mistakes);
  std::vector<std::string> words(numbers.size());
  for (const auto& [word, number] : numbers) words[number] = word;
  for (const auto& sign : impl_->signs) words.emplace_back(sign.text);
  impl_->words = std::make_unique<keyword_scanner>(words);
  if (impl_->words->complete()) return;
  mistakes.push_back({"", 0, "the words of all expressions are too many to look for: use fewer rules"});
  impl_->all.clear();
}

text_rules::~text_rules() = default;

std::vector<pack_mistake> text_rules::compile(bool all) const {
  std::vector<pack_mistake> out;
  for (const auto& e : impl_->all)
    if ((all || (e->source->own && may_be_too_large(e->pattern->expression))) && !impl_->compiled(*e).regex)
      impl_->compile(*e->source, e->pattern->line, e->pattern->expression, out);
  return out;
}

std::vector<pack_mistake> text_rules::compile_all() const { return compile(true); }
std::vector<pack_mistake> text_rules::compile_doubtful() const { return compile(false); }

const rule_book& text_rules::book() const { return *impl_->book; }

const text_rules::impl::compiled_expression& text_rules::impl::compiled(const expression& e) const {
  if (const auto* known = e.made.load(std::memory_order_acquire)) return *known;
  auto fresh = std::make_unique<compiled_expression>();
  std::vector<pack_mistake> said;  // by who set the rules, who compiles all of them
  fresh->regex = compile(*e.source, e.pattern->line, e.pattern->expression, said);
  if (fresh->regex) {
    fresh->names.resize(static_cast<std::size_t>(fresh->regex->NumberOfCapturingGroups()) + 1);
    for (const auto& [number, name] : fresh->regex->CapturingGroupNames())
      fresh->names[static_cast<std::size_t>(number)] = slot_name(name);
  }
  const compiled_expression* none = nullptr;
  const auto* mine = fresh.get();
  if (!e.made.compare_exchange_strong(none, mine, std::memory_order_acq_rel)) return *none;
  fresh.release();
  return *mine;
}

rule_match text_rules::impl::read(const expression& e, std::string_view text,
                                  std::string_view message) const {
  rule_match m;
  const auto& made = compiled(e);
  if (!made.regex) return m;
  std::vector<re2::StringPiece> parts(made.names.size());
  const re2::StringPiece where(text.data(), text.size());
  if (!made.regex->Match(where, 0, where.size(), re2::RE2::UNANCHORED, parts.data(),
                         static_cast<int>(parts.size())))
    return m;
  m.rule = e.source, m.weight = e.pattern->weight;
  m.begin = static_cast<std::size_t>(parts[0].data() - text.data());
  m.end = m.begin + parts[0].size();
  trim_match(text, m.begin, m.end);
  // The slots that tell facts apart come first, `reason` last.
  for (const bool reason : {false, true})
    for (std::size_t g = 1; g < parts.size(); ++g) {
      if (parts[g].data() == nullptr || parts[g].empty() || made.names[g].empty()) continue;
      if ((made.names[g] == "reason") != reason) continue;
      auto begin = static_cast<std::size_t>(parts[g].data() - text.data());
      auto end = begin + parts[g].size();
      if (reason || made.names[g] == "detail") end = whole_word(text, end);
      trim_match(text, begin, end);
      // "connect to server: refused" names nothing.
      const auto value = message.substr(begin, end - begin);
      if (std::find(nobody.begin(), nobody.end(), value) != nobody.end()) continue;
      if (end > begin) m.slots.push_back({made.names[g], std::string(value)});
    }
  m.primary = std::min<std::size_t>(e.pattern->apart, m.slots.size());
  follow_codes(m);
  const auto& object = m.rule->object;
  if (!object.empty() && std::none_of(m.slots.begin(), m.slots.end(), [&](const slot& s) {
        return std::find(object.begin(), object.end(), s.name) != object.end();
      }))
    m.weight = std::min(m.weight, wordy_weight);
  return m;
}

// A code that is enough by itself stands for the rule that its table names: errno 24 is "too many open
// files".
void text_rules::impl::follow_codes(rule_match& m) const {
  for (const auto& [slot_name, table] : m.rule->codes)
    for (const auto& s : m.slots) {
      if (s.name != slot_name) continue;
      const auto* code = book->code(table, s.value);
      const auto* stands_for = code && !code->rule.empty() ? book->find(code->rule) : nullptr;
      if (!stands_for) continue;
      m.weight = std::max(m.weight, stands_for->weight - .05);  // a number alone, not the words
      m.rule = stands_for;
      return;
    }
}

/// The signs of a message, and the expressions all of whose required words it holds.
message_words text_rules::impl::look(std::string_view message) const {
  thread_local std::vector<int> found;
  thread_local std::vector<std::uint8_t> seen;  // [expression]: bits of the groups that have a word
  words->find(message, found);
  message_words out{{}, wordless};
  if (found.empty()) return out;
  seen.assign(groups.size(), 0);
  for (const int number : found) {
    const auto word = static_cast<std::size_t>(number);
    if (word >= required_by.size()) {
      (signs[word - required_by.size()].trouble ? out.signs.trouble : out.signs.telling) = true;
      continue;
    }
    for (const auto& r : required_by[word]) {
      auto& of = seen[r.expression];
      if ((of & r.group) != 0) continue;
      of |= r.group;
      if (of == groups[r.expression]) out.expressions.push_back(r.expression);
    }
  }
  std::sort(out.expressions.begin(), out.expressions.end());
  return out;
}

message_words text_rules::words_of(std::string_view message) const {
  auto out = impl_->look(message.substr(0, longest_message));
  if (message.size() > signs_within || !impl_->words->complete()) out.signs = signs_of(message);
  return out;
}

rule_match text_rules::match(std::string_view message, std::string_view around) const {
  return match(message, impl_->look(message.substr(0, longest_message)), around);
}

rule_match text_rules::match(std::string_view message, const message_words& words,
                             std::string_view around) const {
  message = message.substr(0, longest_message);
  rule_match best;
  if (impl_->all.empty()) return best;
  // Most messages hold no word of any rule; the expressions run for the few that do.
  std::string room;
  std::optional<std::string_view> said;  // what is left of the message, once an expression matches
  for (const auto h : words.expressions) {
    const auto& e = *impl_->all[h];
    const auto better = [&](const rule& r, double weight) {
      return !best || (r.own != best.rule->own ? r.own : weight > best.weight);
    };
    // A code may stand for a rule of more weight than the expression's own.
    if (e.source->codes.empty() && !better(*e.source, e.pattern->weight)) continue;
    auto m = impl_->read(e, message, message);
    // What says that all is well says so with denials: "0 failed".
    if (m && e.source->role != role::healthy) {
      if (!said) said = without_denials(message, room);
      if (!room.empty()) m = impl_->read(e, *said, message);
    }
    if (!m || !better(*m.rule, m.weight)) continue;
    if (e.source->role == role::healthy && is_condition(message, m.begin)) continue;
    if (is_asked(message, m.begin, m.end)) continue;
    const auto record = around.empty() ? message : around;
    const auto& with = e.around->with;
    if (!with.empty() &&
        std::none_of(with.begin(), with.end(), [&](const auto& x) { return holds(*x, record); }))
      continue;
    const auto& without = e.around->without;
    if (std::any_of(without.begin(), without.end(), [&](const auto& x) { return holds(*x, message); }))
      continue;
    if (e.source->role != role::healthy && !e.source->own && is_supposed(message, m.begin, m.end)) {
      m.weight *= supposed_factor;
      if (!better(*m.rule, m.weight)) continue;
    }
    best = std::move(m);
  }
  return best;
}

std::vector<pack_mistake> text_rules::slow_expressions() const {
  std::vector<pack_mistake> out;
  for (const auto number : impl_->wordless) {
    const auto& e = *impl_->all[number];
    out.push_back({e.source->file, e.pattern->line,
                   "the expression of '" + e.source->id +
                       "' holds no word of three letters that always has to be there: it would be tried on "
                       "every message"});
  }
  return out;
}

namespace {
std::atomic<std::shared_ptr<const text_rules>>& shared() {
  static std::atomic<std::shared_ptr<const text_rules>> rules;
  return rules;
}
}  // namespace

std::shared_ptr<const text_rules> text_rules::in_use() {
  auto book = rules_in_use();
  if (auto known = shared().load(); known && &known->book() == book.get()) return known;
  std::vector<pack_mistake> mistakes;  // whoever sets rules compiles them first, to see its mistakes
  auto fresh = std::make_shared<const text_rules>(std::move(book), mistakes);
  shared().store(fresh);
  return fresh;
}

void text_rules::use(std::shared_ptr<const text_rules> rules) {
  auto book = rules->impl_->book;
  shared().store(std::move(rules));
  use_rules(std::move(book));
}

bool text_rules::sounds_wrong(std::string_view message) {
  message = message.substr(0, 1024);
  if (!names_trouble(message)) return false;
  if (message.ends_with('?') && is_asked(message, message.size() - 1, message.size() - 1)) return false;
  std::string rest(message);
  if (re2::RE2::GlobalReplace(&rest, vocabulary().denied, " ") == 0) return true;
  return names_trouble(rest);
}

std::vector<pack_mistake> failed_examples(const text_rules& rules) {
  std::vector<pack_mistake> out;
  for (const auto& r : rules.book().rules())
    for (const auto& e : r.examples) {
      const auto m = rules.match(e.text);
      const auto fail = [&](std::string what) { out.push_back({r.file, e.line, std::move(what)}); };
      if (!e.matches) {
        if (m.rule == &r) fail("'" + r.id + "' matches a line that it must not match");
        continue;
      }
      if (m.rule != &r) {
        fail(m ? "the example of '" + r.id + "' is taken for '" + std::string(m.id()) + "', which weighs more"
               : "the example of '" + r.id + "' is not recognised");
        continue;
      }
      for (const auto& wanted : e.slots) {
        const auto s = std::find_if(m.slots.begin(), m.slots.end(),
                                    [&](const slot& x) { return x.name == wanted.name; });
        const auto& found = s == m.slots.end() ? std::string() : s->value;
        if (found != wanted.value)
          fail("the slot '" + wanted.name + "' of the example is '" + found + "', not '" + wanted.value +
               "'");
      }
    }
  return out;
}

}  // namespace fm::evidence
