// Writes a synthetic log: generate_log (text|json|service) TEMPLATES MEGABYTES SEED > file
// `service` has the shape that services really write: paths, quoted values, URLs, UUIDs, fields, stack
// traces.
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

/// %n a number, %a an address, %p a path, %q a quoted value, %l a URL, %i a UUID.
std::string make_service_template(random_source& r, std::uint64_t number) {
  constexpr const char* values[] = {"%n", "%a", "%p", "\"%q\"", "%l", "%i", "%d"};
  constexpr auto n_words = std::size(words);
  std::string t;
  const auto n = 3 + r.below(5);
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::string word = words[r.below(n_words)];
    const std::string value = values[r.below(std::size(values))];
    t += r.below(3) == 0 ? word : word + "=" + value;
    t += ' ';
  }
  return t + words[number % n_words] + "." + words[number / n_words % n_words];
}

std::string number_text(const char* form, unsigned a, unsigned b = 0) {
  char text[96];
  std::snprintf(text, sizeof text, form, a, b);
  return text;
}

std::string service_value(char kind, random_source& r) {
  const std::string word = words[r.below(std::size(words))], other = words[r.below(std::size(words))];
  switch (kind) {
    case 'p':
      return "/var/lib/" + word + "/" + other +
             number_text("/part-%05u.%u.dat", r.small(100'000), r.small(10));
    case 'q':
      return word + " " + other + number_text(" %u of %u", r.small(500), 500);
    case 'l':
      return "https://" + word + ".example.com/api/v2/" + other +
             number_text("/%u?page=%u", r.small(1'000'000), r.small(50));
    case 'i':
      return number_text("%08x-%04x-", r.small(1ULL << 32), r.small(65'536)) +
             number_text("4%03x-a%03x-", r.small(4'096), r.small(4'096)) +
             number_text("%08x%04x", r.small(1ULL << 32), r.small(65'536));
    default:
      return number_text("%u.%ums", r.small(4'000), r.small(10));
  }
}

/// A stack trace as Java writes it, under every record of an error.
std::string stack_trace(random_source& r) {
  std::string out = "java.lang.IllegalStateException: lease of " + service_value('i', r) + " is over\n";
  const auto frames = 6 + r.below(18);
  for (std::uint64_t i = 0; i < frames; ++i) {
    const std::string word = words[r.below(std::size(words))];
    out +=
        "\tat com.example.shop." + word + ".Service.run(Service.java:" + number_text("%u)\n", r.small(900));
  }
  return out;
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
      case 'p':
      case 'q':
      case 'l':
      case 'i':
      case 'd':
        out += service_value(t[i], r);
        continue;
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
    std::fputs("usage: generate_log (text|json|service) TEMPLATES MEGABYTES SEED\n", stderr);
    return 1;
  }
  const bool json = std::string(argv[1]) == "json", service = std::string(argv[1]) == "service";
  auto count = std::strtoull(argv[2], nullptr, 10);
  auto bytes = std::strtoull(argv[3], nullptr, 10) * 1'000'000;
  random_source r{std::strtoull(argv[4], nullptr, 10) * 2 + 1};
  std::vector<std::string> templates;
  for (std::uint64_t i = 0; i < count; ++i)
    templates.push_back(service ? make_service_template(r, i) : make_template(r, i));
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
      if (service && *level == 'E') out += stack_trace(r);
    }
    if (out.size() > 1'000'000) {
      written += out.size();
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  return 0;
}
