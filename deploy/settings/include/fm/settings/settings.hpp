#pragma once
// What can be set, from where it comes, and what is in force.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::settings {

/// What a value must look like.
enum class kind : std::uint8_t {
  text,
  list,     ///< separated by commas
  integer,  ///< within `least` and `most`; empty only where the default is
  flag,     ///< true or false
  word,     ///< one of `words`, in any case
  address,  ///< an IP address
  secret    ///< text that is never shown
};

/// One row of the table.
struct rule {
  std::string_view name;
  kind what;
  std::string_view fallback;
  std::string_view meaning;
  std::int64_t least = 0, most = 0;
  std::string_view words = {};    ///< separated by blanks
  std::string_view aliases = {};  ///< other names for it, separated by blanks
};

/// A part of the table, as the documentation shows it.
struct group {
  std::string_view title;
  std::span<const rule> rules;
};
std::span<const group> table();

/// A setting with what is in force.
struct setting {
  const rule* of = nullptr;
  std::string value;
  std::string source;  ///< "default", "environment", or "faultmaven.conf:3"
  /// The value, or *** for a secret that is set.
  std::string shown() const;
};

using variables = std::vector<std::pair<std::string, std::string>>;

/// All settings. A value that is wrong is a fault, and the default is in force instead.
class set {
 public:
  /// `file_text` holds lines `NAME = value`; # begins a comment.
  static set read(const variables& environment, std::string_view file_name = {},
                  std::string_view file_text = {});

  const std::string& text(std::string_view name) const { return find(name).value; }
  /// 0 for an empty one.
  std::int64_t integer(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;

  const std::vector<setting>& all() const { return all_; }
  /// Sentences that say what is wrong and what would be right; the name first.
  const std::vector<std::string>& faults() const { return faults_; }
  /// Names that look like settings and are none: most likely typing errors.
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  struct given {
    std::string name, value, source;
  };
  const setting& find(std::string_view name) const;
  std::vector<given> lines_of(std::string_view file_name, std::string_view text);
  void take(setting& s, const std::vector<given>& values);

  std::vector<setting> all_;
  std::vector<std::string> faults_, unknown_;
};

/// Why a value does not fit; nothing when it does.
std::optional<std::string> fault_of(const rule& r, std::string_view value);

/// The table as Markdown.
std::string to_markdown();

}  // namespace fm::settings
