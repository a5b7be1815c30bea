#include "fm/extract/text_extractor.hpp"

#include "child_process.hpp"
#include "fm/extract/reader_process.hpp"

#include <signal.h>

#include <algorithm>
#include <utility>

namespace fm::extract {

namespace {

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

/// "PDF" or "Word document"
std::string noun_of(std::string_view format) { return format == "pdf" ? "PDF" : "Word document"; }

std::string first_line(std::string text) {
  text.resize(std::min(text.find('\n'), text.size()));
  return text;
}

/// What the exit of `pdftotext` means.
std::string why_not_pdf(const ended_process& p) {
  if (p.err.find("Incorrect password") != std::string::npos)
    return "the PDF is encrypted: remove its password and add it again";
  if (p.err.find("Out of memory") != std::string::npos || p.err.find("bad_alloc") != std::string::npos)
    return "reading the PDF takes too much memory";
  if (p.err.find("Copying of text from this document is not allowed") != std::string::npos)
    return "the PDF does not allow its text to be copied: save it without that restriction and add it again";
  return "the PDF cannot be read: it is damaged or incomplete";
}

std::string why_not(std::string_view format, const ended_process& p, const limits& within) {
  const auto noun = noun_of(format);
  switch (p.end) {
    case ended_process::how::too_slow:
      return "reading the " + noun + " takes longer than " + std::to_string(within.wall_time / second) + " s";
    case ended_process::how::too_much:
      return "the " + noun + " has more than " + megabytes(within.text_bytes) +
             " of text: split it and add its parts";
    case ended_process::how::signalled:
      if (p.code == SIGXCPU || p.code == SIGKILL)
        return "reading the " + noun + " takes more than " + std::to_string(within.processor_seconds) +
               " s of processor time";
      return "the " + noun + " cannot be read: it is damaged, or needs more than " +
             megabytes(within.memory_bytes) + " of memory";
    default:
      break;
  }
  if (p.code == cannot_read && !p.err.empty()) return first_line(p.err);
  if (format == "pdf") return why_not_pdf(p);
  return "the " + noun + " cannot be read: it is damaged, or needs more than " +
         megabytes(within.memory_bytes) + " of memory";
}

}  // namespace

outcome<std::string> text_extractor::text_of(std::string_view format, std::string_view bytes,
                                             const std::function<bool()>& cancelled) const {
  auto words = program_;
  words.emplace_back(format);
  words.push_back(std::to_string(within_.memory_bytes));
  words.push_back(std::to_string(within_.processor_seconds));
  words.push_back(std::to_string(within_.text_bytes));
  auto ran = run_process(words, bytes, within_.wall_time, within_.text_bytes, cancelled);
  if (!ran) return ran.error();
  if (ran->end == ended_process::how::cancelled) return fail(ec::cancelled);
  if (ran->end != ended_process::how::exited || ran->code != 0)
    return fail(ec::invalid, why_not(format, *ran, within_));
  // Pages end with a form feed.
  std::replace(ran->out.begin(), ran->out.end(), '\f', '\n');
  if (ran->out.find_first_not_of(" \t\r\n") != std::string::npos) return std::move(ran->out);
  if (format == "pdf")
    return fail(ec::invalid,
                "the PDF has no text layer: its pages are pictures; recognise their text (OCR) and add that");
  return fail(ec::invalid, "the Word document has no text");
}

}  // namespace fm::extract
