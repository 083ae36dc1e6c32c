// The numbers of the shop model's format that its reader and its writer share; docs/model-format.md tells what they mean.
// Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/numeric.h"

namespace noren::model::format {

inline constexpr std::uint32_t kMagic = 0x4d4e524eu;  // "NRNM"
inline constexpr std::size_t kHeaderBytes = 24;
inline constexpr std::size_t kTableEntryBytes = 16;
inline constexpr std::size_t kAlignment = 8;
inline constexpr std::size_t kChecksummedFrom = 12;  // the header's bytes from here on, and all sections
inline constexpr std::size_t kMaxSections = 64;

enum class Section : std::uint32_t {
  kMeta = 1,
  kItems = 2,
  kCategories = 3,
  kBrands = 4,
  kFacts = 5,
  kPopularity = 6,
  kViewed = 16,
  kBought = 17,
};

// The section's name for messages; empty for an id that this version does not know.
inline std::string_view name(Section id) {
  switch (id) {
    case Section::kMeta: return "meta";
    case Section::kItems: return "items";
    case Section::kCategories: return "categories";
    case Section::kBrands: return "brands";
    case Section::kFacts: return "facts";
    case Section::kPopularity: return "popularity";
    case Section::kViewed: return "viewed";
    case Section::kBought: return "bought";
  }
  return {};
}

inline constexpr std::uint16_t kNarrowNone = 0xffff;  // no category, brand or parent
inline constexpr std::size_t kNarrowItems = 0x10000;  // up to so many items, an edge names its target in 16 bits
inline constexpr std::uint8_t kInStock = 1;           // bit of an item's flags

// Counts are kept as codes of an eighth of an octave: code = round(8 log2(1 + count)).
inline constexpr double kCountStepsPerOctave = 8.0;
inline constexpr double kTrendUnits = 16.0;  // the trend is counted in sixteenths of a session
inline double count_of(std::uint8_t code) { return exp2_exact(code / kCountStepsPerOctave) - 1.0; }

// An edge's weight is 2^((scale - 192) / 8) of its item times 2^((code - 255) / 32) of its own.
inline constexpr double kScaleStepsPerOctave = 8.0;
inline constexpr double kScaleZero = 192.0;
inline constexpr double kWeightStepsPerOctave = 32.0;
inline constexpr double kWeightTop = 255.0;
inline double scale_of(std::uint8_t code) { return exp2_exact((code - kScaleZero) / kScaleStepsPerOctave); }
inline double weight_of(std::uint8_t code) { return exp2_exact((code - kWeightTop) / kWeightStepsPerOctave); }

}  // namespace noren::model::format
