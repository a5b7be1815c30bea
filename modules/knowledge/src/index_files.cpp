#include "index_files.hpp"

#include <fm/actors/log.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace fm::knowledge {

namespace {

std::string key_of(const index_scope& scope) {
  if (scope.scope == "global") return "global/all.index";
  return scope.scope + "/" + (scope.scope == "case" ? scope.case_id : scope.owner) + ".index";
}

/// All bytes of a file in one piece of memory, as large as the file.
struct whole_file {
  std::unique_ptr<std::byte[]> bytes;
  std::size_t size = 0;
  bool there = false;
};

whole_file read(blob::reader& from) {
  constexpr std::size_t block = 1u << 20;
  std::vector<std::unique_ptr<char[]>> blocks;
  whole_file out;
  std::size_t filled = block;
  for (;;) {
    if (filled == block) {
      blocks.push_back(std::make_unique_for_overwrite<char[]>(block));
      filled = 0;
    }
    const auto n = from.read({blocks.back().get() + filled, block - filled});
    if (n == 0) break;
    filled += n;
    out.size += n;
  }
  out.there = from.error().empty();
  if (!out.there) return out;
  out.bytes = std::make_unique_for_overwrite<std::byte[]>(out.size);
  std::size_t at = 0;
  for (auto& b : blocks) {
    const auto n = std::min(block, out.size - at);
    std::memcpy(out.bytes.get() + at, b.get(), n);
    at += n;
    b.reset();
  }
  return out;
}

}  // namespace

std::shared_ptr<const search_index> index_files::load(const index_scope& scope) const {
  if (!in_) return nullptr;
  auto file = read(*in_->open(key_of(scope)));
  if (!file.there) return nullptr;
  auto index = search_index::open(std::move(file.bytes), file.size);
  if (!index) {
    actors::log(actors::level::warning,
                "a stored index is damaged or of another version: it is built again from the documents",
                {{"index", key_of(scope)}, {"bytes", file.size}});
    return nullptr;
  }
  return std::make_shared<const search_index>(std::move(*index));
}

bool index_files::store(const index_scope& scope, search_index& index) const {
  if (!in_) return false;
  auto kept = in_->write(key_of(scope), index.image());
  if (!kept)
    actors::log(actors::level::warning, "an index could not be stored: the next start builds it again",
                {{"index", key_of(scope)}, {"error", kept.error().text}});
  return static_cast<bool>(kept);
}

void index_files::remove(const index_scope& scope) const {
  if (in_) static_cast<void>(in_->erase(key_of(scope)));
}

}  // namespace fm::knowledge
