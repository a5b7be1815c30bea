#include "fm/model/chain.hpp"

#include "images.hpp"

#include <algorithm>
#include <utility>

namespace fm::model {

using providers::model_answer;
using providers::model_trouble;

namespace {

/// With less a model is not begun with.
constexpr micros least_time = second;

/// Whether it may be the pictures that the model did not take: what a 400 is for is told by words at best.
bool may_be_for_images(const model_answer& a) {
  return a.trouble == model_trouble::rejected || a.trouble == model_trouble::too_large ||
         a.trouble == model_trouble::context_exceeded ||
         (a.trouble == model_trouble::server_error && a.why.find("image") != a.why.npos);
}

class model_chain final : public providers::model_port {
 public:
  model_chain(std::vector<std::shared_ptr<remote_model>> models, std::function<micros()> steady,
              shown_to pictures)
      : models_(std::move(models)), steady_(std::move(steady)), pictures_(pictures) {}

  /// The prompt has to fit whoever comes to answer; the rest is said of the first.
  providers::model_limits limits() const override {
    const auto order = in_order();
    auto out = order.front()->limits();
    for (const auto& m : order)
      if (const auto c = m->limits().context; c > 0)
        out.context = out.context == 0 ? c : std::min(out.context, c);
    return out;
  }

  model_answer complete(const providers::model_request& request,
                        providers::model_listener& listener) override {
    const auto order = in_order();
    const auto until = steady_() + static_cast<micros>(request.most_time);
    model_answer last;
    std::string failed = why_they_rest();
    for (std::size_t i = 0; i < order.size(); ++i) {
      auto& model = *order[i];
      auto mine = request;
      if (request.most_time > 0) {
        const auto left = until - steady_();
        if (i > 0 && left < least_time) break;
        mine.most_time = static_cast<std::uint64_t>(i + 1 < order.size() ? left * 2 / 3 : left);
      }
      const bool not_for_it =
          pictures_ == shown_to::first_only && order[i] != models_.front() && image_count(mine) > 0;
      if (not_for_it) drop_images(mine);
      last = model.complete(mine, listener);
      if (not_for_it)
        last.without_images = "pictures are for " + models_.front()->name() + " only (MULTIMODAL_PROVIDER)";
      if (image_count(mine) > 0 && may_be_for_images(last)) {
        auto refused = model.name() + " did not take it (" + last.why + ")";
        drop_images(mine);
        if (request.most_time > 0)
          mine.most_time = static_cast<std::uint64_t>(std::max(until - steady_(), least_time));
        last = model.complete(mine, listener);
        last.without_images = std::move(refused);
      }
      model.health().note(last, steady_());
      last.by = model.name();
      if (last.trouble == model_trouble::none || last.trouble == model_trouble::cancelled) break;
      failed += (failed.empty() ? "" : "; ") + (models_.size() > 1 ? model.name() + ": " : std::string()) +
                last.why;
    }
    if (!failed.empty()) last.why = std::move(failed);
    return last;
  }

 private:
  /// Of those that would be asked first, if they had not failed lately; nothing when all rest.
  std::string why_they_rest() const {
    const auto now = steady_();
    std::string out;
    for (const auto& m : models_) {
      if (!m->health().rests(now)) return out;
      out += (out.empty() ? "" : "; ") + m->name() + " is left alone for a while: " + m->health().trouble();
    }
    return {};
  }

  std::vector<std::shared_ptr<remote_model>> in_order() const {
    auto out = models_;
    const auto now = steady_();
    std::stable_partition(out.begin(), out.end(), [&](const auto& m) { return !m->health().rests(now); });
    return out;
  }

  std::vector<std::shared_ptr<remote_model>> models_;
  std::function<micros()> steady_;
  shown_to pictures_;
};

}  // namespace

std::shared_ptr<providers::model_port> make_chain(std::vector<std::shared_ptr<remote_model>> models,
                                                  std::function<micros()> steady, shown_to pictures) {
  return std::make_shared<model_chain>(std::move(models), std::move(steady), pictures);
}

}  // namespace fm::model
