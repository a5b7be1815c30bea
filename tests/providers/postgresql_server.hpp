#pragma once
// A PostgreSQL server of its own for a test: made, started, and gone with the object.
#include <fm/test/temp_folder.hpp>

#include <string>
#include <vector>

namespace fm::test {

class postgresql_server {
 public:
  /// Throws with a sentence when Debian's PostgreSQL is not installed or does not start.
  postgresql_server();
  postgresql_server(const postgresql_server&) = delete;
  postgresql_server& operator=(const postgresql_server&) = delete;
  ~postgresql_server();

  /// What libpq connects with.
  std::string address() const;

 private:
  int run(const std::string& program, const std::vector<std::string>& arguments) const;

  temp_folder folder_;
  std::string programs_;
  int port_;
};

}  // namespace fm::test
