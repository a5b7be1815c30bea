#include "knowledge_folder.hpp"

#include "evidence_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace fm::program {

namespace fs = std::filesystem;

knowledge::folder_documents read_knowledge_folder(const std::string& folder) {
  constexpr std::array<std::string_view, 7> readable = {".md",   ".markdown", ".txt", ".rst",
                                                        ".adoc", ".html",     ".htm"};
  constexpr std::size_t most_bytes = 50u << 20;
  knowledge::folder_documents out;
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    out.error = "'" + folder + "' is not a folder: --kb takes a folder of runbooks";
    return out;
  }
  std::vector<fs::path> paths;
  for (auto it =
           fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, failed);
       !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    auto name = it->path().filename().string();
    if (name.starts_with('.')) {
      if (it->is_directory()) it.disable_recursion_pending();
      continue;
    }
    auto ending = it->path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (it->is_regular_file(failed) && std::find(readable.begin(), readable.end(), ending) != readable.end())
      paths.push_back(it->path());
  }
  if (failed) {
    out.error = "'" + folder + "' cannot be read: " + failed.message();
    return out;
  }
  std::sort(paths.begin(), paths.end());
  std::string text, error;
  for (const auto& path : paths) {
    auto shown = fs::relative(path, folder, failed).generic_string();
    if (!read_whole(path.string(), most_bytes, text, error)) {
      out.notes.push_back("runbook '" + shown + "' was left out: it " + error);
      continue;
    }
    out.documents.push_back({shown, std::move(text)});
  }
  if (out.documents.empty())
    out.error = "'" + folder + "' holds no runbooks: .md, .txt or .html files are read";
  return out;
}

}  // namespace fm::program
