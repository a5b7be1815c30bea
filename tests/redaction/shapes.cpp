#include "shapes.hpp"

#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace fm::redaction::test {

namespace {

/// A linear congruential generator (D. E. Knuth's MMIX), so that a line has the same values everywhere.
class values {
 public:
  explicit values(std::uint64_t line) : x_(line * 7919 + 1) {}

  std::string of(std::string_view shape) {
    std::string out;
    while (!shape.empty()) {
      const auto open = shape.find('{');
      const auto close = open == shape.npos ? shape.npos : shape.find('}', open);
      out += shape.substr(0, open);
      if (open == shape.npos) break;
      if (close == shape.npos) {
        out += shape.substr(open);
        break;
      }
      const auto name = shape.substr(open + 1, close - open - 1);
      // Other braces stand for themselves.
      const bool known = is_known(name);
      out += known ? made(name) : "{";
      shape.remove_prefix(known ? close + 1 : open + 1);
    }
    return out;
  }

 private:
  static bool is_known(std::string_view name) {
    for (const std::string_view word :
         {"p", "w", "luhn", "luhn4", "iban", "iban4", "basic", "b64p", "pem", "pemn"})
      if (name == word) return true;
    return name.size() > 1 && name.size() < 5 &&
           std::string_view("aAlhHdbu").find(name[0]) != std::string_view::npos &&
           name.find_first_not_of("0123456789", 1) == name.npos;
  }

  std::uint64_t next(std::uint64_t below) {
    x_ = x_ * 6364136223846793005u + 1442695040888963407u;
    return (x_ >> 33) % below;
  }
  std::string some(std::size_t n, std::string_view letters) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(letters[next(letters.size())]);
    return out;
  }
  std::string word() {
    constexpr std::string_view words[] = {"kestrel", "harbor", "willow",  "copper",  "meadow", "falcon",
                                          "cinder",  "marble", "thicket", "lantern", "pebble", "juniper"};
    return std::string(words[next(12)]);
  }
  std::string password() {
    auto w = word();
    w[0] = static_cast<char>(w[0] - 'a' + 'A');
    return w + some(2, "23456789") + some(1, "!#-_+*") + word() + some(1, "23456789");
  }
  static std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      std::uint32_t v = 0;
      for (std::size_t k = 0; k < 3; ++k)
        v = v << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
      for (std::size_t k = 0; k < 4; ++k)
        out.push_back(i + k > bytes.size() ? '=' : b64[v >> (18 - 6 * k) & 63]);
    }
    return out;
  }
  static std::string grouped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i > 0 && i % 4 == 0) out.push_back(' ');
      out.push_back(text[i]);
    }
    return out;
  }
  std::string card() {
    auto d = "4" + some(14, digits);
    for (char last = '0'; last <= '9'; ++last) {
      int sum = 0;
      const auto all = d + last;
      for (std::size_t i = 0; i < all.size(); ++i) {
        int v = all[all.size() - 1 - i] - '0';
        if (i % 2 == 1 && (v *= 2) > 9) v -= 9;
        sum += v;
      }
      if (sum % 10 == 0) return all;
    }
    return d;
  }
  std::string iban() {
    const auto account = some(18, digits);
    int rest = 0;
    for (const char c : account + "131400") rest = (rest * 10 + (c - '0')) % 97;
    const int check = 98 - rest;
    return "DE" + std::string(check < 10 ? "0" : "") + std::to_string(check) + account;
  }
  std::string pem(std::string_view between) {
    return "MII" + some(61, b64) + std::string(between) + some(64, b64) + std::string(between) +
           some(30, b64) + "==";
  }

  std::string made(std::string_view name) {
    if (name == "p") return password();
    if (name == "w") return word();
    if (name == "luhn") return card();
    if (name == "luhn4") return grouped(card());
    if (name == "iban") return iban();
    if (name == "iban4") return grouped(iban());
    if (name == "basic") {
      const auto user = word();
      return base64(user + ":" + password());
    }
    if (name == "b64p") return base64(password());
    if (name == "pem") return pem("\n");
    if (name == "pemn") return pem("\\n");
    const auto n = std::stoul(std::string(name.substr(1)));
    switch (name[0]) {
      case 'a':
        return some(n, alnum);
      case 'A':
        return some(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
      case 'l':
        return some(n, "abcdefghijklmnopqrstuvwxyz");
      case 'h':
        return some(n, "0123456789abcdef");
      case 'H':
        return some(n, "0123456789ABCDEF");
      case 'd':
        return some(n, digits);
      case 'b':
        return some(n, b64);
      default:
        return some(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    }
  }

  static constexpr std::string_view digits = "0123456789";
  static constexpr std::string_view alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  static constexpr std::string_view b64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::uint64_t x_;
};

/// \n is the end of a line; \\n stays two characters.
std::string with_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n' && (i == 0 || text[i - 1] != '\\')) {
      out.push_back('\n');
      ++i;
    } else if (text[i] == '\\' && i + 2 < text.size() && text[i + 1] == '\\' && text[i + 2] == 'n') {
      out += "\\n";
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + " cannot be read");
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') out.push_back(with_line_ends(line));
  return out;
}

std::vector<planted> read_planted(const std::string& path) {
  constexpr std::string_view mark = "§";
  std::vector<planted> out;
  for (const auto& line : read_lines(path)) {
    values make(out.size() + 1);
    const auto bar = line.find(" | ");
    planted p;
    p.kind = line.substr(0, bar);
    auto rest = std::string_view(line).substr(bar + 3);
    for (bool within = false;; within = !within) {
      const auto end = rest.find(mark);
      auto part = std::string(rest.substr(0, end));
      part = make.of(part);
      if (within) p.secrets.push_back(part);
      p.text += part;
      if (end == rest.npos) break;
      rest.remove_prefix(end + mark.size());
    }
    out.push_back(std::move(p));
  }
  return out;
}

}  // namespace fm::redaction::test
