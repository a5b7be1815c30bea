// From the YAML of packs to rules; strict, because a typing error in a rule is silence in an incident.
#include <fm/evidence/rule_book.hpp>
#include <fm/evidence/rule_form.hpp>
#include <fm/yaml/node.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <set>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_pack = 1u << 20, most_rules = 5'000, longest_expression = 4'096,
                      longest_text = 2'000, most_of_a_list = 256, most_mistakes = 50, most_codes = 5'000;

/// Slots that every fact has or may have, whatever its rule.
constexpr std::array<std::string_view, 12> common_slots = {"quote",   "count",  "first",     "last",
                                                           "subject", "reason", "detail",    "target",
                                                           "cause",   "status", "recovered", "duration"};

struct named_property {
  std::string_view name;
  rule_property value;
};
constexpr std::array<named_property, 14> property_names = {{{"placement", rule_property::placement},
                                                            {"outlives", rule_property::outlives},
                                                            {"insistent", rule_property::insistent},
                                                            {"volume_taken", rule_property::volume_taken},
                                                            {"driver_absent", rule_property::driver_absent},
                                                            {"workload_well", rule_property::workload_well},
                                                            {"waiting", rule_property::waiting},
                                                            {"unreachable", rule_property::unreachable},
                                                            {"ends_program", rule_property::ends_program},
                                                            {"single_request", rule_property::single_request},
                                                            {"own_words", rule_property::own_words},
                                                            {"moment", rule_property::moment},
                                                            {"recovery", rule_property::recovery},
                                                            {"change", rule_property::change}}};
constexpr std::array<std::string_view, 4> role_names = {"cause", "symptom", "context", "healthy"};
constexpr std::array<std::string_view, 8> category_names = {
    "infrastructure",      "code",        "configuration", "data",
    "external_dependency", "human_error", "performance",   "network"};

bool is_id(std::string_view s) {
  return !s.empty() && s.size() <= 64 && s[0] >= 'a' && s[0] <= 'z' &&
         std::all_of(s.begin(), s.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

template <class Names>
std::string list_of(const Names& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "" : ", ") + std::string(n);
  return out;
}

/// The named groups of an expression, without the number that tells alternatives apart.
std::set<std::string> groups_of(std::string_view expression) {
  std::set<std::string> names;
  constexpr std::string_view mark = "(?P<";
  for (auto at = expression.find(mark); at != std::string_view::npos; at = expression.find(mark, at + 1)) {
    auto end = expression.find('>', at);
    if (end == std::string_view::npos) break;
    auto name = expression.substr(at + mark.size(), end - at - mark.size());
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
    names.emplace(name);
  }
  return names;
}

class pack_reader {
 public:
  explicit pack_reader(std::vector<pack_mistake>& mistakes) : mistakes_(mistakes) {}

  void read(const pack_source& source);
  rules_read finish();

 private:
  struct switched_off {
    std::string id, file;
    std::uint32_t line = 0;
  };

  void wrong(std::uint32_t line, std::string what) {
    if (mistakes_.size() < most_mistakes) mistakes_.push_back({source_->file, line, std::move(what)});
  }
  bool known_keys(const yaml::node& n, std::string_view of, std::initializer_list<std::string_view> keys);
  std::string text(const yaml::node& n, std::string_view key, bool required,
                   std::size_t longest = longest_text);
  std::vector<std::string> texts(const yaml::node& n, std::string_view key);
  double number(const yaml::node& n, std::string_view key, double otherwise, double most);
  std::string one_of(const yaml::node& n, std::string_view key, std::string otherwise,
                     std::span<const std::string_view> names);
  void read_rule(const yaml::node& n, const std::string& pack);
  void read_patterns(const yaml::node& n, rule& r);
  void read_steps(const yaml::node& n, rule& r);
  void read_examples(const yaml::node& n, rule& r);
  void read_fields(const yaml::node& n, rule& r);
  void read_codes(const yaml::node& n);
  void check_forms(const yaml::node& n, const rule& r);
  void add(rule r, const std::string& replaces);
  void check_references();

  std::vector<pack_mistake>& mistakes_;
  const pack_source* source_ = nullptr;
  std::vector<rule> rules_;
  std::map<std::string, std::size_t> by_id_;
  std::vector<switched_off> off_;
  std::map<std::string, std::map<std::string, code_entry>> codes_;
  std::size_t code_count_ = 0;
};

bool pack_reader::known_keys(const yaml::node& n, std::string_view of,
                             std::initializer_list<std::string_view> keys) {
  if (!n.is_mapping()) {
    wrong(n.line, std::string(of) + " has to be a mapping of keys and values");
    return false;
  }
  std::set<std::string_view> seen;
  for (const auto& m : n.members) {
    if (std::find(keys.begin(), keys.end(), m.name) == keys.end())
      wrong(m.line, "'" + m.name.substr(0, 80) + "' is no key of " + std::string(of) + "; known are " +
                        list_of(keys));
    else if (!seen.insert(m.name).second)
      wrong(m.line, "the key '" + m.name + "' is given twice");
  }
  return true;
}

std::string pack_reader::text(const yaml::node& n, std::string_view key, bool required, std::size_t longest) {
  const auto* value = n.find(key);
  if (!value || value->is_null()) {
    if (required) wrong(n.line, "'" + std::string(key) + "' is missing");
    return {};
  }
  if (!value->is_scalar()) {
    wrong(value->line, "'" + std::string(key) + "' has to be a text");
    return {};
  }
  if (value->text.size() > longest) {
    wrong(value->line, "'" + std::string(key) + "' is longer than " + std::to_string(longest) + " bytes");
    return {};
  }
  if (required && value->text.empty()) wrong(value->line, "'" + std::string(key) + "' is empty");
  return value->text;
}

std::vector<std::string> pack_reader::texts(const yaml::node& n, std::string_view key) {
  std::vector<std::string> out;
  const auto* list = n.find(key);
  if (!list || list->is_null()) return out;
  if (list->is_scalar()) return {list->text.substr(0, longest_expression)};
  if (!list->is_sequence()) {
    wrong(list->line, "'" + std::string(key) + "' has to be a text or a list of texts");
    return out;
  }
  for (const auto& item : list->items) {
    if (!item.is_scalar() || item.text.empty() || item.text.size() > longest_expression)
      wrong(item.line, "'" + std::string(key) + "' holds something else than a text of at most " +
                           std::to_string(longest_expression) + " bytes");
    else
      out.push_back(item.text);
    if (out.size() > most_of_a_list) {
      wrong(item.line,
            "'" + std::string(key) + "' has more than " + std::to_string(most_of_a_list) + " entries");
      return out;
    }
  }
  return out;
}

double pack_reader::number(const yaml::node& n, std::string_view key, double otherwise, double most) {
  const auto* value = n.find(key);
  if (!value) return otherwise;
  char* end = nullptr;
  const double d = std::strtod(value->text.c_str(), &end);
  if (!value->is_scalar() || value->quoted || value->text.empty() || *end != '\0' || !(d >= 0 && d <= most)) {
    wrong(value->line, "'" + std::string(key) + "' has to be a number from 0 to " +
                           std::to_string(static_cast<int>(most)) + ", not '" + value->text.substr(0, 40) +
                           "'");
    return otherwise;
  }
  return d;
}

std::string pack_reader::one_of(const yaml::node& n, std::string_view key, std::string otherwise,
                                std::span<const std::string_view> names) {
  const auto value = text(n, key, false);
  if (value.empty()) return otherwise;
  if (std::find(names.begin(), names.end(), value) != names.end()) return value;
  const auto* at = n.find(key);
  wrong(at ? at->line : n.line,
        "'" + std::string(key) + "' is one of " + list_of(names) + ", not '" + value.substr(0, 40) + "'");
  return otherwise;
}

void pack_reader::read_patterns(const yaml::node& n, rule& r) {
  const auto* any = n.find("any");
  if (!any || any->is_null()) return;
  if (!any->is_sequence()) return wrong(any->line, "'any' has to be a list of expressions");
  if (any->items.size() > most_of_a_list)
    return wrong(any->line, "'any' has more than " + std::to_string(most_of_a_list) + " expressions");
  for (const auto& item : any->items) {
    rule_pattern p;
    p.weight = r.weight;
    p.line = item.line;
    if (item.is_mapping()) {
      known_keys(item, "an expression", {"pattern", "weight", "apart"});
      p.expression = text(item, "pattern", true, longest_expression);
      p.weight = number(item, "weight", r.weight, 1);
      p.apart = static_cast<std::uint32_t>(number(item, "apart", 0, 8));
    } else if (item.is_scalar() && item.text.size() <= longest_expression) {
      p.expression = item.text;
    } else {
      wrong(item.line,
            "an expression has to be a text of at most " + std::to_string(longest_expression) + " bytes");
    }
    if (p.expression.empty()) {
      wrong(item.line, "an expression is empty, it would match everything");
      continue;
    }
    r.any.push_back(std::move(p));
  }
}

void pack_reader::read_steps(const yaml::node& n, rule& r) {
  const auto* list = n.find("do");
  if (!list || list->is_null()) return;
  if (!list->is_sequence() || list->items.size() > 16)
    return wrong(list->line, "'do' has to be a list of at most 16 steps");
  for (const auto& item : list->items) {
    if (!known_keys(item, "a step", {"say", "run", "when"})) continue;
    r.steps.push_back({text(item, "say", true), text(item, "run", false), texts(item, "when")});
    for (const auto* part : {&r.steps.back().say, &r.steps.back().run}) {
      const auto open = std::count(part->begin(), part->end(), '{');
      if (open != std::count(part->begin(), part->end(), '}'))
        wrong(item.line, "a '{' of a step is never closed");
    }
  }
}

void pack_reader::read_examples(const yaml::node& n, rule& r) {
  const auto* list = n.find("examples");
  if (!list || list->is_null()) return;
  if (!list->is_sequence() || list->items.size() > most_of_a_list)
    return wrong(list->line, "'examples' has to be a list of at most " + std::to_string(most_of_a_list));
  for (const auto& item : list->items) {
    if (!known_keys(item, "an example", {"line", "slots", "not"})) continue;
    rule_example e;
    e.line = item.line;
    const bool negative = item.find("not") != nullptr;
    if (negative == (item.find("line") != nullptr)) {
      wrong(item.line, "an example has either 'line' (it matches) or 'not' (it does not)");
      continue;
    }
    e.matches = !negative;
    e.text = text(item, negative ? "not" : "line", true, longest_expression);
    if (const auto* slots = item.find("slots")) {
      if (!slots->is_mapping()) wrong(slots->line, "'slots' of an example has to be a mapping");
      for (const auto& m : slots->members) e.slots.push_back({m.name, m.value.text});
    }
    r.examples.push_back(std::move(e));
  }
}

void pack_reader::read_fields(const yaml::node& n, rule& r) {
  if (const auto* fields = n.find("fields")) {
    if (!fields->is_mapping())
      return wrong(fields->line, "'fields' has to map slots to lists of field names");
    for (const auto& m : fields->members) {
      rule_field f;
      f.slot = m.name;
      for (const auto& key : m.value.items) f.keys.push_back(key.text);
      if (f.keys.empty()) wrong(m.line, "the slot '" + m.name + "' names no fields");
      r.fields.push_back(std::move(f));
    }
  }
  if (const auto* codes = n.find("codes")) {
    if (!codes->is_mapping()) return wrong(codes->line, "'codes' has to map slots to tables");
    for (const auto& m : codes->members) r.codes[m.name] = m.value.text;
  }
}

void pack_reader::check_forms(const yaml::node& n, const rule& r) {
  std::set<std::string, std::less<>> filled(common_slots.begin(), common_slots.end());
  for (const auto& p : r.any) filled.merge(groups_of(p.expression));
  filled.insert(r.slots.begin(), r.slots.end());
  for (const auto& f : r.fields) filled.insert(f.slot);
  const auto line_of = [&](std::string_view key) {
    const auto* at = n.find(key);
    return at ? at->line : n.line;
  };
  const auto check = [&](std::string_view key, std::string_view form, bool sentence) {
    if (sentence)
      if (auto mistake = form_mistake(form); !mistake.empty())
        wrong(line_of(key), "'" + std::string(key) + "': " + mistake);
    for (const auto& s : form_slots(form)) {
      if (!filled.contains(s.name))
        wrong(line_of(key),
              "'" + std::string(key) + "' uses the slot '" + std::string(s.name.substr(0, 40)) +
                  "', which no expression captures; a slot that code fills is listed in 'slots'");
      if (s.meaning && !r.codes.contains(std::string(s.name)))
        wrong(line_of(key), "'" + std::string(key) + "' asks for the meaning of '" + std::string(s.name) +
                                "', which 'codes' ties to no table");
    }
  };
  check("means", r.means, true);
  check("alone", r.alone, true);
  check("timeline", r.timeline, true);
  for (const auto& s : r.steps) check("do", s.say, false), check("do", s.run, false);
  for (const auto& o : r.object)
    if (!filled.contains(o))
      wrong(line_of("object"), "'object' names the slot '" + o + "', which nothing fills");
  for (const auto& e : r.examples)
    for (const auto& s : e.slots)
      if (!filled.contains(s.name))
        wrong(e.line, "the example expects the slot '" + s.name + "', which nothing fills");
}

void pack_reader::read_rule(const yaml::node& n, const std::string& pack) {
  if (!known_keys(n, "a rule", {"id",         "replaces", "about", "means",  "alone",
                                "timeline",   "category", "role",  "weight", "weight_when_asked",
                                "depth",      "object",   "any",   "with",   "without",
                                "slots",      "fields",   "codes", "asked",  "explained_by",
                                "properties", "do",       "ask",   "see",    "examples"}))
    return;
  rule r;
  r.file = source_->file, r.pack = pack, r.line = n.line, r.own = source_->own;
  r.id = text(n, "id", true);
  if (!r.id.empty() && !is_id(r.id))
    wrong(n.line, "'" + r.id.substr(0, 80) +
                      "' is no id: small letters, digits and underscores, beginning with a letter");
  const auto replaces = text(n, "replaces", false);
  r.about = text(n, "about", true);
  r.means = text(n, "means", true);
  r.alone = text(n, "alone", false);
  r.timeline = text(n, "timeline", false);
  r.category = one_of(n, "category", "infrastructure", category_names);
  const auto role_name = one_of(n, "role", "cause", role_names);
  r.role = static_cast<evidence::role>(std::find(role_names.begin(), role_names.end(), role_name) -
                                       role_names.begin());
  r.weight = number(n, "weight", .6, 1);
  r.weight_when_asked = number(n, "weight_when_asked", 0, 1);
  const double depth = number(n, "depth", 3, 3);
  r.depth = static_cast<int>(depth);
  if (depth != r.depth) wrong(n.line, "'depth' is 0, 1, 2 or 3");
  if (const auto object = texts(n, "object"); object != std::vector<std::string>{"none"}) r.object = object;
  read_patterns(n, r);
  r.with = texts(n, "with");
  r.without = texts(n, "without");
  r.slots = texts(n, "slots");
  read_fields(n, r);
  r.asked = texts(n, "asked");
  r.explained_by = texts(n, "explained_by");
  for (const auto& name : texts(n, "properties")) {
    const auto p = std::find_if(property_names.begin(), property_names.end(),
                                [&](const auto& x) { return x.name == name; });
    if (p == property_names.end())
      wrong(n.line, "'" + name.substr(0, 40) + "' is no property of a rule");
    else
      r.properties |= static_cast<std::uint32_t>(p->value);
  }
  read_steps(n, r);
  r.question = text(n, "ask", false);
  r.words = text(n, "see", false);
  read_examples(n, r);
  check_forms(n, r);
  add(std::move(r), replaces);
}

void pack_reader::add(rule r, const std::string& replaces) {
  if (!replaces.empty()) {
    const auto old = by_id_.find(replaces);
    if (old == by_id_.end())
      wrong(r.line,
            "'replaces' names '" + replaces.substr(0, 80) + "', which is no rule of the packs before");
    else
      rules_[old->second].id.clear(), by_id_.erase(old);
  }
  const auto [known, fresh] = by_id_.try_emplace(r.id, rules_.size());
  if (!fresh) {
    const auto& other = rules_[known->second];
    return wrong(r.line, "the id '" + r.id + "' is used already, in " + other.file + " line " +
                             std::to_string(other.line) + "; 'replaces: " + r.id +
                             "' would put this one in its place");
  }
  rules_.push_back(std::move(r));
}

void pack_reader::read_codes(const yaml::node& n) {
  if (!n.is_mapping()) return wrong(n.line, "'codes' has to map tables to codes");
  for (const auto& table : n.members) {
    if (!table.value.is_mapping()) {
      wrong(table.line, "the table '" + table.name.substr(0, 80) + "' has to map codes to what they mean");
      continue;
    }
    for (const auto& entry : table.value.members) {
      if (++code_count_ > most_codes)
        return wrong(entry.line, "there are more than " + std::to_string(most_codes) + " codes");
      if (!known_keys(entry.value, "a code", {"name", "means", "rule"})) continue;
      code_entry e{text(entry.value, "name", false), text(entry.value, "means", true),
                   text(entry.value, "rule", false)};
      if (std::any_of(e.means.begin(), e.means.end(),
                      [](char c) { return std::string_view("{}[]").find(c) != std::string_view::npos; }))
        wrong(entry.line, "what a code means holds no braces and no brackets");
      codes_[table.name][entry.name] = std::move(e);
    }
  }
}

void pack_reader::read(const pack_source& source) {
  source_ = &source;
  if (source.text.size() > longest_pack)
    return wrong(0, "the file is longer than " + std::to_string(longest_pack) + " bytes");
  yaml::limits bounds;
  bounds.depth = 16, bounds.bytes = longest_pack, bounds.nodes = 200'000, bounds.copied = longest_pack;
  const auto doc = yaml::parse(source.text, bounds);
  if (!doc) return wrong(doc.line, "this is no YAML: " + doc.error);
  if (doc.documents.size() != 1) return wrong(0, "a pack is one YAML document with 'pack' and 'rules'");
  const auto& top = doc.documents.front();
  if (!known_keys(top, "a pack", {"pack", "about", "rules", "off", "codes"})) return;
  const auto pack = text(top, "pack", true);
  if (!pack.empty() && !is_id(pack)) wrong(top.line, "'" + pack.substr(0, 80) + "' is no name of a pack");
  if (const auto* off = top.find("off"))
    for (const auto& id : texts(top, "off")) off_.push_back({id, source.file, off->line});
  if (const auto* codes = top.find("codes")) read_codes(*codes);
  const auto* rules = top.find("rules");
  if (!rules) {
    if (!top.find("off") && !top.find("codes")) wrong(top.line, "'rules' is missing");
    return;
  }
  if (!rules->is_sequence()) return wrong(rules->line, "'rules' has to be a list");
  for (const auto& n : rules->items) {
    if (rules_.size() >= most_rules)
      return wrong(n.line, "there are more than " + std::to_string(most_rules) + " rules");
    if (mistakes_.size() >= most_mistakes) return;
    read_rule(n, pack);
  }
}

void pack_reader::check_references() {
  for (const auto& o : off_) {
    const auto it = by_id_.find(o.id);
    if (it == by_id_.end()) {
      if (mistakes_.size() < most_mistakes)
        mistakes_.push_back({o.file, o.line, "'off' names '" + o.id.substr(0, 80) + "', which is no rule"});
      continue;
    }
    rules_[it->second].id.clear();
    by_id_.erase(it);
  }
  for (const auto& r : rules_)
    for (const auto& [slot, table] : r.codes)
      if (!r.id.empty() && !codes_.contains(table) && mistakes_.size() < most_mistakes)
        mistakes_.push_back(
            {r.file, r.line, "'codes' names the table '" + table.substr(0, 80) + "', which is not there"});
}

rules_read pack_reader::finish() {
  check_references();
  rules_read out;
  out.mistakes = mistakes_;
  if (!out.mistakes.empty()) return out;
  std::erase_if(rules_, [](const rule& r) { return r.id.empty(); });
  out.book = std::make_shared<const rule_book>(std::move(rules_), std::move(codes_));
  return out;
}

}  // namespace

rules_read read_packs(std::span<const pack_source> packs) {
  std::vector<pack_mistake> mistakes;
  pack_reader reader(mistakes);
  for (const auto& p : packs) {
    reader.read(p);
    if (mistakes.size() >= most_mistakes) break;
  }
  return reader.finish();
}

}  // namespace fm::evidence
