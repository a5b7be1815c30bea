// Ollama: docs/api.md "Show Model Information"; vLLM: max_model_len in /v1/models; llama.cpp:
// tools/server/README.md
// "/props"; OpenRouter: /api/v1/models; Groq: context_window in /models; Anthropic: /v1/models/{id}
#include "fm/llm/facts.hpp"

#include "dialects.hpp"

#include <algorithm>
#include <limits>

namespace fm::llm {

using json::value;
using providers::model_trouble;

namespace {

void take_context(std::uint64_t tokens, model_facts& into) {
  if (into.context == 0 && tokens > 0 && tokens <= std::numeric_limits<std::uint32_t>::max())
    into.context = static_cast<std::uint32_t>(tokens);
}

bool names(std::string_view id, std::string_view model) {
  if (id == model) return true;
  return id.size() > model.size() && id.ends_with(model) && id[id.size() - model.size() - 1] == '/';
}

bool holds_word(const value* list, std::string_view word) {
  const auto* all = list != nullptr ? list->as_array() : nullptr;
  return all != nullptr && std::any_of(all->begin(), all->end(), [&](const value& v) {
           return v.as_string() != nullptr && *v.as_string() == word;
         });
}

/// One entry of a list of models.
void read_entry(const value& entry, model_facts& into) {
  // What a server was started with is less than what the model was trained for.
  for (const auto* name : {"max_model_len", "context_length", "context_window", "max_input_tokens"})
    take_context(count_of(&entry, name), into);
  if (const auto* supported = entry.find("supported_parameters"); !into.tools && supported != nullptr)
    into.tools = holds_word(supported, "tools");
  const auto* architecture = entry.find("architecture");
  if (const auto* takes = architecture != nullptr ? architecture->find("input_modalities") : nullptr;
      !into.images && takes != nullptr)
    into.images = holds_word(takes, "image");
}

/// Ollama's answer about one model.
void read_ollama(const value& root, model_facts& into) {
  if (const auto* info = root.find("model_info"); info != nullptr && info->as_object() != nullptr)
    for (const auto& [name, v] : *info->as_object())
      if (std::int64_t n = 0; name.ends_with(".context_length") && v.integer(n) && n > 0)
        take_context(static_cast<std::uint64_t>(n), into);
  if (const auto* can = root.find("capabilities"); can != nullptr && can->as_array() != nullptr) {
    into.tools = holds_word(can, "tools");
    into.images = holds_word(can, "vision");
  }
  into.listed = true;
}

/// llama.cpp's answer about itself.
void read_props(const value& root, model_facts& into) {
  take_context(count_of(root.find("default_generation_settings"), "n_ctx"), into);
  const auto* kinds = root.find("modalities");
  const auto* sees = kinds != nullptr ? kinds->find("vision") : nullptr;
  if (!into.images && sees != nullptr && sees->as_bool() != nullptr) into.images = *sees->as_bool();
}

}  // namespace

std::vector<fact_request> fact_requests(const vendor& of, const std::string& model) {
  if (of.dialect == dialect::ollama)
    return {{.posts = true, .path = "/api/show", .body = json::write(json::object{{"model", model}})}};
  if (of.dialect == dialect::messages) return {{.path = "/models/" + model}};
  std::vector<fact_request> out{{.path = "/models"}};
  // Only one's own server may be llama.cpp; there the size in force stands beside the API.
  if (of.name == "compatible") out.insert(out.begin(), {.path = "/props", .from_root = true});
  return out;
}

void read_facts(std::string_view body, const std::string& model, model_facts& into) {
  const auto read = json::parse(body);
  if (!read || read.root.as_object() == nullptr) return;
  const auto& root = read.root;
  const auto* data = root.find("data");
  if (const auto* list = data != nullptr ? data->as_array() : nullptr) {
    const auto at = std::find_if(list->begin(), list->end(),
                                 [&](const value& entry) { return names(text_of(&entry, "id"), model); });
    into.listed = at != list->end();
    if (*into.listed) read_entry(*at, into);
  } else if (root.find("model_info") != nullptr) {
    read_ollama(root, into);
  } else if (root.find("default_generation_settings") != nullptr) {
    read_props(root, into);
  } else if (text_of(&root, "id") == model) {
    into.listed = true;
    read_entry(root, into);
  }
}

std::string advice_for(model_trouble trouble, const vendor& of) {
  const auto or_own = [](std::string_view own, std::string_view general) {
    return own.empty() || own == general ? std::string(general)
                                         : std::string(own) + " or " + std::string(general);
  };
  switch (trouble) {
    case model_trouble::unauthorized:
      return "check " + or_own(of.key_variable, "LLM_API_KEY") + " and LLM_API_KEY_FILE";
    case model_trouble::no_such_model:
      return "check " + or_own(of.model_variable, "LLM_MODEL") + ", and the path of " +
             or_own(of.url_variable, "LLM_BASE_URL");
    case model_trouble::context_exceeded:
      return "set LLM_CONTEXT_TOKENS to what the model takes";
    case model_trouble::too_large:
      return "a smaller LLM_CONTEXT_TOKENS makes requests smaller";
    case model_trouble::quota_exhausted:
      return "look at the account with the vendor";
    case model_trouble::not_the_protocol:
    case model_trouble::unreachable:
      return "check " + or_own(of.url_variable, "LLM_BASE_URL") + " and LLM_PROXY";
    case model_trouble::refused_by_guard:
      return "check " + or_own(of.url_variable, "LLM_BASE_URL");
    default:
      return {};
  }
}

}  // namespace fm::llm
