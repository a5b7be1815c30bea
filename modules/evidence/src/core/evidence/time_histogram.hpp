#pragma once
// Counts events over time in a fixed number of buckets, whatever the span turns out to be.
#include <fm/evidence/messages.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace fm::evidence {

/// The buckets' common scale of one file: origin and width, so that many histograms stay comparable.
/// Widths are powers of two of 1/8 second; a time outside makes buckets twice as wide and folds them in
/// pairs.
class time_scale {
 public:
  static constexpr std::size_t buckets = 64;

  /// The bucket of `t`; widens the scale first when needed. `version()` tells histograms how often.
  std::size_t bucket(micros t) {
    if (origin_ == no_time) origin_ = floor_to(t, width_);
    while (t < origin_ || t - origin_ >= width_ * static_cast<micros>(buckets)) widen(t);
    return static_cast<std::size_t>((t - origin_) / width_);
  }
  micros origin() const { return origin_; }
  micros width() const { return width_; }

  /// One widening: which old bucket 0 becomes which new bucket, as an offset in old buckets (0 or more).
  struct step {
    std::uint32_t shift;
  };
  const std::vector<step>& steps() const { return steps_; }

 private:
  static micros floor_to(micros t, micros width) {
    auto r = t % width;
    return r < 0 ? t - r - width : t - r;
  }
  void widen(micros t) {
    // Folding pairs keeps boundaries aligned to the wider width; earlier times move the origin back.
    auto wider = width_ * 2;
    auto start = floor_to(origin_, wider);
    auto shift = static_cast<std::uint32_t>((origin_ - start) / width_);
    if (t < start) {
      auto span = static_cast<micros>(buckets / 2) * wider;  // move back by half the range at most
      auto back = floor_to(start - span, wider);
      auto moved = static_cast<std::uint32_t>((start - back) / width_);
      start = back;
      shift += moved;
    }
    steps_.push_back({shift});
    origin_ = start;
    width_ = wider;
  }
  micros origin_ = no_time;
  micros width_ = 125'000;
  std::vector<step> steps_;
};

/// Event counts on a `time_scale`; catches up with the scale's widenings when it is used.
class time_histogram {
 public:
  void add(const time_scale& scale, std::size_t bucket, std::uint32_t n = 1) {
    catch_up(scale);
    counts_[bucket] += n;
  }
  const std::array<std::uint32_t, time_scale::buckets>& counts(const time_scale& scale) {
    catch_up(scale);
    return counts_;
  }
  void merge(const time_scale& scale, time_histogram& other) {
    catch_up(scale);
    const auto& more = other.counts(scale);
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += more[i];
  }

 private:
  void catch_up(const time_scale& scale) {
    for (; seen_ < scale.steps().size(); ++seen_) {
      std::array<std::uint32_t, time_scale::buckets> next{};
      for (std::size_t i = 0; i < counts_.size(); ++i)
        if (counts_[i] != 0)
          next[std::min((i + scale.steps()[seen_].shift) / 2, counts_.size() - 1)] += counts_[i];
      counts_ = next;
    }
  }
  std::array<std::uint32_t, time_scale::buckets> counts_{};
  std::size_t seen_ = 0;
};

}  // namespace fm::evidence
