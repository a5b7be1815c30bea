#include "agent/question_words.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace fm::agent {

namespace {

constexpr std::array<std::string_view, 118> empty_words = {
    "the",       "a",     "an",        "is",        "are",      "was",      "were",      "be",     "been",
    "am",        "do",    "does",      "did",       "has",      "have",     "had",       "what",   "why",
    "how",       "when",  "where",     "who",       "which",    "whats",    "what's",    "with",   "in",
    "on",        "at",    "to",        "of",        "for",      "from",     "by",        "and",    "or",
    "not",       "no",    "it",        "its",       "it's",     "this",     "that",      "these",  "those",
    "there",     "their", "my",        "our",       "your",     "we",       "i",         "you",    "me",
    "can",       "could", "would",     "should",    "may",      "might",    "will",      "please", "tell",
    "show",      "give",  "find",      "check",     "explain",  "happened", "happening", "happen", "going",
    "wrong",     "issue", "issues",    "problem",   "problems", "error",    "errors",    "log",    "logs",
    "logging",   "any",   "some",      "according", "about",    "around",   "root",      "cause",  "reason",
    "as",        "if",    "so",        "all",       "up",       "out",      "get",       "see",    "look",
    "now",       "then",  "between",   "during",    "after",    "before",   "since",     "until",  "last",
    "currently", "today", "yesterday", "utc",       "state",    "status",   "still",     "just",   "having"};

constexpr std::array<std::string_view, 22> nouns = {
    "pod",         "pods",      "service", "deployment", "namespace", "container", "node",        "host",
    "server",      "job",       "topic",   "queue",      "cluster",   "app",       "application", "database",
    "statefulset", "daemonset", "ingress", "cronjob",    "pvc",       "release"};

}  // namespace

std::vector<std::string> question_words(std::string_view question) {
  std::string current;
  std::vector<std::string> tokens;
  for (char c : std::string(question) + " ") {
    bool part = std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '/' ||
                c == ':' || c == '@' || c == '\'' || (static_cast<unsigned char>(c) & 0x80);
    if (part) {
      current.push_back(c);
    } else if (!current.empty()) {
      tokens.push_back(std::move(current));
      current.clear();
    }
  }
  for (auto& t : tokens) {
    while (!t.empty() && std::string_view(".:/'").find(t.back()) != std::string_view::npos) t.pop_back();
    if (t.ends_with("'s")) t.resize(t.size() - 2);
  }
  return tokens;
}

std::vector<std::string> quoted_in(std::string_view question) {
  static const re2::RE2 quoted(R"re([`"]([^`"\n]{2,100})[`"]|(?:^|\s)'([^'\n]{2,100})')re");
  std::vector<std::string> out;
  re2::StringPiece scan(question.data(), question.size());
  std::string a, b;
  while (re2::RE2::FindAndConsume(&scan, quoted, &a, &b)) out.push_back(a.empty() ? b : a);
  return out;
}

bool is_name_like(std::string_view w) {
  if (w.size() < 3 || w.size() > 128) return false;
  bool letter = false, joint = false, digit = false, inner_upper = false;
  for (std::size_t i = 0; i < w.size(); ++i) {
    auto c = static_cast<unsigned char>(w[i]);
    letter |= std::isalpha(c) != 0;
    digit |= std::isdigit(c) != 0;
    inner_upper |= i > 0 && std::isupper(c) && std::islower(static_cast<unsigned char>(w[i - 1]));
    joint |= i > 0 && i + 1 < w.size() && (c == '-' || c == '_' || c == '.' || c == '/' || c == ':');
    if (!std::isalnum(c) && c != '-' && c != '_' && c != '.' && c != '/' && c != ':' && c != '@')
      return false;
  }
  return letter && (joint || inner_upper || digit);
}

bool is_empty_word(std::string_view word) {
  return std::find(empty_words.begin(), empty_words.end(), word) != empty_words.end();
}

bool is_object_noun(std::string_view word) {
  return std::find(nouns.begin(), nouns.end(), word) != nouns.end();
}

}  // namespace fm::agent
