#pragma once
// The port to the store of files, as messages and as streams. A key is "folder/name" of letters, digits,
// '-', '_', '.' and '/', made by the module that owns the file; adapters never see names that users gave.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::blob {

/// A file as it lies in the store.
struct stored {
  std::uint64_t bytes = 0;
  std::string sha256;  ///< 64 hexadecimal digits
};

/// Takes a spooled upload over into the store: complete and durable when answered, and then gone from where
/// it was. On a failure nothing is left under the key.
struct adopt {
  using reply_type = stored;
  static constexpr auto timeout = 120 * second;
  std::string spool;  ///< path of the spooled file
  std::string key;
};

/// Stores a short text; complete and durable when answered.
struct put {
  using reply_type = stored;
  static constexpr auto timeout = 60 * second;
  std::string key;
  std::string bytes;
};

/// Removes files; one that is not there is no failure.
struct remove {
  using reply_type = done;
  static constexpr auto timeout = 60 * second;
  std::vector<std::string> keys;
};

struct listing {
  std::vector<std::string> keys;
};

/// All keys below a folder that were stored before a time; to find what no row names.
struct list {
  using reply_type = listing;
  static constexpr auto timeout = 120 * second;
  std::string folder;
  micros before = 0;
};

using messages = message_list<stored, adopt, put, remove, listing, list>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

/// A stored file that is read from its start to its end.
class reader {
 public:
  virtual ~reader() = default;
  /// Fills a part of `into` and says how much; 0 at the end or after an error.
  virtual std::size_t read(std::span<char> into) = 0;
  virtual std::string_view error() const = 0;
};

/// What an adapter offers to jobs. Thread-safe.
class store {
 public:
  virtual ~store() = default;
  virtual outcome<stored> take(const std::string& spool, const std::string& key) = 0;
  virtual outcome<stored> write(const std::string& key, std::string_view bytes) = 0;
  virtual outcome<done> erase(const std::string& key) = 0;
  virtual outcome<listing> keys(const std::string& folder, micros before) = 0;
  /// An error is found on the first read.
  virtual std::unique_ptr<reader> open(const std::string& key) = 0;
  /// The path of the file when it lies on this machine, else empty.
  virtual std::string local_path(const std::string& key) const = 0;
};

}  // namespace fm::blob
