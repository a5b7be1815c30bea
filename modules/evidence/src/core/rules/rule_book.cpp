#include <fm/embedded/file.hpp>
#include <fm/evidence/rule_book.hpp>

#include <atomic>
#include <stdexcept>

namespace fm {
std::span<const embedded_file> rule_pack_files();
}

namespace fm::evidence {

namespace {

constexpr std::string_view general_rule = "unknown";

std::shared_ptr<const rule_book> built_in_book() {
  const auto packs = built_in_packs();
  auto read = read_packs(packs);
  if (!read.book) {
    const auto& m = read.mistakes.front();
    throw std::logic_error("built-in rules: " + m.file + ":" + std::to_string(m.line) + ": " + m.what);
  }
  return read.book;
}

std::atomic<std::shared_ptr<const rule_book>>& shared() {
  static std::atomic<std::shared_ptr<const rule_book>> one;
  return one;
}

}  // namespace

rule_book::rule_book(std::vector<rule> rules, std::map<std::string, std::map<std::string, code_entry>> codes)
    : rules_(std::move(rules)), codes_(std::move(codes)) {
  for (std::size_t i = 0; i < rules_.size(); ++i) by_id_[rules_[i].id] = i;
}

const rule* rule_book::find(std::string_view id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : &rules_[it->second];
}

const rule& rule_book::of(std::string_view id) const {
  static const rule nothing = [] {
    rule r;
    r.id = general_rule;
    r.means = "{quote}";
    r.depth = 2;
    return r;
  }();
  if (const auto* r = find(id)) return *r;
  const auto* general = find(general_rule);
  return general ? *general : nothing;
}

const code_entry* rule_book::code(std::string_view table, std::string_view value) const {
  const auto t = codes_.find(std::string(table));
  if (t == codes_.end()) return nullptr;
  const auto c = t->second.find(std::string(value));
  return c == t->second.end() ? nullptr : &c->second;
}

std::vector<pack_source> built_in_packs() {
  std::vector<pack_source> packs;
  for (const auto& f : rule_pack_files()) packs.push_back({std::string(f.name), f.content, false});
  return packs;
}

std::shared_ptr<const rule_book> rules_in_use() {
  if (auto book = shared().load()) return book;
  static const auto built_in = built_in_book();
  return built_in;
}

void use_rules(std::shared_ptr<const rule_book> book) { shared().store(std::move(book)); }

}  // namespace fm::evidence
