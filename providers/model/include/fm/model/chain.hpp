#pragma once
// Several models, of which the first that is well is asked.
#include "fm/model/remote_model.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace fm::model {

/// Whom pictures are shown: where a model is named for them, no other one that is asked in its place.
enum class shown_to : std::uint8_t { all, first_only };

/// Asks the models in their order until one answers. One that failed lately rests and is asked after the
/// others; when all rest they are asked nevertheless. What a model declines for its content is not taken to
/// the next. While a further one is left, a model may take two thirds of the time.
/// Who does not take a request with pictures is asked once more without them, and the answer says so.
/// An answer says by its `by` who gave it, and by its `why` who failed before.
std::shared_ptr<providers::model_port> make_chain(std::vector<std::shared_ptr<remote_model>> models,
                                                  std::function<micros()> steady,
                                                  shown_to pictures = shown_to::all);

}  // namespace fm::model
