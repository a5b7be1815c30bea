#pragma once
// Numbers that the messages of one template carry over time: durations that rise, memory that only grows.
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Follows up to three numeric values of one template's raw lines under bounded memory.
class value_series {
 public:
  /// Whether the first line of a file names the columns of comma-separated values.
  static bool is_header(std::string_view raw);
  /// Finds the columns worth following by the names in line 1; `raw` is the first row.
  void start_columns(std::string_view header, std::string_view raw);
  /// Finds the values worth following in the first line of the template.
  void start(std::string_view raw);
  /// Notes the values of a further line; `start` has seen the first.
  void add(std::uint64_t number, std::string_view raw, micros time);
  bool empty() const { return followed_.empty(); }
  /// Adds a `slow_call` or `growing_value` fact per value that became much larger.
  void judge(std::vector<fact>& facts) const;

 private:
  struct sample {
    double value = 0;
    std::string text;  // the number as it stands in the line
    std::uint64_t line = 0;
    micros time = no_time;
    std::uint32_t quote = 0;  // where the line begins in `quotes`
    std::uint32_t quote_size = 0;
  };
  struct value {
    std::string anchor;      // what stands before the number
    std::string name;        // the word that names it
    std::size_t column = 0;  // 1-based, of comma-separated values; 0: the anchor finds it
    std::string row_key;     // the cells of text: other rows are of another object
    bool duration = false;
    double unit = 1;  // seconds per unit of a duration
    std::uint64_t seen = 0, stride = 1;
    std::vector<sample> samples;
    std::string quotes;  // of all samples, one after the other
  };
  static void halve(value& v);
  static bool judge_one(const value& v, fact& f);
  std::vector<value> followed_;
};

}  // namespace fm::evidence
