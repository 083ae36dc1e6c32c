#include <algorithm>
#include <cmath>

#include "core/base/suggest.h"
#include "core/event/event.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr std::size_t kMaxRevision = 64;
constexpr std::size_t kMaxSiteId = 32;
constexpr std::size_t kMaxBands = profile::kMaxPriceBands - 1;  // bounds; the last band is what lies above them
constexpr double kMaxBound = 1e9;                               // as the inbound gate's kMaxMoney
constexpr double kMaxEventWeight = 100;
constexpr double kMaxLimit = 50;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_currency(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The shape of a BCP 47 tag: parts of 1 to 8 letters and digits, the first of 2 to 8 letters.
bool is_language(std::string_view text) {
  const std::string_view primary = text.substr(0, text.find('-'));
  if (primary.size() < 2 || primary.size() > 8 || !std::all_of(primary.begin(), primary.end(), is_letter)) return false;
  std::size_t part = primary.size();
  for (const char c : text.substr(primary.size())) {
    if (c == '-') {
      if (part == 0) return false;
      part = 0;
    } else if (++part > 8 || !(is_letter(c) || is_digit(c))) {
      return false;
    }
  }
  return part > 0;
}

// Texts of a list, each of a form that fits() knows and none twice.
template <typename Fits>
std::vector<std::string> read_words(const std::vector<Json>& list, const Place& place, std::string_view expected,
                                    Fits fits, Problems& problems) {
  UniqueIds unique("word", problems);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    if (list[i].is_string() && fits(list[i].string())) {
      unique.add(list[i].string(), here);
      words.emplace_back(list[i].string());
    } else {
      report_found(problems, here, {expected}, list[i]);
    }
  }
  return words;
}

void read_price_bands(const std::vector<Json>& list, const Place& place, Problems& problems,
                      std::vector<float>& bands) {
  if (list.size() > kMaxBands) {
    report(problems, place, {"expected at most ", kMaxBands, " bounds, found ", list.size()});
    return;
  }
  bands.clear();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double bound = list[i].number();
    if (!list[i].is_number() || bound <= 0 || bound > kMaxBound) {
      report_found(problems, place.element(i), {"a price above 0, at most ", kMaxBound}, list[i]);
    } else if (!bands.empty() && static_cast<float>(bound) <= bands.back()) {
      report_found(problems, place.element(i), {"a bound above the one before, ", list[i - 1].number()}, list[i],
                   "write the bounds in ascending order");
    } else {
      bands.push_back(static_cast<float>(bound));
    }
  }
}

void read_weights(const Json& json, const Place& place, Problems& problems, profile::Rules& rules) {
  if (!json.is_object()) {
    report_found(problems, place, {"an object with a weight per event"}, json);
    return;
  }
  for (const auto& [name, value] : json.members()) {
    event::Kind kind{};
    if (!event::find_kind(name, kind)) {
      Suggestion suggestion(name);
      for (std::size_t i = 0; i < event::kKindCount; ++i) suggestion.offer(event::name(static_cast<event::Kind>(i)));
      report(problems, place.member(name), {"unknown event \"", name, "\""}, suggestion.hint());
    } else if (!value.is_number() || value.number() < 0 || value.number() > kMaxEventWeight) {
      report_found(problems, place.member(name), {"a number from 0 to ", kMaxEventWeight}, value);
    } else {
      rules.weights[static_cast<std::size_t>(kind)] = static_cast<float>(value.number());
    }
  }
}

void read_recommendations(const Json& json, const Place& place, Site& site, Problems& problems) {
  const ObjectReader strategies(
      json, place, {kStrategies[0], kStrategies[1], kStrategies[2], kStrategies[3], kStrategies[4], kStrategies[5]},
      problems);
  for (std::size_t i = 0; i < kStrategyCount; ++i) {
    const Json* const defaults = strategies.optional(kStrategies[i]);
    if (defaults == nullptr) continue;
    const Place here = place.member(kStrategies[i]);
    const ObjectReader reader(*defaults, here, {"limit"}, problems);
    const double limit = reader.number("limit", {1, kMaxLimit}, kDefaultLimit);
    if (limit != std::floor(limit)) report(problems, here.member("limit"), {"expected a whole number, found ", limit});
    site.recommendation_limits[i] = static_cast<std::uint32_t>(limit);
  }
}

// False where the document is of a version that this code can't read; the problem is then the only one worth telling.
bool check_version(const Json& document, Problems& problems) {
  const Json* const version = document.find("noren");
  if (version == nullptr) return true;  // reported as a missing member
  if (version->is_number() && version->number() == kFormatVersion) return true;
  const Place top;
  if (version->is_number() && version->number() > kFormatVersion &&
      version->number() == std::floor(version->number())) {
    problems.push_back({ErrorCode::kUnsupportedVersion, "noren",
                        concat({"the document is of format version ", version->number(), "; this Noren reads version ",
                                kFormatVersion}),
                        concat({"update Noren, or use a document of version ", kFormatVersion})});
    return false;
  }
  report_found(problems, top.member("noren"), {"the format version ", kFormatVersion}, *version);
  return true;
}

void read_document(const Json& document, Site& site, Problems& problems) {
  const Place top;
  const ObjectReader reader(document, top,
                            {"noren", "site", "revision", "currency", "languages", "profile", "pages", "segments",
                             "slots", "campaigns", "journeys", "recommendations"},
                            problems);
  reader.required("noren");
  site.id = reader.id("site");
  if (site.id.size() > kMaxSiteId) {
    report(problems, top.member("site"), {"expected at most ", kMaxSiteId, " characters, found ", site.id.size()});
  }
  site.revision = reader.text("revision", kMaxRevision);
  if (const Json* const currency = reader.required("currency")) {
    if (is_currency(currency->string())) {
      site.currency = currency->string();
    } else {
      report_found(problems, top.member("currency"), {"an ISO 4217 code such as \"JPY\""}, *currency);
    }
  }
  site.languages = read_words(reader.required_list("languages"), top.member("languages"),
                              "a BCP 47 language tag such as \"ja\"", is_language, problems);
  if (const Json* const rules = reader.optional("profile")) {
    read_profile(*rules, top.member("profile"), problems, site.profile);
  }
  site.pages =
      read_words(reader.optional_list("pages"), top.member("pages"), "an id such as \"home\"", is_id, problems);

  rules::Compiler compiler(site.symbols, site.names, site.profile);
  read_segments(reader.optional_list("segments"), top.member("segments"), compiler, site, problems);
  read_slots(reader.optional_list("slots"), top.member("slots"), site, problems);
  read_campaigns(reader.optional_list("campaigns"), top.member("campaigns"), compiler, site, problems);
  read_journeys(reader.optional_list("journeys"), top.member("journeys"), compiler, site, problems);
  site.program = compiler.finish();
  if (const Json* const recommendations = reader.optional("recommendations")) {
    read_recommendations(*recommendations, top.member("recommendations"), site, problems);
  }
}

}  // namespace

void read_profile(const Json& json, const Place& place, Problems& problems, profile::Rules& rules) {
  const ObjectReader reader(json, place, {"half_life_days", "price_bands", "weights"}, problems);
  rules.half_life_days = reader.number("half_life_days", {0.1, 3650}, rules.half_life_days);
  if (reader.optional("price_bands") != nullptr) {
    read_price_bands(reader.optional_list("price_bands"), place.member("price_bands"), problems, rules.price_bands);
  }
  if (const Json* const weights = reader.optional("weights")) {
    read_weights(*weights, place.member("weights"), problems, rules);
  }
}

std::expected<Site, Problems> load(const Json& document) {
  Problems problems;
  Site site;
  if (check_version(document, problems)) read_document(document, site, problems);
  if (problems.empty()) return site;
  if (problems.size() > kMaxProblems) problems.resize(kMaxProblems, problems.front());
  return std::unexpected(std::move(problems));
}

std::expected<Site, Problems> load(std::string_view json) {
  const Result<Json> document = Json::parse(json);
  if (!document) return std::unexpected(Problems{document.error()});
  return load(*document);
}

}  // namespace noren::site
