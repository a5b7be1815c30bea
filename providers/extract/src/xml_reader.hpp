#pragma once
// XML as a stream of elements and text, without document types and within a depth. The only place that knows
// expat.
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace fm::extract {

/// Gets the elements by their local names; prefixes and namespaces are left out.
class xml_sink {
 public:
  using attributes = std::map<std::string, std::string, std::less<>>;
  virtual ~xml_sink() = default;
  virtual void begin(std::string_view element, const attributes& given) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view piece) = 0;
};

class xml_reader {
 public:
  explicit xml_reader(xml_sink& to);
  xml_reader(const xml_reader&) = delete;
  xml_reader& operator=(const xml_reader&) = delete;
  ~xml_reader();

  /// False when reading has stopped: `error` says why.
  bool feed(std::string_view piece);
  bool finish();
  const std::string& error() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::extract
