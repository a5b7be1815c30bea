#include "eval_incidents.hpp"

#include "command_line.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace fm::program {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = 256'000;
constexpr std::size_t longest_recording = 64u << 20;

/// The evidence of an incident, each shown under its path below it.
evidence_list evidence_of(const fs::path& folder) {
  std::vector<std::string> operands;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.path().filename().string().starts_with("evidence")) operands.push_back(entry.path().string());
  std::sort(operands.begin(), operands.end());
  evidence_list out;
  if (operands.empty())
    out.error = "it has no evidence";
  else
    out = list_evidence(operands);
  for (auto& f : out.files) f.shown = fs::path(f.path).lexically_relative(folder).string();
  return out;
}

incident read_incident(const fs::path& folder) {
  incident out;
  out.name = folder.filename().string();
  std::string expected;
  if (!read_whole((folder / "question.txt").string(), longest_text, out.question, out.fault) ||
      !read_whole((folder / "expected.txt").string(), longest_text, expected, out.fault))
    return out;
  while (!out.question.empty() && (out.question.back() == '\n' || out.question.back() == '\r'))
    out.question.pop_back();
  out.expected = evaluation::read_expected(expected);
  if (!out.expected.fault.empty()) out.fault = "expected.txt: " + out.expected.fault;
  auto files = evidence_of(folder);
  if (out.fault.empty()) out.fault = files.error;
  out.files = std::move(files.files);
  return out;
}

/// A name as a part of a path.
std::string as_part(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    out.push_back(plain ? c : '_');
  }
  return out;
}

}  // namespace

outcome<std::vector<incident>> read_incidents(const std::string& folder,
                                              const std::vector<std::string>& only) {
  std::error_code failed;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    if (fs::exists(entry.path() / "expected.txt"))
      found.push_back(entry.path());
    else if (entry.is_directory())
      complain("'" + entry.path().string() + "' holds no expected.txt: it is no incident");
  }
  if (failed) return fail(ec::invalid, "'" + folder + "' cannot be read: " + failed.message());
  std::sort(found.begin(), found.end());
  for (const auto& name : only)
    if (std::none_of(found.begin(), found.end(), [&](const auto& p) { return p.filename() == name; }))
      return fail(ec::invalid, "'" + folder + "' holds no incident '" + name + "'");
  std::vector<incident> out;
  for (const auto& path : found)
    if (only.empty() || std::find(only.begin(), only.end(), path.filename()) != only.end())
      out.push_back(read_incident(path));
  if (out.empty())
    return fail(ec::invalid, "'" + folder +
                                 "' holds no incidents: folders with evidence*, question.txt and "
                                 "expected.txt");
  return out;
}

std::string recording_path(const std::string& folder, const evaluation::contender& by,
                           const std::string& incident, std::uint32_t run) {
  const auto file = as_part(incident) + (run > 1 ? "." + std::to_string(run) : "") + ".jsonl";
  return (fs::path(folder) / as_part(by.provider) / as_part(by.prompt) / file).string();
}

outcome<recorded::recording> load_recording(const std::string& path, const std::string& model) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return fail(ec::invalid, "there is no recording " + path);
  std::string text, error;
  if (!read_whole(path, longest_recording, text, error)) return fail(ec::invalid, error);
  auto read = recorded::read_recording(text);
  if (!read) return fail(ec::invalid, path + ": " + read.error().text);
  if (read->model != model)
    return fail(ec::invalid, path + " is a recording of " + read->model + ", not of " + model);
  return read;
}

outcome<done> store_text(const std::string& path, const std::string& text) {
  const fs::path target(path);
  std::error_code failed;
  if (target.has_parent_path()) fs::create_directories(target.parent_path(), failed);
  const auto fresh = path + ".new";
  {
    std::ofstream out(fresh, std::ios::binary);
    out << text;
    out.close();
    if (!out) return fail(ec::invalid, fresh + " cannot be written");
  }
  fs::rename(fresh, target, failed);
  if (failed) return fail(ec::invalid, path + " cannot be written: " + failed.message());
  return done{};
}

}  // namespace fm::program
