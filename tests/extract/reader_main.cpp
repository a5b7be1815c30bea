// The child process of the tests.
#include <fm/extract/reader_process.hpp>

int main(int argc, char** argv) {
  return fm::extract::read_document({argv + 1, static_cast<std::size_t>(argc - 1)});
}
