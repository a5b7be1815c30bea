#include "agent/model_view.hpp"

#include "agent/prompt_text.hpp"

#include <fm/json/members.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace fm::agent {

namespace {

constexpr std::size_t longest_claim = 600;
constexpr std::size_t longest_sentence = 64u << 10;  // bytes of its object while it comes

constexpr std::string_view schema =
    R"json({"type":"object","additionalProperties":false,"required":["conclusion","hypotheses","next_steps","questions"],"properties":{"conclusion":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["text","cites"],"properties":{"text":{"type":"string"},"cites":{"type":"array","items":{"type":"string"}}}}},"hypotheses":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["text","cites","likelihood"],"properties":{"text":{"type":"string"},"cites":{"type":"array","items":{"type":"string"}},"likelihood":{"type":"number"}}}},"next_steps":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["text","command"],"properties":{"text":{"type":"string"},"command":{"type":"string"}}}},"questions":{"type":"array","items":{"type":"string"}}}})json";

const std::string* string_of(const json::value& v, std::string_view name) {
  const auto* m = v.find(name);
  return m != nullptr ? m->as_string() : nullptr;
}

std::string text_in(const json::value& v, std::string_view name) {
  const auto* s = string_of(v, name);
  return s != nullptr ? one_line(*s, longest_claim) : std::string();
}

/// `E1:12-14`, `[E1:12]`, `E1 line 12` become names of single lines.
std::vector<std::string> expanded(std::string_view cite) {
  std::string plain;
  for (const char c : cite)
    if (c != '[' && c != ']' && c != '(' && c != ')' && c != ' ' && c != '#') plain.push_back(c);
  if (const auto at = plain.find("line"); at != plain.npos)
    plain.replace(at, plain.compare(at, 5, "lines") == 0 ? 5 : 4, ":");
  for (auto at = plain.find("::"); at != plain.npos; at = plain.find("::")) plain.erase(at, 1);
  // As the answer prints it: `E1:L12`.
  if (const auto at = plain.find(":L"); at != plain.npos) plain.erase(at + 1, 1);
  std::vector<std::string> out;
  const auto colon = plain.find(':');
  const auto dash = plain.find('-', colon == plain.npos ? 0 : colon);
  if (colon == plain.npos || dash == plain.npos) return {plain};
  std::uint64_t first = 0, last = 0;
  std::from_chars(plain.data() + colon + 1, plain.data() + dash, first);
  std::from_chars(plain.data() + dash + 1, plain.data() + plain.size(), last);
  constexpr std::uint64_t most = 200;
  for (auto n = first; n <= last && n - first < most; ++n)
    out.push_back(plain.substr(0, colon + 1) + std::to_string(n));
  return out;
}

said_claim claim_in(const json::value& v) {
  said_claim out;
  out.text = text_in(v, "text");
  const auto cite = [&](const std::string& text) {
    constexpr std::size_t most_cites = 200;
    for (auto& name : expanded(text))
      if (out.cites.size() < most_cites) out.cites.push_back(std::move(name));
  };
  if (const auto* one = string_of(v, "cites")) cite(*one);
  for (const auto& c : json::list_of(v, "cites"))
    if (const auto* s = c.as_string()) cite(*s);
  return out;
}

}  // namespace

std::string_view answer_schema() { return schema; }
std::string_view answer_schema_name() { return "investigation"; }

model_view read_view(std::string_view text) {
  model_view out;
  // Models that reason aloud do so in front of their answer.
  if (const auto thought = text.rfind("</think>"); thought != text.npos) text.remove_prefix(thought);
  if (text.find_first_not_of(" \t\r\n") == text.npos) {
    out.error = "The answer is empty.";
    return out;
  }
  const auto begin = text.find('{');
  const auto end = text.rfind('}');
  if (begin == text.npos || end == text.npos || end < begin) {
    out.error = "The answer holds no JSON object.";
    return out;
  }
  const auto read = json::parse(text.substr(begin, end - begin + 1));
  if (!read) {
    out.error = "The answer is no valid JSON: " + read.error + ".";
    return out;
  }
  for (const auto& c : json::list_of(read.root, "conclusion")) {
    if (out.conclusion.size() == most_claims) break;
    auto claim = claim_in(c);
    const bool told = std::any_of(out.conclusion.begin(), out.conclusion.end(),
                                  [&](const said_claim& k) { return k.text == claim.text; });
    if (!claim.text.empty() && !told) out.conclusion.push_back(std::move(claim));
  }
  if (out.conclusion.empty()) {
    out.error = "\"conclusion\" has to be a list of objects with \"text\" and \"cites\".";
    return out;
  }
  for (const auto& h : json::list_of(read.root, "hypotheses")) {
    if (out.hypotheses.size() == most_model_hypotheses) break;
    said_hypothesis one{claim_in(h), 0};
    if (const auto* l = h.find("likelihood"); l != nullptr && l->is_number())
      one.likelihood = std::clamp(l->number(), 0.0, 1.0);
    if (!one.statement.text.empty()) out.hypotheses.push_back(std::move(one));
  }
  for (const auto& s : json::list_of(read.root, "next_steps")) {
    if (out.next_steps.size() == most_claims) break;
    const auto* command = string_of(s, "command");
    if (auto say = text_in(s, "text"); !say.empty())
      out.next_steps.push_back(
          {std::move(say), command != nullptr ? harmless(first_bytes(*command, 2'000)) : std::string()});
  }
  for (const auto& q : json::list_of(read.root, "questions"))
    if (const auto* s = q.as_string(); s != nullptr && !s->empty() && out.questions.size() < most_claims)
      out.questions.push_back(one_line(*s, longest_claim));
  return out;
}

std::vector<said_claim> arriving_claims::feed(std::string_view piece) {
  std::vector<said_claim> found;
  if (place_ == place::behind) return found;
  text_ += piece;
  if (place_ == place::before) begin();
  if (place_ == place::inside) look(found);
  return found;
}

/// Looks for the list, and forgets what stands before it.
void arriving_claims::begin() {
  constexpr std::string_view name = "\"conclusion\"";
  const auto key = text_.find(name);
  const auto list = key == text_.npos ? key : text_.find('[', key);
  if (list != text_.npos) {
    text_.erase(0, list + 1);
    place_ = place::inside;
  } else if (key == text_.npos && text_.size() > name.size()) {
    text_.erase(0, text_.size() - name.size());
  }
}

void arriving_claims::look(std::vector<said_claim>& found) {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (quoted_) {
      if (escaped_)
        escaped_ = false;
      else if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        quoted_ = false;
    } else if (c == '"') {
      quoted_ = true;
    } else if (c == '{' || c == '[') {
      if (depth_++ == 0) open_ = at_;
    } else if (c == '}' || c == ']') {
      if (--depth_ > 0) continue;
      if (depth_ < 0) return end();  // of the list
      const auto read = json::parse(std::string_view(text_).substr(open_, at_ + 1 - open_));
      if (!read || found_ == most_claims) return end();
      if (auto claim = claim_in(read.root); !claim.text.empty()) found.push_back(std::move(claim)), ++found_;
    }
  }
  if (depth_ == 0)
    text_.clear(), at_ = 0;
  else if (text_.size() > longest_sentence)
    end();
}

void arriving_claims::end() {
  place_ = place::behind;
  text_.clear();
}

}  // namespace fm::agent
