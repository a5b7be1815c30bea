#pragma once
// An answer in Markdown as a terminal shows it.
#include <string>
#include <string_view>

namespace fm::program {

enum class look { markdown, plain, coloured };

/// How standard output is to look: as Markdown when it is no terminal, coloured on one unless NO_COLOR
/// (no-color.org) is set or TERM is "dumb"; `plain` always means plain.
look look_of_output(bool plain);

/// The marks of an answer's Markdown turned into what the look needs: headings, bold text, code spans, fenced
/// commands, escapes. Control characters of the text itself never reach the terminal.
std::string rendered(std::string_view markdown, look how);

}  // namespace fm::program
