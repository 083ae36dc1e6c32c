// What the site document's `privacy` says: by which text consent is asked for, how long what is kept, how large a segment must be to
// act, and which noised reports a device may make, at which price in privacy. Typed here; who obeys it: web/ (text, retention),
// core/decide (segments), privacy/ and core/engine (reports).
//
// Prices are in micro-epsilon: whole millionths of the epsilon of local differential privacy, so that sums are exact.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/list.h"
#include "core/event/event.h"

namespace noren::site {

inline constexpr std::uint32_t kMaxConsentText = 1'000'000;
inline constexpr std::uint32_t kMaxRetentionDays = 395;  // 13 months
inline constexpr std::uint32_t kDefaultSegmentMinimum = 50;
inline constexpr std::uint32_t kMaxSegmentSize = 1'000'000'000;

inline constexpr std::size_t kMaxCollections = 16;
inline constexpr std::size_t kMaxReportCells = 64;       // different answers that one report chooses from
inline constexpr std::uint32_t kEpsilonStep = 250'000;   // every epsilon is a multiple of 0.25
inline constexpr std::uint32_t kMaxEpsilon = 5'000'000;  // of one report
inline constexpr std::uint32_t kMaxEpochEpsilon = 10'000'000;
inline constexpr std::uint32_t kMaxLifetimeEpsilon = 100'000'000;
inline constexpr std::uint32_t kMaxEpochDays = 90;

// Days after which what is stored goes.
struct Retention {
  std::uint16_t profile = 180;  // since the last event
  std::uint16_t history = 30;
  std::uint16_t answers = 365;
};

// What a report is about.
enum class ReportKind : std::uint8_t {
  kExperiment,  // whether the campaign's goal was reached, of the arm that chance dealt this device
  kBandit,      // which variant she saw last, and whether it reached the goal
  kCampaign,    // whether she saw it, followed it, closed it
  kSegments,    // whether she is in one segment, which chance picks
  kPopularity,  // which item, or category, of a list she looked at most
};
inline constexpr std::string_view kReportKinds[] = {"experiment", "bandit", "campaign", "segments", "popularity"};

// One entry of `collect`: one report of each epoch.
struct Collection {
  std::string id;
  ReportKind kind = ReportKind::kExperiment;
  std::uint32_t campaign = 0;                  // index into Site::campaigns: of the first three kinds
  std::uint32_t epsilon = 1'000'000;           // micro; a multiple of kEpsilonStep
  List<std::uint32_t> segments;                // kSegments: those large enough, indices into Site::segments
  List<std::string> names;                     // kPopularity: item ids, or names of categories
  bool by_category = false;                    // kPopularity: names are categories
  event::Kind event = event::Kind::kViewItem;  // kPopularity of items: view_item or purchase
};

struct Reports {
  std::string endpoint;  // a path of the page's own origin; empty: the site has no reports
  std::uint16_t epoch_days = 7;
  std::uint32_t epoch_epsilon = 4'000'000;      // micro: what all reports of an epoch may cost together
  std::uint32_t lifetime_epsilon = 60'000'000;  // micro: what this device ever spends
  List<Collection> collect;
};

struct Privacy {
  std::uint32_t consent_text = 1;  // a yes to an earlier text is none any more
  Retention retention;
  std::uint32_t segment_minimum = kDefaultSegmentMinimum;  // a segment known to be smaller acts for nobody
  Reports reports;
};

}  // namespace noren::site
