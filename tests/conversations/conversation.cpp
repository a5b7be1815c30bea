#include "conversation.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fm::test {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + " cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Where evidence and question stand: in an incident, beside another conversation, or here.
fs::path source_of(const json::value& told, const fs::path& here) {
  if (const auto* incident = told.find("incident")) return fs::path(FM_INCIDENTS) / *incident->as_string();
  if (const auto* other = told.find("evidence_of")) return here.parent_path() / *other->as_string();
  return here;
}

conversation read(const fs::path& folder) {
  conversation out;
  out.name = folder.filename().string();
  const auto told = json::parse(read_file(folder / "model.json"));
  if (!told) throw std::runtime_error(out.name + "/model.json: " + told.error);
  const auto source = source_of(told.root, folder);
  out.question = read_file(source / "question.txt");
  for (const auto& entry : fs::directory_iterator(source))
    if (const auto name = entry.path().filename().string(); name.starts_with("evidence"))
      out.evidence.emplace_back(name, read_file(entry.path()));
  std::sort(out.evidence.begin(), out.evidence.end());
  out.says = read_script(told.root);
  if (fs::exists(folder / "expected.json")) out.expected = read_file(folder / "expected.json");
  return out;
}

}  // namespace

std::vector<conversation> all_conversations() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(FM_CONVERSATIONS))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  std::vector<conversation> out;
  for (const auto& folder : folders) out.push_back(read(folder));
  return out;
}

std::string expectation_path(const std::string& name) {
  return (fs::path(FM_CONVERSATIONS) / name / "expected.json").string();
}

}  // namespace fm::test
