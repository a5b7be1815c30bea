#include "characters.hpp"
#include "scanners.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace fm::redaction {

namespace {

std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
  return out;
}

/// ISO/IEC 7812: Luhn's check.
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int d = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1 && (d *= 2) > 9) d -= 9;
    sum += d;
  }
  return sum % 10 == 0;
}

/// Whether the first digits are those of an issuer of cards with numbers of that length.
bool is_of_issuer(std::string_view d) {
  const int two = (d[0] - '0') * 10 + d[1] - '0';
  const auto n = d.size();
  if (d[0] == '4') return n == 13 || n == 16 || n == 19;
  if ((two >= 51 && two <= 55) || (two >= 22 && two <= 27)) return n == 16;
  if (two == 34 || two == 37) return n == 15;
  if (two == 30 || two == 36 || two == 38 || two == 39) return n == 14 || n == 16;
  if (two == 60 || two == 64 || two == 65 || two == 62 || two == 35) return n >= 16;
  return (two == 50 || (two >= 56 && two <= 69)) && n >= 16;
}

void find_cards(const scan& s) {
  static const re2::RE2 number(R"((?:^|[^\w.-])(\d(?:[ -]?\d){12,18})(?:[^\w-]|$))", byte_options());
  for_each_match(s, number, [&](const auto& m) {
    const auto d = digits_of(m[1]);
    if (is_of_issuer(d) && passes_luhn(d)) s.add(m[1], words::card);
  });
}

/// ISO 13616: how many characters the number of a country has.
std::size_t iban_length(std::string_view country) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 38> lengths{
      {{"AD", 24}, {"AE", 23}, {"AT", 20}, {"BE", 16}, {"BG", 22}, {"BR", 29}, {"CH", 21}, {"CY", 28},
       {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FR", 27}, {"GB", 22},
       {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IS", 26}, {"IT", 27}, {"LI", 21},
       {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MT", 31}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25},
       {"RO", 24}, {"SA", 24}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"TR", 26}}};
  const auto* found =
      std::find_if(lengths.begin(), lengths.end(), [&](const auto& l) { return l.first == country; });
  return found == lengths.end() ? 0 : found->second;
}

bool passes_mod_97(std::string_view iban) {
  std::string turned(iban.substr(4));
  turned += iban.substr(0, 4);
  int rest = 0;
  for (const char c : turned) {
    if (is_digit(c))
      rest = (rest * 10 + (c - '0')) % 97;
    else
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

void find_ibans(const scan& s) {
  static const re2::RE2 number(R"(\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,32}))", byte_options());
  for_each_match(s, number, [&](const auto& m) {
    const auto length = iban_length(m[1].substr(0, 2));
    std::string compact;
    std::size_t end = 0;
    while (end < m[1].size() && compact.size() < length) {
      if (m[1][end] != ' ') compact.push_back(m[1][end]);
      ++end;
    }
    if (length > 0 && compact.size() == length && passes_mod_97(compact))
      s.add(m[1].substr(0, end), words::iban);
  });
}

void find_phones(const scan& s) {
  // +49 (0)30 1234-5678 and the like
  static const re2::RE2 international(R"((?:^|[^\w+.:-])(\+[1-9](?:[ ./()-]{0,3}\d){7,14})(?:[^\w:]|$))",
                                      byte_options());
  for_each_match(s, international, [&](const auto& m) {
    const auto n = digits_of(m[1]).size();
    const bool grouped =
        any_is_of(m[1], [](char c) { return c == ' ' || c == '-' || c == '(' || c == '/' || c == '.'; });
    if (n >= 8 && n <= 15 && (grouped || n >= 10)) s.add(m[1], words::phone);
  });
  // National forms that nothing else has: (555) 010-1234, 555-010-1234, 030/1234567, 01632 960123, 01 23 45
  // 67 89
  static const re2::RE2 national(
      R"((?:^|[^\w+.:/-])(\([2-9]\d{2}\) ?\d{3}[-. ]\d{4}|[2-9]\d{2}-\d{3}-\d{4}|[2-9]\d{2}\.\d{3}\.\d{4}|1-[2-9]\d{2}-\d{3}-\d{4}|0\d{2,4}/\d{5,8}|\(0\d{2,4}\) ?\d{3,8}(?:[ -]\d{2,4}){0,2}|0\d{4} \d{6}|0\d{3} \d{3} \d{4}|0\d{2} \d{4} \d{4}|0\d(?: \d\d){4}|00[1-9]\d{0,2}(?:[ /-]\d{2,5}){2,5})(?:[^\w:/-]|$))",
      byte_options());
  for_each_match(s, national, [&](const auto& m) { s.add(m[1], words::phone); });
  static const re2::RE2 called(
      R"((?i)\b(?:tel|phone|mobile|mob|call|fax|cell|telefon|handy|whatsapp|sms|ring|dial|reach (?:me|us|him|her) (?:at|on)|number is)\b[.: ]{0,4}(?:to|at|on|me at|us at|number)?[ :]{0,3}([+(]?\d(?:[ ./()-]{0,2}\d){6,14}))",
      byte_options());
  for_each_match(s, called, [&](const auto& m) { s.add(m[1], words::phone); });
}

void find_social_security(const scan& s) {
  static const re2::RE2 number(R"((?:^|[^\w.-])(\d{3}-\d{2}-\d{4})(?:[^\w-]|$))", byte_options());
  for_each_match(s, number, [&](const auto& m) {
    const auto area = m[1].substr(0, 3);
    if (area != "000" && area != "666" && area[0] != '9' && m[1].substr(4, 2) != "00" &&
        m[1].substr(7) != "0000")
      s.add(m[1], words::social_security);
  });
}

void find_cloud_accounts(const scan& s) {
  static const re2::RE2 number(
      R"((?i)(?:\barn:aws[\w-]{0,12}:[\w.-]{0,40}:[\w-]{0,30}:|\baws[ _-]?account(?:[ _-]?id)?["'\\]{0,6}\W{1,4}["'\\]{0,6}|\baccount[ _-]?id["'\\]{0,6}\s?[:=]\s?["'\\]{0,6}|\baccount |//)(\d{12})(?:[^\d]|$))",
      byte_options());
  for_each_match(s, number, [&](const auto& m) { s.add(m[1], words::cloud_account); });
  static const re2::RE2 registry(R"(\b(\d{12})\.dkr\.ecr\.)", byte_options());
  for_each_match(s, registry, [&](const auto& m) { s.add(m[1], words::cloud_account); });
}

}  // namespace

void find_numbers(const scan& s) {
  find_cards(s);
  find_ibans(s);
  find_phones(s);
  find_social_security(s);
  find_cloud_accounts(s);
}

}  // namespace fm::redaction
