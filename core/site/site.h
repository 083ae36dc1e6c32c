// The site document, version 1: everything a shop configures, read once from JSON into typed values. Its members are described
// in site.schema.json, which accepts what this loader accepts. Content of variants is not read here: the page takes it from
// the document itself, by campaign and variant index.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/list.h"
#include "core/base/result.h"
#include "core/base/symbols.h"
#include "core/profile/attributes.h"
#include "core/profile/profile.h"
#include "core/rules/program.h"
#include "core/site/campaign.h"
#include "core/site/journey.h"
#include "core/site/merchandising.h"
#include "core/site/privacy.h"

namespace noren::site {

inline constexpr int kFormatVersion = 1;             // the `noren` member
inline constexpr std::size_t kMaxProblems = 100;     // more are not reported
inline constexpr std::size_t kMaxSegmentDepth = 16;  // segments that build on each other

inline constexpr std::uint32_t kDefaultLimit = 8;

// Something to read that the strategy "content" may offer; what it says is the page's affair.
struct Article {
  std::string id;
  List<NameKey> categories;  // what it is about
  List<NameKey> brands;
};

inline constexpr std::uint32_t kUnknownSize = 0xffffffffu;

struct Segment {
  std::string id;
  // Who is in it: those for whom its own condition holds and who are in none of the segments that it gives way to.
  rules::NodeIndex rule = rules::kNoNode;
  rules::NodeIndex condition = rules::kNoNode;  // its own `when` alone, for explanations
  double priority = 0;                          // of two that exclude each other the higher stays
  List<std::uint32_t> excludes;                 // indices of the segments it gives way to
  std::uint32_t size = kUnknownSize;            // how many of the shop's visitors are in it, by its own figures
  bool too_small = false;  // smaller than the site's minimum: `rule` holds for nobody, so that few can't be told apart
};

// Movable, not copyable. Indices of lists are those of the document.
struct Site {
  Site() = default;
  Site(Site&&) = default;
  Site& operator=(Site&&) = default;

  std::string id;
  std::string revision;         // may be empty
  std::string currency;         // ISO 4217
  List<std::string> languages;  // at least one; the first is the default
  profile::Rules profile = profile::Rules::defaults();
  List<std::string> pages;
  List<Zone> zones{{"visitor", {}}};       // the first is the visitor's own; each once
  List<std::string> sensitive_categories;  // slugs
  double holdout = 0;                      // share of visitors, 0 to 1, who see no campaign, to compare with
  List<Segment> segments;
  List<Slot> slots;
  List<Layer> layers;
  List<Group> groups;
  List<Campaign> campaigns;
  List<Journey> journeys;
  List<std::uint32_t> recommendation_limits =
      List<std::uint32_t>(kStrategyCount, kDefaultLimit);  // 1 to 50, in the order of kStrategies
  List<Article> articles;
  Merchandising merchandising;
  Privacy privacy;

  SymbolTable symbols;       // texts of rules; languages, pages and devices may be interned into it later
  profile::NameTable names;  // slugs that rules mention
  rules::Program program;    // the rules of all segments and campaigns
};

// All problems of a document, in the order of its members; at least one.
using Problems = List<Error>;

// Reads a site document (UTF-8 JSON, at most 4 MiB). Problems: kInvalidJson, kUnsupportedVersion (both alone), kInvalidSite each
// with the path of the member. O(size) expected.
std::expected<Site, Problems> load(std::string_view json);
// The same for a document that has been parsed already.
std::expected<Site, Problems> load(const Json& document);

}  // namespace noren::site
