#pragma once
// The arguments of a call as the modules below understand them.
#include "tools/page.hpp"

#include <fm/agent/tool_messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent::tools {

/// A call whose arguments fit its schema.
struct call {
  std::string case_id;
  std::string tool;
  json::value arguments;
  std::string zone = "UTC";  ///< of times in the evidence that name none
};

/// What a call asks for, or what is wrong with it.
template <class M>
struct plan {
  M request;
  tools::page page;
  std::vector<tool_finding> findings;
};

/// The argument, or the empty text.
std::string text_argument(const json::value& arguments, std::string_view name);
std::int64_t number_argument(const json::value& arguments, std::string_view name, std::int64_t otherwise);
evidence::severity severity_argument(const json::value& arguments, std::string_view name,
                                     evidence::severity otherwise);

/// The page that a call asks for; a cursor of another call is a finding. `bound_to` is what the rows depend
/// on beside the arguments.
tools::page page_of(const call& c, const std::vector<std::string>& bound_to, std::uint32_t usual_limit,
                    std::vector<tool_finding>& findings);
/// The ids of the files, for the above.
std::vector<std::string> ids_of(const evidence::case_files& files);

/// The file that a name means: E2, its id, or its name, in whatever case; null with a finding, which says
/// what there is.
const evidence::numbered_file* find_file(std::string_view name, const evidence::case_files& files,
                                         std::vector<std::string> path, std::vector<tool_finding>& findings);

/// The files and the time window that arguments `evidence`, `from` and `to` mean: all files, each content
/// once, where none is named.
std::vector<evidence::file_part> parts_of(const json::value& arguments, const evidence::case_files& files,
                                          std::vector<std::string> path, std::vector<tool_finding>& findings);

/// "E1 app.log, E2 db.log.gz": the files of the parts, each once.
std::string names_of(const std::vector<evidence::file_part>& parts, const evidence::case_files& files);

/// "the evidence runs from ... to ...": a hint for whoever named another time.
std::string span_of(const evidence::case_files& files);

}  // namespace fm::agent::tools
