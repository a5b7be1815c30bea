#include "digest_job.hpp"

#include <fm/crypto/hash.hpp>

#include <fstream>
#include <vector>

namespace fm::idempotency {

outcome<digest> digest_job::run(const digest_files& m, actors::worker_env& env) {
  constexpr std::size_t block = 256 * 1024;
  std::vector<char> bytes(block);
  digest out;
  for (const auto& path : m.paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ec::internal, "a file of the request cannot be read");
    crypto::sha256_stream hash;
    while (file) {
      if (env.cancelled()) return fail(ec::cancelled);
      file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      hash.update({bytes.data(), static_cast<std::size_t>(file.gcount())});
    }
    out.hex += crypto::hex(hash.finish());
  }
  return out;
}

}  // namespace fm::idempotency
