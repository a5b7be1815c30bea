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
  std::string head{};  ///< the first bytes of an upload, at most `head_bytes`, to recognise what it is
};
inline constexpr std::size_t head_bytes = 1'024;

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

/// Which of these files are not there; the store remembers them as trouble.
struct look_for {
  using reply_type = listing;
  static constexpr auto timeout = 120 * second;
  std::vector<std::string> keys;
};

/// Reads a file and compares it with the SHA-256 of its row, unless it was compared lately and is untouched.
/// Fails with `gone` and a sentence when it is missing or altered.
struct verify {
  using reply_type = done;
  static constexpr auto timeout = 120 * second;
  std::string key;
  std::string sha256;
};

/// What became of files that no row names.
struct aside {
  std::uint64_t moved = 0;    ///< into the quarantine
  std::uint64_t waiting = 0;  ///< left where they are, for the quarantine is full
};

/// Moves files into the quarantine, from which they can be brought back.
struct set_aside {
  using reply_type = aside;
  static constexpr auto timeout = 120 * second;
  std::vector<std::string> keys;
};

/// The keys below a folder of what is in quarantine.
struct list_aside {
  using reply_type = listing;
  static constexpr auto timeout = 120 * second;
  std::string folder;
};

/// Moves files out of the quarantine to where they were; one that is not there is no failure.
struct bring_back {
  using reply_type = done;
  static constexpr auto timeout = 120 * second;
  std::vector<std::string> keys;
};

/// Deletes for good what came into the quarantine before a time; answers what it was.
struct forget_aside {
  using reply_type = listing;
  static constexpr auto timeout = 120 * second;
  micros before = 0;
};

using messages = message_list<stored, adopt, put, remove, listing, list, look_for, verify, aside, set_aside,
                              list_aside, bring_back, forget_aside>;
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
  virtual outcome<bool> holds(const std::string& key) = 0;
  virtual outcome<done> verify(const std::string& key, const std::string& sha256) = 0;
  virtual outcome<aside> set_aside(const std::vector<std::string>& keys) = 0;
  virtual outcome<listing> keys_aside(const std::string& folder) = 0;
  virtual outcome<done> bring_back(const std::vector<std::string>& keys) = 0;
  virtual outcome<listing> forget_aside(micros before) = 0;
  /// Remembers that a file which a row names is not what it should be, until it is verified or erased.
  virtual void note_trouble(const std::string& key, const std::string& what) = 0;
  /// What is wrong with stored files, as far as it is known, in one sentence; empty when nothing is.
  virtual std::string trouble() const = 0;
  /// An error is found on the first read.
  virtual std::unique_ptr<reader> open(const std::string& key) = 0;
  /// The path of the file when it lies on this machine, else empty.
  virtual std::string local_path(const std::string& key) const = 0;
};

}  // namespace fm::blob
