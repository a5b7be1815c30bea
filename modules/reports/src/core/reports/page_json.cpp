#include "reports/page_json.hpp"

#include <fm/json/value.hpp>

#include <cstdint>
#include <utility>

namespace fm::reports {

namespace {

using document::block;
using document::block_kind;
using document::rich;
using document::style;

constexpr std::int64_t last_kind = static_cast<std::int64_t>(block_kind::code);
constexpr std::int64_t last_style = static_cast<std::int64_t>(style::code);

/// Runs as [style, text, style, text ...].
json::value runs_json(const rich& text) {
  json::array out;
  for (const auto& r : text.runs) {
    out.emplace_back(static_cast<std::int64_t>(r.style));
    out.emplace_back(r.text);
  }
  return out;
}

std::optional<rich> rich_of(const json::value& v) {
  const auto* all = v.as_array();
  if (!all || all->size() % 2 != 0) return {};
  rich out;
  for (std::size_t i = 0; i < all->size(); i += 2) {
    std::int64_t s = 0;
    const auto* text = (*all)[i + 1].as_string();
    if (!(*all)[i].integer(s) || s < 0 || s > last_style || !text) return {};
    out.runs.push_back({*text, static_cast<style>(s)});
  }
  return out;
}

std::int64_t number_at(const json::value& of, std::string_view name) {
  std::int64_t out = -1;
  const auto* v = of.find(name);
  return v && v->integer(out) ? out : -1;
}

std::optional<block> block_of(const json::value& v) {
  block b;
  const auto kind = number_at(v, "kind"), level = number_at(v, "level"), columns = number_at(v, "columns");
  const auto* parts = v.find("parts");
  if (kind < 0 || kind > last_kind || level < 0 || columns < 0 || !parts || !parts->as_array()) return {};
  b.kind = static_cast<block_kind>(kind);
  b.level = static_cast<std::uint32_t>(level);
  b.columns = static_cast<std::uint32_t>(columns);
  for (const auto& p : *parts->as_array()) {
    auto text = rich_of(p);
    if (!text) return {};
    b.parts.push_back(std::move(*text));
  }
  return b;
}

}  // namespace

std::string json_of(const document::page& page) {
  json::array blocks;
  for (const auto& b : page.blocks) {
    json::array parts;
    for (const auto& p : b.parts) parts.push_back(runs_json(p));
    json::value one;
    one.set("kind", static_cast<std::int64_t>(b.kind))
        .set("level", std::int64_t{b.level})
        .set("columns", std::int64_t{b.columns})
        .set("parts", std::move(parts));
    blocks.push_back(std::move(one));
  }
  json::value out;
  out.set("title", page.title)
      .set("subject", page.subject)
      .set("made", std::int64_t{page.made})
      .set("blocks", std::move(blocks));
  return json::write(out);
}

std::optional<document::page> page_of(std::string_view text) {
  auto read = json::parse(text);
  const auto* title = read ? read.root.find("title") : nullptr;
  const auto* subject = read ? read.root.find("subject") : nullptr;
  const auto* blocks = read ? read.root.find("blocks") : nullptr;
  if (!title || !title->as_string() || !subject || !subject->as_string() || !blocks || !blocks->as_array())
    return {};
  document::page out;
  out.title = *title->as_string();
  out.subject = *subject->as_string();
  out.made = number_at(read.root, "made");
  for (const auto& v : *blocks->as_array()) {
    auto b = block_of(v);
    if (!b) return {};
    out.blocks.push_back(std::move(*b));
  }
  return out;
}

}  // namespace fm::reports
