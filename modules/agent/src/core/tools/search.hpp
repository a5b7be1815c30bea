#pragma once
// The tools search_evidence and read_lines.
#include "tools/call.hpp"

namespace fm::agent::tools {

plan<evidence::search_lines> plan_search(const call& c, const evidence::case_files& files);
tool_result show_search(const plan<evidence::search_lines>& asked, const evidence::lines_found& found,
                        const evidence::case_files& files);

/// Lines that one call of read_lines shows at most.
inline constexpr std::uint32_t most_lines_read = 500;
plan<evidence::read_lines> plan_read(const call& c, const evidence::case_files& files);
tool_result show_read(const plan<evidence::read_lines>& asked, const evidence::lines_read& found,
                      const evidence::case_files& files);

/// "E1:120".
std::string citation_of(const evidence::shown_line& line);
/// A row that is a line, and what can be cited by it.
std::vector<tool_citable> citable_line(const evidence::shown_line& line);
/// Sentences on the files that could not be read, and on those that the list of files left out.
void note_unread(page_writer& out, const std::vector<evidence::unread_file>& unread,
                 const evidence::case_files& files);

}  // namespace fm::agent::tools
