#include "scripted_model.hpp"

#include <algorithm>
#include <stdexcept>

namespace fm::test {

namespace {

using providers::model_answer;

std::string text_in(const json::value& of, std::string_view name) {
  const auto* m = of.find(name);
  if (m == nullptr) return {};
  return m->as_string() != nullptr ? *m->as_string() : json::write(*m);
}

std::size_t times_in(const json::value& of) {
  std::int64_t n = 1;
  if (const auto* m = of.find("times"); m != nullptr && !m->integer(n)) throw std::runtime_error("times");
  return static_cast<std::size_t>(n);
}

template <class E>
E word_in(const json::value& of, std::string_view name, E fallback, std::size_t count) {
  const auto word = text_in(of, name);
  if (word.empty()) return fallback;
  for (std::size_t i = 0; i < count; ++i)
    if (providers::to_string(static_cast<E>(i)) == word) return static_cast<E>(i);
  throw std::runtime_error("no such word: " + word);
}

model_answer read_answer(const json::value& of) {
  model_answer out;
  out.content = of.find("answer") != nullptr ? text_in(of, "answer") : text_in(of, "text");
  if (const auto fill = text_in(of, "fill"); !fill.empty()) {
    out.content = text_in(of, "before");
    for (std::size_t i = 0; i < times_in(of); ++i) out.content += fill;
    out.content += text_in(of, "after");
  }
  if (const auto* calls = of.find("calls"))
    for (const auto& c : *calls->as_array())
      for (std::size_t i = 0; i < times_in(c); ++i) {
        auto arguments = text_in(c, "arguments");
        if (const auto at = arguments.find("{{n}}"); at != arguments.npos)
          arguments.replace(at, 5, std::to_string(i + 1));
        out.calls.push_back({"c" + std::to_string(out.calls.size() + 1), text_in(c, "name"), arguments});
      }
  if (const auto* reasoning = of.find("reasoning"))
    for (const auto& r : *reasoning->as_array()) out.reasoning.push_back(*r.as_string());
  const auto usual = out.calls.empty() ? providers::stop_reason::complete : providers::stop_reason::tools;
  out.stop = word_in(of, "stop", usual, 6);
  out.trouble = word_in(of, "trouble", providers::model_trouble::none, 16);
  out.why = text_in(of, "why");
  out.usage = {.input = 1'000, .output = 100, .reported = true};
  return out;
}

/// The first placeholder of a kind in a text; a text that is none where there is none.
std::string placeholder_in(const std::string& text, const std::string& kind) {
  const auto at = text.find("<" + kind + "_");
  return at == text.npos ? "<" + kind + "_none>" : text.substr(at, text.find('>', at) + 1 - at);
}

/// Puts what was shown in the place of `{{placeholder KIND}}` and `{{altered KIND}}`.
void fill_in(std::string& text, const std::string& told) {
  for (const bool altered : {false, true}) {
    const std::string mark = altered ? "{{altered " : "{{placeholder ";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
      const auto end = text.find("}}", at);
      auto shown = placeholder_in(told, text.substr(at + mark.size(), end - at - mark.size()));
      if (altered) shown[shown.size() - 2] = shown[shown.size() - 2] == 'a' ? 'b' : 'a';
      text.replace(at, end + 2 - at, shown);
    }
  }
}

}  // namespace

script read_script(const json::value& told) {
  const auto* calls = told.find("calls");
  if (calls == nullptr || calls->as_array() == nullptr || calls->as_array()->empty())
    throw std::runtime_error("a script needs calls");
  script out;
  for (const auto& c : *calls->as_array()) out.answers.push_back(read_answer(c));
  return out;
}

model_answer scripted_model::complete(const providers::model_request& request,
                                      providers::model_listener& listener) {
  if (down_) {
    model_answer out;
    out.trouble = providers::model_trouble::unreachable;
    out.why = "it is down";
    return out;
  }
  for (const auto& m : request.messages) told_ += m.content.str() + "\n";
  asked_.push_back({request.messages.size(), request.tools.size(), request.messages.back().content.str()});
  auto out = script_.answers[std::min(asked_.size(), script_.answers.size()) - 1];
  fill_in(out.content, told_);
  for (auto& c : out.calls) fill_in(c.arguments, told_);
  listener.text(out.content);
  return out;
}

}  // namespace fm::test
