#pragma once
// `kubectl describe` output as blocks nested by indentation.
#include "documents/fact_draft.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// One line that is not blank. A line without `key:` has an empty key and its text in `value`.
struct described_line {
  std::uint64_t line = 0;
  std::size_t indent = 0;
  std::string_view key;
  std::string_view value;
  std::string_view text;  ///< the whole line without its indentation
  std::size_t end = 0;    ///< index of the first line after its block
};

/// One described object: its lines, and what names it.
class described_object {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::vector<described_line> lines;
  std::string_view type;  ///< "Pod", "Deployment" ...; "" when its fields tell none
  std::string_view name;
  std::string_view space;  ///< the namespace
  std::uint64_t name_line = 0;

  /// Index of the first direct child of that key below `parent` (`none`: of the object itself), or `none`.
  std::size_t find(std::string_view key, std::size_t parent = none) const;
  /// The value of that child, or the empty text.
  std::string_view value(std::string_view key, std::size_t parent = none) const;
  /// The line of that child, or 0.
  std::uint64_t line(std::string_view key, std::size_t parent = none) const;
  /// Indices of the direct children of `parent`.
  std::vector<std::size_t> children(std::size_t parent) const;
  /// Last line number of the block that starts at that index.
  std::uint64_t last_line(std::size_t index) const;
};

/// Splits a text into the objects that it describes (each begins with `Name:` in the first column).
std::vector<described_object> read_describe(const text_lines& lines);

/// A line below an event that its message goes on in.
struct event_detail {
  std::uint64_t line = 0;
  std::string_view text;
};
/// One row of an event list.
struct event_row {
  std::uint64_t line = 0;
  bool warning = false;
  std::string_view type;
  std::string_view reason;
  std::string_view age;
  std::string_view message;
  std::uint64_t count = 1;
  std::vector<event_detail>
      more;  ///< a message of several lines is printed as it is, from the first column on
};
/// The rows of the object's `Events:` section.
std::vector<event_row> events_of(const described_object& o);
/// The rows of an event list in these lines, up to the first that belongs to none.
std::vector<event_row> list_events(const text_lines& lines, std::uint64_t first, std::uint64_t last);
/// How often an age like `7s (x4 over 47s)` says that it happened.
std::uint64_t times_of_age(std::string_view age);

/// A row of the `Conditions:` table.
struct condition_row {
  std::uint64_t line = 0;
  std::string_view type;
  std::string_view status;
  std::string_view reason;
  std::string_view message;
};
std::vector<condition_row> conditions_of(const described_object& o);

/// Names that a question may use for the object: its own, namespace, owners, node, labels.
std::vector<std::string> names_of(const described_object& o);

void describe_pod(const described_object& o, const reading& r);
void describe_workload(const described_object& o, const reading& r);
void describe_node(const described_object& o, const reading& r);
void describe_other(const described_object& o, const reading& r);

/// What decides that an event of the past is over.
struct recovery {
  bool now_well = false;        ///< the object works now
  std::uint64_t well_line = 0;  ///< where that is said
  std::string_view well_text;   ///< part of that line
};
/// What the rows of an event list say of the object.
void describe_event_rows(const std::vector<event_row>& events, const described_object& o,
                         const std::vector<std::string>& names, const recovery& now, const reading& r);
void describe_events(const described_object& o, const std::vector<std::string>& names, const recovery& now,
                     const reading& r);

}  // namespace fm::evidence
