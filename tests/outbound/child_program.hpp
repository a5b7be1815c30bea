#pragma once
// A program that runs as long as its object.
#include <sys/types.h>

#include <string>
#include <vector>

namespace fm::test {

class child_program {
 public:
  /// Found in PATH.
  explicit child_program(const std::vector<std::string>& words);
  child_program(const child_program&) = delete;
  child_program& operator=(const child_program&) = delete;
  ~child_program();
  /// The beginning of what it writes, waited for.
  std::string first_output();

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

}  // namespace fm::test
