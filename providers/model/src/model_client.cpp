#include "fm/model/model_client.hpp"

#include "images.hpp"

#include <fm/actors/clock.hpp>

#include <algorithm>
#include <charconv>

namespace fm::model {

namespace {

using providers::model_answer;
using providers::model_trouble;

constexpr std::size_t longest_refusal = 64u << 10;

/// Hands an answer to its reader, and keeps one that is a refusal.
class answer_sink final : public outbound::sink {
 public:
  explicit answer_sink(llm::answer_reader& reader) : reader_(reader) {}

  bool head(const outbound::answer_head& begins) override {
    status = begins.status;
    const auto wait = begins.value("retry-after");
    std::uint64_t seconds = 0;
    if (std::from_chars(wait.data(), wait.data() + wait.size(), seconds).ec == std::errc())
      retry_after = std::min<std::uint64_t>(seconds, 86'400) * 1'000'000;
    return true;
  }
  bool piece(std::string_view bytes) override {
    if (status == 200) return !(ended = !reader_.feed(bytes));
    refusal += bytes.substr(0, longest_refusal - std::min(refusal.size(), longest_refusal));
    return refusal.size() < longest_refusal;
  }

  unsigned status = 0;
  std::uint64_t retry_after = 0;
  std::string refusal;
  bool ended = false;  ///< by the reader, before its end

 private:
  llm::answer_reader& reader_;
};

model_trouble meaning_of(const outbound::trouble& t) {
  using outbound::trouble_kind;
  switch (t.kind) {
    case trouble_kind::refused:
    case trouble_kind::invalid:
      return model_trouble::refused_by_guard;
    case trouble_kind::timed_out:
      return model_trouble::timed_out;
    case trouble_kind::cancelled:
    case trouble_kind::stopped:
      return model_trouble::cancelled;
    case trouble_kind::busy:
    case trouble_kind::circuit_open:
      return model_trouble::overloaded;
    case trouble_kind::broken:
      return model_trouble::broken_stream;
    case trouble_kind::too_large:
      return model_trouble::not_the_protocol;
    default:
      return model_trouble::unreachable;
  }
}

/// Which setting says how long may be waited; empty where none does.
std::string_view limit_setting(const outbound::trouble& t) {
  using outbound::time_limit;
  if (t.kind != outbound::trouble_kind::timed_out) return {};
  switch (t.limit) {
    case time_limit::first_byte:
    case time_limit::idle:
      return "LLM_REQUEST_TIMEOUT";
    case time_limit::total:
      return "LLM_TURN_SECONDS";
    default:
      return {};
  }
}

class model_client final : public remote_model {
 public:
  model_client(std::shared_ptr<outbound::client> client, outbound::service_ptr service, model_settings how)
      : client_(std::move(client)), service_(std::move(service)), how_(std::move(how)), can_(how_.can) {}

  const std::string& name() const override { return how_.label; }
  const llm::vendor& vendor() const override { return how_.vendor; }
  llm::abilities can() const override {
    std::lock_guard lock(mutex_);
    return can_;
  }
  void learn(const llm::abilities& can) override {
    std::lock_guard lock(mutex_);
    can_ = can;
  }
  model::health& health() override { return health_; }

  model_answer complete(const providers::model_request& request,
                        providers::model_listener& listener) override {
    const auto can = this->can();
    // What a model does not take would be refused, or lost without a word.
    const auto images = image_count(request);
    const bool takes_all = (can.tools || request.tools.empty()) && (can.images || images == 0);
    if (!takes_all) {
      auto answer = complete(taken(request, can), listener);
      if (!can.images && images > 0) answer.without_images = how_.label + " sees no pictures";
      return answer;
    }
    auto what = base_request(outbound::method::post, std::string(llm::path_of(how_.vendor.dialect)));
    what.body = llm::body_of(how_.vendor.dialect, how_.name, request, can);
    if (request.most_time > 0) what.times.total = static_cast<micros>(request.most_time);
    const bool streamed = llm::is_streamed(request, can);
    const auto reader = llm::make_reader(how_.vendor.dialect, streamed, listener);
    answer_sink sink(*reader);
    micros over_since = 0;
    const auto ended = client_->run(service_, std::move(what), sink, [&] {
      if (!listener.waits()) return true;
      // Some leave the connection open behind the end of their answer.
      if (!reader->is_over()) return false;
      constexpr micros patience = 300 * millisecond;
      const auto now = actors::steady_clock();
      if (over_since == 0) over_since = now;
      return now - over_since > patience;
    });
    if (sink.status != 0 && sink.status != 200)
      return told(llm::refusal_of(sink.status, sink.refusal, sink.retry_after));
    auto answer = reader->end(!ended.why);
    answer.images = images;
    // A reader that ends a transfer knows why better than the transfer does.
    const bool by_us = sink.ended || (answer.trouble != model_trouble::none &&
                                      answer.trouble != model_trouble::broken_stream);
    const bool is_whole = reader->is_over() && answer.trouble == model_trouble::none;
    if (ended.why && !by_us && !is_whole) {
      answer.trouble = meaning_of(*ended.why);
      answer.why = ended.why->text;
      if (const auto setting = limit_setting(*ended.why); !setting.empty())
        answer.why += " (" + std::string(setting) + ")";
      answer.retry_after = static_cast<std::uint64_t>(std::max<micros>(0, ended.why->retry_after));
    }
    return told(std::move(answer));
  }

  llm::model_facts facts(const std::function<bool()>& cancelled) override {
    llm::model_facts out;
    for (const auto& f : llm::fact_requests(how_.vendor, how_.name)) {
      auto what = base_request(f.posts ? outbound::method::post : outbound::method::get, f.path);
      if (constexpr std::string_view version = "/v1"; f.from_root && how_.base_url.ends_with(version))
        what.url = how_.base_url.substr(0, how_.base_url.size() - version.size()) + f.path;
      what.body = f.body;
      what.retries = 0;  // it is of use and not needed
      outbound::kept_answer answer;
      const auto ended = client_->run(service_, std::move(what), answer, cancelled);
      if (ended && answer.begins().status == 200) llm::read_facts(answer.body(), how_.name, out);
    }
    return out;
  }

 private:
  /// The part of a request that the model takes.
  static providers::model_request taken(providers::model_request r, const llm::abilities& can) {
    if (!can.tools) r.tools.clear();
    if (!can.images) drop_images(r);
    return r;
  }

  outbound::request base_request(outbound::method by, const std::string& path) const {
    outbound::request what{.method = by, .url = how_.base_url + path};
    if (by == outbound::method::post) what.headers = {{"Content-Type", "application/json"}};
    if (how_.vendor.dialect == llm::dialect::messages)
      what.headers.push_back({"anthropic-version", "2023-06-01"});
    if (const auto& key = how_.key.expose(); !key.empty()) {
      const bool bearer = how_.vendor.key_header == "Authorization";
      what.credentials.push_back(
          {std::string(how_.vendor.key_header), secret<>((bearer ? "Bearer " : "") + key)});
    }
    what.times.first_byte = how_.first_byte;
    what.times.total = how_.total;
    what.times.idle = how_.first_byte;
    // An answer that nobody has got did no harm; what was begun is not asked again.
    what.is_repeatable = true;
    what.retries = how_.retries;
    return what;
  }

  /// With what can be done about it, and without the key: some vendors quote the one that they refuse.
  model_answer told(model_answer answer) const {
    const auto& key = how_.key.expose();
    for (auto at = key.empty() ? answer.why.npos : answer.why.find(key); at != answer.why.npos;
         at = answer.why.find(key, at))
      answer.why.replace(at, key.size(), "(key)");
    if (const auto advice = llm::advice_for(answer.trouble, how_.vendor); !advice.empty())
      answer.why += "; " + advice;
    if (answer.trouble == model_trouble::rate_limited && answer.retry_after > 0)
      answer.why += "; it asks to wait for " + std::to_string(answer.retry_after / 1'000'000) + " s";
    return answer;
  }

  std::shared_ptr<outbound::client> client_;
  outbound::service_ptr service_;
  model_settings how_;
  model::health health_;
  mutable std::mutex mutex_;
  llm::abilities can_;
};

/// "https://host:port" of a URL.
std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return url;
  return url.substr(0, url.find('/', scheme + 3));
}

}  // namespace

outcome<std::shared_ptr<remote_model>> make_model(std::shared_ptr<outbound::client> client,
                                                  model_settings how) {
  while (how.base_url.ends_with('/')) how.base_url.pop_back();
  outbound::service_settings service;
  service.name = "the language model";
  service.origins = {origin_of(how.base_url)};
  service.proxy = how.proxy;
  service.no_proxy = how.no_proxy;
  service.ca_file = how.ca_file;
  auto made = outbound::make_service(service);
  if (!made) return made.error();
  return std::shared_ptr<remote_model>(
      std::make_shared<model_client>(std::move(client), std::move(*made), std::move(how)));
}

}  // namespace fm::model
