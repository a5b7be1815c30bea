// What the vendors' errors mean: https://platform.openai.com/docs/guides/error-codes,
// https://docs.anthropic.com/en/api/errors, Ollama's docs/api.md, llama.cpp's server README.
#include "dialects.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>

namespace fm::llm {

using providers::model_answer;
using providers::model_trouble;

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_reason = 300;

std::string lowered(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

template <class List>
bool holds_one(const std::string& text, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](auto part) { return text.find(part) != text.npos; });
}

/// One line without control characters, and without what looks like a key: vendors quote a part of it.
std::string reason_of(std::string_view message) {
  std::string out;
  std::string word;
  const auto end_word = [&] {
    const bool key = word.starts_with("sk-") || word.starts_with("'sk-") || word.starts_with("gsk_") ||
                     word.find("****") != word.npos;
    out += key ? "(key)" : word;
    word.clear();
  };
  for (const char c : message) {
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7F) {
      word.push_back(c);
      continue;
    }
    end_word();
    if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  end_word();
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  const auto cut = first_bytes(out, longest_reason);
  return cut.size() < out.size() ? std::string(cut) + "…" : out;
}

model_trouble by_status(unsigned status) {
  switch (status) {
    case 400:
    case 405:
    case 415:
    case 422:
      return model_trouble::rejected;
    case 401:
    case 403:
    case 407:
      return model_trouble::unauthorized;
    case 402:
      return model_trouble::quota_exhausted;
    case 404:
      return model_trouble::no_such_model;
    case 408:
    case 504:
      return model_trouble::timed_out;
    case 413:
      return model_trouble::too_large;
    case 429:
      return model_trouble::rate_limited;
    case 503:
    case 529:
      return model_trouble::overloaded;
    default:
      return status >= 500 ? model_trouble::server_error : model_trouble::rejected;
  }
}

/// The vendor's own name for the error is surer than the status, which streams do not have.
model_trouble by_code(const std::string& code, const std::string& message, model_trouble otherwise) {
  constexpr std::array context{"context_length_exceeded"sv,
                               "exceed_context_size"sv,
                               "prompt is too long"sv,
                               "maximum context length"sv,
                               "exceeds the maximum number of tokens"sv,
                               "context window"sv,
                               "exceeds the available context"sv,
                               "input length exceeds"sv};
  if (code.find("context") != code.npos || holds_one(message, context))
    return model_trouble::context_exceeded;
  constexpr std::array quota{"insufficient_quota"sv, "billing"sv, "credit balance"sv};
  if (holds_one(code, quota) || holds_one(message, quota)) return model_trouble::quota_exhausted;
  if (code == "rate_limit_error" || code == "rate_limit_exceeded") return model_trouble::rate_limited;
  if (code == "overloaded_error") return model_trouble::overloaded;
  if (code == "authentication_error" || code == "permission_error" || code == "invalid_api_key")
    return model_trouble::unauthorized;
  if (code == "not_found_error" || code == "model_not_found") return model_trouble::no_such_model;
  if (code == "request_too_large") return model_trouble::too_large;
  if (code == "invalid_request_error" && otherwise == model_trouble::server_error)
    return model_trouble::rejected;
  return otherwise;
}

std::string sentence(model_trouble t, unsigned status, const std::string& reason) {
  const auto because = reason.empty() ? std::string() : ": " + reason;
  switch (t) {
    case model_trouble::unauthorized:
      return "the key is not accepted" + because;
    case model_trouble::no_such_model:
      return "the model or the address does not exist there" + because;
    case model_trouble::context_exceeded:
      return "the conversation is longer than the model's context" + because;
    case model_trouble::rate_limited:
      return "the vendor asks to slow down" + because;
    case model_trouble::quota_exhausted:
      return "the account with the vendor has no quota left" + because;
    case model_trouble::overloaded:
      return "the vendor is overloaded" + because;
    case model_trouble::too_large:
      return "the request is larger than the vendor takes" + because;
    case model_trouble::timed_out:
      return "the vendor's own time ran out" + because;
    case model_trouble::rejected:
      return "the request was refused (" + std::to_string(status) + ")" + because;
    default:
      return "the vendor reports an error (" + std::to_string(status) + ")" + because;
  }
}

}  // namespace

model_answer refusal_of(unsigned status, std::string_view body, std::uint64_t retry_after) {
  model_answer out;
  out.trouble = by_status(status);
  std::string code, message;
  if (const auto read = json::parse(body)) {
    // Gemini's compatible interface answers an array.
    const auto* root = &read.root;
    if (const auto* list = root->as_array(); list != nullptr && !list->empty()) root = &list->front();
    const auto* error = root->find("error");
    if (error != nullptr && error->as_string() != nullptr) {
      message = *error->as_string();
    } else {
      const auto* from = error != nullptr ? error : root;
      message = text_of(from, "message");
      if (message.empty()) message = text_of(from, "detail");
      code = text_of(from, "code");
      if (code.empty()) code = text_of(from, "type");
    }
  } else if (status >= 200 && body.find('<') != body.npos) {
    message = "a web page came back, as of a proxy";
    if (status < 500 && status != 401 && status != 403 && status != 407 && status != 429)
      out.trouble = model_trouble::not_the_protocol;
  }
  if (code == "content_filter") {
    // Azure refuses what is asked by a status; to whoever asks it is an answer that was declined.
    out.trouble = model_trouble::none;
    out.stop = providers::stop_reason::content_filter;
    return out;
  }
  out.trouble = by_code(lowered(code), lowered(message), out.trouble);
  out.why = sentence(out.trouble, status, reason_of(message));
  out.retry_after = std::min(retry_after, longest_retry_after);
  return out;
}

}  // namespace fm::llm
