#include "form_reader.hpp"

#include <fm/http/problem.hpp>
#include <fm/http/text.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t most_text_bytes = 64u << 10;
constexpr std::size_t most_urlencoded_bytes = 1u << 20;

std::string megabytes(std::uint64_t bytes) {
  constexpr std::uint64_t mega = 1u << 20;
  return bytes >= mega && bytes % mega == 0 ? std::to_string(bytes / mega) + " MB"
                                            : std::to_string(bytes) + " bytes";
}

response form_issue(std::string type, std::string name, std::string msg) {
  issue found{std::move(type), {"body"}, std::move(msg)};
  if (!name.empty()) found.loc.push_back(std::move(name));
  return unprocessable({std::move(found)});
}

}  // namespace

form_reader::form_reader(std::string spool_folder, std::size_t most_parts, const body_plan& plan)
    : folder_(std::move(spool_folder)),
      most_parts_(most_parts),
      most_file_bytes_(plan.most_file_bytes),
      too_large_status_(plan.file_too_large_status),
      spooled_fields_(plan.spooled_fields) {
  if (!plan.boundary.empty()) parser_.emplace(plan.boundary, most_parts);
}

form_reader::~form_reader() {
  if (file_ >= 0) ::close(file_);
  for (const auto& part : parts_)
    if (!part.spool.empty()) ::unlink(part.spool.c_str());
}

bool form_reader::refuse(response r) {
  refusal_ = std::move(r);
  return false;
}

bool form_reader::too_long(const std::string& name) {
  return refuse(form_issue("string_too_long", name,
                           "Text in a form should have at most " + std::to_string(most_text_bytes) +
                               " bytes; send more as a file"));
}

bool form_reader::feed(std::string_view piece) {
  if (parser_) {
    if (parser_->feed(piece, *this)) return true;
    return refusal_ ? false
                    : refuse(form_issue("form_invalid", "", "The form is malformed: " + parser_->error()));
  }
  if (urlencoded_.size() + piece.size() > most_urlencoded_bytes)
    return refuse(problem(413, "an urlencoded form may have at most " + megabytes(most_urlencoded_bytes) +
                                   "; send more as multipart/form-data"));
  urlencoded_ += piece;
  return true;
}

bool form_reader::finish() {
  if (!parser_) return finish_urlencoded();
  if (parser_->finish(*this)) return true;
  return refusal_ ? false
                  : refuse(form_issue("form_invalid", "", "The form is malformed: " + parser_->error()));
}

bool form_reader::finish_urlencoded() {
  auto pairs = pairs_of(urlencoded_, most_parts_);
  if (!pairs)
    return refuse(form_issue("form_invalid", "",
                             "The form is malformed: a percent sequence is wrong, or it has more than " +
                                 std::to_string(most_parts_) + " fields"));
  for (auto& [name, value] : *pairs) {
    if (is_spooled(name)) {
      part_head head;
      head.name = std::move(name);
      if (!begin(std::move(head)) || !data(value) || !end()) return false;
      continue;
    }
    if (value.size() > most_text_bytes) return too_long(name);
    form_part part;
    part.name = std::move(name);
    part.value = std::move(value);
    parts_.push_back(std::move(part));
  }
  return true;
}

bool form_reader::is_spooled(std::string_view name) const {
  return std::find(spooled_fields_.begin(), spooled_fields_.end(), name) != spooled_fields_.end();
}

bool form_reader::begin(part_head head) {
  form_part part;
  part.name = std::move(head.name);
  part.is_file = head.is_file || is_spooled(part.name);
  part.file_name = std::move(head.file_name);
  part.content_type = std::move(head.content_type);
  parts_.push_back(std::move(part));
  return !parts_.back().is_file || open_spool();
}

bool form_reader::open_spool() {
  static std::atomic<std::uint64_t> last{0};
  auto& part = parts_.back();
  auto path =
      folder_ + "/" + std::string(spool_prefix) + std::to_string(::getpid()) + "-" + std::to_string(++last);
  file_ = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file_ < 0) return refuse(problem(fail(ec::unavailable, "the upload cannot be stored at the moment")));
  part.spool = std::move(path);
  return true;
}

bool form_reader::data(std::string_view piece) {
  auto& part = parts_.back();
  if (!part.is_file) {
    if (part.value.size() + piece.size() > most_text_bytes) return too_long(part.name);
    part.value += piece;
    return true;
  }
  part.bytes += piece.size();
  if (part.bytes > most_file_bytes_)
    return refuse(problem(too_large_status_, "the file is too large: at most " + megabytes(most_file_bytes_) +
                                                 " are accepted here"));
  while (!piece.empty()) {
    const auto n = ::write(file_, piece.data(), piece.size());
    if (n > 0) {
      piece.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      const bool full = errno == ENOSPC || errno == EDQUOT;
      return refuse(problem(full ? fail(ec::storage_full, "there is not enough free space for the upload")
                                 : fail(ec::unavailable, "the upload cannot be stored at the moment")));
    }
  }
  return true;
}

bool form_reader::end() {
  auto& part = parts_.back();
  if (!part.is_file) return true;
  ::close(std::exchange(file_, -1));
  // A browser sends this for a field in which no file was chosen.
  if (part.file_name.empty() && part.bytes == 0) {
    ::unlink(part.spool.c_str());
    parts_.pop_back();
  }
  return true;
}

}  // namespace fm::http
