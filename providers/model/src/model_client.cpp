#include "fm/model/model_client.hpp"

#include <algorithm>
#include <array>
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
    if (status == 200) return reader_.feed(bytes);
    refusal += bytes.substr(0, longest_refusal - std::min(refusal.size(), longest_refusal));
    return refusal.size() < longest_refusal;
  }

  unsigned status = 0;
  std::uint64_t retry_after = 0;
  std::string refusal;

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

class model_client final : public providers::model_port {
 public:
  model_client(std::shared_ptr<outbound::client> client, outbound::service_ptr service, model_settings how)
      : client_(std::move(client)), service_(std::move(service)), how_(std::move(how)) {}

  model_answer complete(const providers::model_request& request,
                        providers::model_listener& listener) override {
    outbound::request what{.method = outbound::method::post,
                           .url = how_.base_url + std::string(llm::path_of(how_.vendor.dialect))};
    what.headers = {{"Content-Type", "application/json"}};
    if (how_.vendor.dialect == llm::dialect::messages)
      what.headers.push_back({"anthropic-version", "2023-06-01"});
    if (const auto& key = how_.key.expose(); !key.empty()) {
      const bool bearer = how_.vendor.key_header == "Authorization";
      what.credentials.push_back(
          {std::string(how_.vendor.key_header), secret<>((bearer ? "Bearer " : "") + key)});
    }
    what.body = llm::body_of(how_.vendor.dialect, how_.name, request, how_.can);
    what.times.first_byte = how_.first_byte;
    what.times.total = request.most_time > 0 ? static_cast<micros>(request.most_time) : how_.total;
    what.times.idle = how_.first_byte;
    // An answer that nobody has got did no harm; what was begun is not asked again.
    what.is_repeatable = true;
    what.retries = how_.retries;

    const bool streamed = llm::is_streamed(request, how_.can);
    const auto reader = llm::make_reader(how_.vendor.dialect, streamed, listener);
    answer_sink sink(*reader);
    const auto ended = client_->run(service_, std::move(what), sink, [&] { return !listener.waits(); });
    if (sink.status != 0 && sink.status != 200)
      return without_key(llm::refusal_of(sink.status, sink.refusal, sink.retry_after));
    auto answer = reader->end(!ended.why);
    // A sink that ends a transfer knows why better than the transfer does.
    const bool by_us =
        answer.trouble != model_trouble::none && answer.trouble != model_trouble::broken_stream;
    if (ended.why && !by_us) {
      answer.trouble = meaning_of(*ended.why);
      answer.why = ended.why->text;
      answer.retry_after = static_cast<std::uint64_t>(std::max<micros>(0, ended.why->retry_after));
    }
    return without_key(std::move(answer));
  }

 private:
  /// Some vendors quote the key that they refuse.
  model_answer without_key(model_answer answer) const {
    const auto& key = how_.key.expose();
    for (auto at = key.empty() ? answer.why.npos : answer.why.find(key); at != answer.why.npos;
         at = answer.why.find(key, at))
      answer.why.replace(at, key.size(), "(key)");
    return answer;
  }

  std::shared_ptr<outbound::client> client_;
  outbound::service_ptr service_;
  model_settings how_;
};

class model_chain final : public providers::model_port {
 public:
  explicit model_chain(std::vector<std::pair<std::string, std::shared_ptr<providers::model_port>>> models)
      : models_(std::move(models)) {}

  model_answer complete(const providers::model_request& request,
                        providers::model_listener& listener) override {
    model_answer last;
    std::string failed;
    for (const auto& [name, model] : models_) {
      last = model->complete(request, listener);
      if (last.trouble == model_trouble::none || last.trouble == model_trouble::cancelled) break;
      failed += (failed.empty() ? "" : "; ") + name + ": " + last.why;
    }
    if (!failed.empty()) last.why = std::move(failed);
    return last;
  }

 private:
  std::vector<std::pair<std::string, std::shared_ptr<providers::model_port>>> models_;
};

/// "https://host:port" of a URL.
std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return url;
  return url.substr(0, url.find('/', scheme + 3));
}

}  // namespace

bool is_own_address(const std::string& base_url) {
  auto host = origin_of(base_url);
  if (const auto scheme = host.find("://"); scheme != host.npos) host.erase(0, scheme + 3);
  if (host.starts_with('[')) {
    host = host.substr(1, host.find(']') - 1);
  } else if (const auto port = host.rfind(':'); port != host.npos) {
    host.erase(port);
  }
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  std::array<unsigned, 4> part{};
  const char* at = host.data();
  const char* const end = host.data() + host.size();
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto [stop, failed] = std::from_chars(at, end, part[i]);
    if (failed != std::errc() || part[i] > 255) return false;
    if (i < 3 && (stop == end || *stop != '.')) return false;
    at = i < 3 ? stop + 1 : stop;
  }
  if (at != end) return false;
  return part[0] == 127 || part[0] == 10 || (part[0] == 192 && part[1] == 168) ||
         (part[0] == 172 && part[1] >= 16 && part[1] < 32);
}

outcome<std::shared_ptr<providers::model_port>> make_model(std::shared_ptr<outbound::client> client,
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
  return std::shared_ptr<providers::model_port>(
      std::make_shared<model_client>(std::move(client), std::move(*made), std::move(how)));
}

std::shared_ptr<providers::model_port> make_chain(
    std::vector<std::pair<std::string, std::shared_ptr<providers::model_port>>> models) {
  return std::make_shared<model_chain>(std::move(models));
}

}  // namespace fm::model
