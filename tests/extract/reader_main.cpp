// The child process of the tests.
#include <fm/extract/reader_process.hpp>

#include <unistd.h>

int main(int argc, char** argv) {
  // At once: what sanitizers and coverage do at the end of a program is not within its limits.
  ::_exit(fm::extract::read_document({argv + 1, static_cast<std::size_t>(argc - 1)}));
}
