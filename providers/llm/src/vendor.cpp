#include "fm/llm/vendor.hpp"

#include <algorithm>

namespace fm::llm {

namespace {

constexpr std::string_view bearer = "Authorization";

constexpr vendor all[] = {
    {"openai", dialect::chat_completions, "https://api.openai.com/v1", "OPENAI_API_KEY", true, "OPENAI_MODEL",
     "gpt-4o-mini", "OPENAI_BASE_URL", bearer},
    {"openai-responses", dialect::responses, "https://api.openai.com/v1", "OPENAI_API_KEY", true,
     "OPENAI_MODEL", "gpt-4o-mini", "OPENAI_BASE_URL", bearer},
    {"anthropic", dialect::messages, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", true,
     "ANTHROPIC_MODEL", "claude-3-5-sonnet-20241022", "ANTHROPIC_BASE_URL", "x-api-key"},
    {"groq", dialect::chat_completions, "https://api.groq.com/openai/v1", "GROQ_API_KEY", true, "GROQ_MODEL",
     "llama-3.3-70b-versatile", "GROQ_BASE_URL", bearer},
    {"gemini", dialect::chat_completions, "https://generativelanguage.googleapis.com/v1beta/openai",
     "GEMINI_API_KEY", true, "GEMINI_MODEL", "gemini-pro", "GEMINI_BASE_URL", bearer},
    {"fireworks", dialect::chat_completions, "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY",
     true, "FIREWORKS_MODEL", "accounts/fireworks/models/llama-v3p1-70b-instruct", "FIREWORKS_BASE_URL",
     bearer},
    {"openrouter", dialect::chat_completions, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", true,
     "OPENROUTER_MODEL", "anthropic/claude-3-sonnet", "OPENROUTER_BASE_URL", bearer},
    {"azure", dialect::chat_completions, "", "AZURE_OPENAI_API_KEY", true, "AZURE_OPENAI_MODEL", "",
     "AZURE_OPENAI_BASE_URL", "api-key"},
    {"ollama", dialect::ollama, "http://localhost:11434", "OLLAMA_API_KEY", false, "OLLAMA_MODEL", "llama3.2",
     "OLLAMA_HOST", bearer},
    {"compatible", dialect::chat_completions, "", "LLM_API_KEY", false, "LLM_MODEL", "", "LLM_BASE_URL",
     bearer},
};

}  // namespace

std::span<const vendor> vendors() { return all; }

const vendor* find_vendor(std::string_view name) {
  const auto* at =
      std::find_if(std::begin(all), std::end(all), [&](const vendor& v) { return v.name == name; });
  return at == std::end(all) ? nullptr : at;
}

}  // namespace fm::llm
