#include "shapes.hpp"

#include <fm/redaction/redactor.hpp>
#include <fm/utf8/cut.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <set>

using fm::redaction::redactor;
using namespace fm::redaction::test;

namespace {

const std::vector<planted>& all_planted() {
  static const auto all = read_planted(FM_REDACTION_DATA "/planted.txt");
  return all;
}

/// The first piece of eight characters of the secret, or all of a shorter one, that stands in the text;
/// nothing when there is none. What stands in the text beside the secret does not count.
std::string piece_left(const std::string& secret, const planted& of, const std::string& text) {
  constexpr std::size_t length = 8;
  std::string beside = of.text;
  for (const auto& s : of.secrets)
    if (const auto at = beside.find(s); at != beside.npos) beside.replace(at, s.size(), "\x01");
  if (secret.size() <= length)
    return text.find(secret) == text.npos || beside.find(secret) != beside.npos ? "" : secret;
  for (std::size_t i = 0; i + length <= secret.size(); ++i) {
    const auto piece = secret.substr(i, length);
    if (text.find(piece) != text.npos && beside.find(piece) == beside.npos) return piece;
  }
  return {};
}

/// What comes back when secrets are put into links, too: so nothing is lost.
std::string put_back(const redactor& r, const std::string& text) {
  auto out = r.restore(text);
  for (const auto& [name, e] : r.known().all())
    for (auto at = out.find(e.text); at != out.npos; at = out.find(e.text, at + e.value.size()))
      out.replace(at, e.text.size(), e.value);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_leaves)

BOOST_AUTO_TEST_CASE(there_are_many_secrets_of_many_kinds) {
  std::set<std::string> kinds;
  std::size_t secrets = 0;
  for (const auto& p : all_planted()) kinds.insert(p.kind), secrets += p.secrets.size();
  BOOST_TEST(secrets >= 300u);
  BOOST_TEST(kinds.size() >= 40u);
}

BOOST_AUTO_TEST_CASE(no_planted_secret_and_no_piece_of_one_leaves_and_all_come_back) {
  for (const auto& p : all_planted()) {
    redactor r;
    const auto out = r.redact(p.text).str();
    for (const auto& secret : p.secrets)
      BOOST_TEST(piece_left(secret, p, out) == "",
                 p.kind << ": " << secret << "\nin   " << p.text << "\nleft " << out);
    BOOST_TEST(put_back(r, out) == p.text, p.kind << ": " << out);
  }
}

BOOST_AUTO_TEST_CASE(all_planted_secrets_in_one_text_leave_no_trace) {
  std::string text;
  for (const auto& p : all_planted()) text += p.text + "\n\n";
  redactor r;
  r.learn(text);
  const auto out = r.redact(text).str();
  planted nothing;
  nothing.text = out;
  for (const auto& p : all_planted())
    for (const auto& secret : p.secrets) {
      // A word of a sentence may be an account elsewhere.
      if (secret.size() < 6) continue;
      BOOST_TEST(out.find(secret) == out.npos, p.kind << ": " << secret);
    }
  BOOST_TEST(put_back(r, out) == text);
}

BOOST_AUTO_TEST_CASE(no_piece_leaves_wherever_a_text_is_cut) {
  std::size_t n = 0;
  for (const auto& p : all_planted()) {
    redactor r;
    r.learn(p.text);
    for (std::size_t cut = 5 + n++ % 7; cut < p.text.size(); cut += 7) {
      const auto shown = std::string(fm::first_bytes(p.text, cut)) + "…";
      const auto out = r.redact(shown).str();
      for (const auto& secret : p.secrets) {
        const auto left = piece_left(secret, p, out);
        // What is only a name where its sentence says so is none without it.
        if (left.size() >= 8) BOOST_TEST(left == "", p.kind << ": " << shown << "\nleft " << out);
      }
      BOOST_TEST(put_back(r, out) == shown);
    }
  }
}

BOOST_AUTO_TEST_CASE(whatever_the_text_it_comes_back) {
  std::uint64_t x = 1;
  const auto next = [&](std::size_t below) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(x >> 33) % below;
  };
  for (int i = 0; i < 1'000; ++i) {
    std::string text;
    for (auto n = 1 + next(6); n > 0; --n) {
      const auto& part = all_planted()[next(all_planted().size())].text;
      const auto from = next(part.size());
      text += part.substr(from, 1 + next(part.size()));
      if (next(3) == 0) text.push_back(static_cast<char>(next(256)));
    }
    redactor r;
    BOOST_TEST(put_back(r, r.redact(text).str()) == text);
  }
}

BOOST_AUTO_TEST_CASE(ordinary_lines_stay_as_they_are) {
  const auto lines = read_lines(FM_REDACTION_DATA "/ordinary.txt");
  BOOST_TEST(lines.size() >= 150u);
  for (const auto& line : lines) {
    redactor r;
    BOOST_TEST(r.redact(line).str() == line);
  }
}

BOOST_AUTO_TEST_SUITE_END()
