#include "rule_files.hpp"

#include "command_line.hpp"
#include "evidence_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace fm::program {

namespace {

constexpr std::size_t most_packs = 200;
constexpr std::uint64_t longest_pack = 2u << 20;  // the reader refuses less, and says so

/// The packs of a folder by name; what cannot be read is a mistake.
std::vector<std::string> packs_of(const std::string& folder, std::vector<evidence::pack_mistake>& mistakes) {
  std::vector<std::string> paths;
  std::error_code why;
  std::filesystem::directory_iterator entry(folder, why);
  for (; !why && entry != std::filesystem::directory_iterator(); entry.increment(why)) {
    const auto ending = entry->path().extension();
    // Not a pipe: nobody may ever write to it.
    if ((ending == ".yaml" || ending == ".yml") && entry->is_regular_file(why))
      paths.push_back(entry->path().string());
  }
  if (why) mistakes.push_back({folder, 0, "the folder of rules cannot be read: " + why.message()});
  if (paths.size() > most_packs)
    mistakes.push_back({folder, 0, "it holds more than " + std::to_string(most_packs) + " packs"});
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

std::string text_of(const evidence::pack_mistake& m) {
  std::string where = m.file;
  if (m.line > 0) where += ":" + std::to_string(m.line);
  return where.empty() ? m.what : where + ": " + m.what;
}

rules_loaded load_rules(const std::string& folder, bool thoroughly) {
  rules_loaded out;
  auto packs = evidence::built_in_packs();
  std::vector<std::string> texts;  // the packs refer to them
  if (!folder.empty()) {
    const auto paths = packs_of(folder, out.mistakes);
    if (!out.mistakes.empty()) return out;
    texts.resize(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) {
      std::string error;
      if (!read_whole(paths[i], longest_pack, texts[i], error)) {
        out.mistakes.push_back({paths[i], 0, error});
        continue;
      }
      packs.push_back({paths[i], texts[i], true});
    }
    if (!out.mistakes.empty()) return out;
    out.own_packs = paths.size();
  }
  auto read = evidence::read_packs(packs);
  out.mistakes = std::move(read.mistakes);
  if (!read.book) return out;
  const auto compiled = std::make_shared<const evidence::text_rules>(read.book, out.mistakes);
  for (const auto& found :
       {thoroughly ? compiled->compile_all() : compiled->compile_doubtful(), compiled->slow_expressions()})
    out.mistakes.insert(out.mistakes.end(), found.begin(), found.end());
  if (out.mistakes.empty()) out.rules = compiled;
  return out;
}

bool use_rules_of(const std::string& folder) {
  auto loaded = load_rules(folder, false);
  for (const auto& m : loaded.mistakes) complain(text_of(m));
  if (!loaded.rules) return false;
  evidence::text_rules::use(std::move(loaded.rules));
  return true;
}

}  // namespace fm::program
