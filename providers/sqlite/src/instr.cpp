#include "instr.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace fm::sqlite {

namespace {

std::string_view bytes_of(sqlite3_value* v, bool as_blob) {
  const void* data = as_blob ? sqlite3_value_blob(v) : sqlite3_value_text(v);
  return {static_cast<const char*>(data), data ? static_cast<std::size_t>(sqlite3_value_bytes(v)) : 0};
}

void instr(sqlite3_context* out, int, sqlite3_value** arguments) {
  const auto types = {sqlite3_value_type(arguments[0]), sqlite3_value_type(arguments[1])};
  if (std::find(types.begin(), types.end(), SQLITE_NULL) != types.end()) return;
  const bool blobs = std::all_of(types.begin(), types.end(), [](int t) { return t == SQLITE_BLOB; });
  const auto text = bytes_of(arguments[0], blobs), part = bytes_of(arguments[1], blobs);
  if (part.empty()) {
    sqlite3_result_int(out, 1);
    return;
  }
  // An empty blob is a null pointer, which memmem does not take.
  const void* const at =
      text.size() < part.size() ? nullptr : ::memmem(text.data(), text.size(), part.data(), part.size());
  if (at == nullptr) {
    sqlite3_result_int(out, 0);
    return;
  }
  const auto before = text.substr(0, static_cast<std::size_t>(static_cast<const char*>(at) - text.data()));
  const auto characters =
      blobs ? static_cast<std::int64_t>(before.size())
            : std::count_if(before.begin(), before.end(), [](char c) { return !continues_character(c); });
  sqlite3_result_int64(out, characters + 1);
}

}  // namespace

bool add_instr(sqlite3* db) {
  constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  return sqlite3_create_function_v2(db, "instr", 2, pure, nullptr, instr, nullptr, nullptr, nullptr) ==
         SQLITE_OK;
}

}  // namespace fm::sqlite
