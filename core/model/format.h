// The numbers of the shop model's format that its reader and its writer share; docs/model-format.md tells what they mean.
// Private to this folder and to the tools that take files apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/numeric.h"
#include "core/model/shop_model.h"

namespace noren::model::format {

inline constexpr std::uint32_t kMagic = 0x4d4e524eu;  // "NRNM"
inline constexpr std::size_t kHeaderBytes = 24;
inline constexpr std::size_t kTableEntryBytes = 16;
inline constexpr std::size_t kChecksummedFrom = 12;  // the header's bytes from here on, and the section table
inline constexpr std::size_t kMaxSections = 64;

enum class Section : std::uint32_t {
  kMeta = 1,
  kItems = 2,
  kCategories = 3,
  kBrands = 4,
  kFacts = 5,
  kPopularity = 6,
  kScoring = 7,
  kLabels = 8,
  kViewed = 16,  // from here on a section for each relation, in the order of their enumeration
  kBought = 17,
  kBoughtAfterView = 18,
  kComplements = 19,
};

constexpr Section section_of(Relation relation) {
  return static_cast<Section>(static_cast<std::uint32_t>(Section::kViewed) + static_cast<std::uint32_t>(relation));
}

// The section's name for messages; empty for an id that this version does not know.
std::string_view name(Section id);

inline constexpr std::size_t kMaxItems = 1u << 24;
inline constexpr std::uint32_t kRaised =
    0xe0;  // codes of ids from here on raise the number at the end of the previous one
inline constexpr std::size_t kMaxIdLength = 255;
inline constexpr std::size_t kMaxIdBytes = 1u << 27;  // of all ids, unpacked
inline constexpr std::uint8_t kOutOfStock = 1;        // bits of an item's flags
inline constexpr std::uint8_t kBoughtAgain = 2;

// Counts are kept as codes of an eighth of an octave: code = round(8 log2(1 + count)).
inline constexpr double kCountStepsPerOctave = 8.0;
inline constexpr double kTrendUnits = 16.0;  // the trend is counted in sixteenths of a session
inline double count_of(std::uint8_t code) { return exp2_exact(code / kCountStepsPerOctave) - 1.0; }

// An edge's weight is 2^((scale - 192) / 8) of its item times 2^(0.4 (strength - 15)) of its own: 16 steps over 6 octaves.
inline constexpr double kScaleStepsPerOctave = 8.0;
inline constexpr double kScaleZero = 192.0;
inline constexpr double kStrengthOctaves = 0.4;
inline constexpr double kTopStrength = 15.0;
inline double scale_of(std::uint32_t code) { return exp2_exact((code - kScaleZero) / kScaleStepsPerOctave); }
inline double weight_of(std::uint32_t strength) { return exp2_exact((strength - kTopStrength) * kStrengthOctaves); }

}  // namespace noren::model::format
