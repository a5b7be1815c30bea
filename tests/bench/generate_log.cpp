// Writes a synthetic log: generate_log (text|json) TEMPLATES MEGABYTES SEED > file
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

namespace {

/// xorshift64* (Vigna, 2016): the same log for the same seed everywhere.
struct random_source {
  std::uint64_t state;
  std::uint64_t next() {
    state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
    return state * 0x2545F4914F6CDD1DULL;
  }
  std::uint64_t below(std::uint64_t n) { return (next() >> 11) % n; }
  unsigned small(std::uint64_t n) { return static_cast<unsigned>(below(n)); }
};

constexpr const char* words[] = {
    "request",  "session", "cache",   "order",   "payment", "worker",     "queue",     "message",
    "stored",   "loaded",  "updated", "checked", "started", "finished",   "scheduled", "replica",
    "segment",  "index",   "user",    "account", "catalog", "price",      "invoice",   "shipment",
    "retrying", "sending", "reading", "writing", "merging", "compacting", "accepted",  "renewed",
    "lease",    "token",   "batch",   "column",  "volume",  "node",       "route",     "probe"};

/// %n a number, %a an address, %u an id.
std::string make_template(random_source& r, std::uint64_t number) {
  constexpr auto n_words = std::size(words);
  std::string t;
  auto n = 5 + r.below(8);
  for (std::uint64_t i = 0; i < n; ++i) {
    auto kind = r.below(10);
    std::string word = words[r.below(n_words)];
    t += kind < 6 ? word : kind < 8 ? word + "=%n" : kind < 9 ? "%a" : "%u";
    t += ' ';
  }
  return t + words[number % n_words] + words[number / n_words % n_words] +
         words[number / n_words / n_words % n_words];
}

std::string fill(const std::string& t, random_source& r) {
  std::string out;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i] != '%' || i + 1 == t.size()) {
      out += t[i];
      continue;
    }
    char text[64];
    switch (t[++i]) {
      case 'n':
        std::snprintf(text, sizeof text, "%u", r.small(100'000));
        break;
      case 'a':
        std::snprintf(text, sizeof text, "10.%u.%u.%u:%u", r.small(256), r.small(256), r.small(256),
                      1024 + r.small(60'000));
        break;
      default:
        std::snprintf(text, sizeof text, "%08x-%04x", r.small(1ULL << 32), r.small(65'536));
    }
    out += text;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: generate_log (text|json) TEMPLATES MEGABYTES SEED\n", stderr);
    return 1;
  }
  bool json = std::string(argv[1]) == "json";
  auto count = std::strtoull(argv[2], nullptr, 10);
  auto bytes = std::strtoull(argv[3], nullptr, 10) * 1'000'000;
  random_source r{std::strtoull(argv[4], nullptr, 10) * 2 + 1};
  std::vector<std::string> templates;
  for (std::uint64_t i = 0; i < count; ++i) templates.push_back(make_template(r, i));
  std::uint64_t written = 0, micros = 0;
  std::string out;
  while (written < bytes) {
    // Few templates make most lines, as in real logs.
    auto share = [&] { return static_cast<double>(r.below(1'000'000)) / 1e6; };
    auto at = static_cast<std::size_t>(static_cast<double>(count) * share() * share() * share());
    micros += r.below(2'000);
    auto s = micros / 1'000'000;
    auto h = static_cast<unsigned>(s / 3600 % 24), m = static_cast<unsigned>(s / 60 % 60),
         sec = static_cast<unsigned>(s % 60);
    auto ms = static_cast<unsigned>(micros / 1000 % 1000);
    const char* level = r.below(200) == 0 ? "ERROR" : r.below(50) == 0 ? "WARN" : "INFO";
    char head[160];
    auto message = fill(templates[at], r);
    if (json) {
      std::snprintf(
          head, sizeof head,
          "{\"time\":\"2026-03-01T%02u:%02u:%02u.%03uZ\",\"level\":\"%s\",\"service\":\"shop-%u\",\"msg\":\"",
          h, m, sec, ms, level, static_cast<unsigned>(at % 9));
      out += head + message + "\",\"trace\":\"" + fill("%u", r) + "\",\"took_ms\":" + fill("%n", r) + "}\n";
    } else {
      std::snprintf(head, sizeof head, "2026-03-01 %02u:%02u:%02u.%03u %-5s [worker-%u] shop.Service: ", h, m,
                    sec, ms, level, r.small(16));
      out += head + message + "\n";
    }
    if (out.size() > 1'000'000) {
      written += out.size();
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  return 0;
}
