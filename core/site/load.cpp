#include <algorithm>
#include <cmath>

#include "core/base/slug.h"
#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr std::size_t kMaxRevision = 64;
constexpr std::size_t kMaxSiteId = 32;
constexpr std::uint32_t kMaxLimit = 50;
constexpr const char* kStrategyNames =
    "for-you similar bought-together complete-the-cart recently-viewed trending viewed-next complements-of-last-order "
    "viewed-not-bought new-for-you popular-in-category deals-for-you search-ranking category-ranking content";

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

void read_recommendations(const Json& json, const Place& place, Site& site, Problems& problems) {
  const ObjectReader strategies(json, place, kStrategyNames, problems);
  for (std::size_t i = 0; i < kStrategyCount; ++i) {
    const Json* const defaults = json.find(kStrategies[i]);
    if (defaults == nullptr) continue;
    const Place here = place.member(kStrategies[i]);
    const ObjectReader reader(*defaults, here, "limit diversity explore", problems);
    site.recommendation_limits[i] = reader.whole("limit", 1, kMaxLimit, kDefaultLimit);
  }
}

// Whether lists are to be put together otherwise than by score.
bool is_arranged(const Json* recommendations) {
  if (recommendations == nullptr) return false;
  for (const auto& [name, strategy] : recommendations->members()) {
    if (strategy.find("diversity") != nullptr || strategy.find("explore") != nullptr) return true;
  }
  return false;
}

List<NameKey> read_slugs(const ObjectReader& reader, const char* name, const Place& place, Problems& problems) {
  List<NameKey> keys;
  for (const std::string& text : read_words(reader.optional_list(name), place.member(name),
                                            "the name of a category or brand", is_name, problems)) {
    keys.push_back(name_key(slug(text)));
  }
  return keys;
}

void read_articles(const List<Json>& list, const Place& place, Site& site, Problems& problems) {
  Ids ids("article", problems);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id title link categories brands", problems);
    Article& article = site.articles.emplace_back();
    reader.id(ids, article.id);
    article.categories = read_slugs(reader, "categories", here, problems);
    article.brands = read_slugs(reader, "brands", here, problems);
  }
}

// False where the document is of a version that this code can't read; the problem is then the only one worth telling.
bool check_version(const Json& document, Problems& problems) {
  const Json* const version = document.find("noren");
  if (version == nullptr) return true;  // reported as a missing member
  if (version->is_number() && version->number() == kFormatVersion) return true;
  if (version->is_number() && version->number() > kFormatVersion &&
      version->number() == std::floor(version->number())) {
    problems.push_back(
        {ErrorCode::kUnsupportedVersion, "noren",
         fill("the document is of format version %; this Noren reads version %", {version->number(), kFormatVersion}),
         fill("update Noren, or use a document of version %", {kFormatVersion})});
    return false;
  }
  const Place top;
  report_found(problems, top.member("noren"), "the format version %", *version, {kFormatVersion});
  return true;
}

void read_document(const Json& document, Site& site, Problems& problems) {
  const Place top;
  const ObjectReader reader(document, top,
                            "noren site revision currency languages profile pages time_zone order_bands shipping "
                            "lifecycle questions history holidays campaign_tags sensitive_categories holdout segments "
                            "slots layers groups campaigns journeys recommendations articles "
                            "merchandising privacy",
                            problems);
  reader.required("noren");
  reader.id("site", site.id);
  if (site.id.size() > kMaxSiteId) {
    reader.report("site", "expected at most % characters, found %", {kMaxSiteId, site.id.size()});
  }
  reader.check_text("revision", kMaxRevision);
  if (const Json* const revision = reader.optional("revision")) site.revision = revision->string();
  if (const Json* const currency = reader.required("currency")) {
    if (is_currency(currency->string())) {
      site.currency = currency->string();
    } else {
      reader.refuse("currency", "an ISO 4217 code such as \"JPY\"");
    }
  }
  site.languages = read_words(reader.required_list("languages"), top.member("languages"),
                              "a BCP 47 language tag such as \"ja\"", is_language, problems);
  if (const Json* const rules = reader.optional("profile")) {
    read_profile(*rules, top.member("profile"), problems, site.profile);
  }
  site.pages =
      read_words(reader.optional_list("pages"), top.member("pages"), "an id such as \"home\"", is_id, problems);

  Reading reading(site, problems);
  if (const Json* const zone = reader.optional("time_zone")) {
    reading.zone = read_zone(*zone, top.member("time_zone"), site, problems);
  }
  read_profile_rules(document, reader, reading);
  site.sensitive_categories =
      read_words(reader.optional_list("sensitive_categories"), top.member("sensitive_categories"),
                 "the name of a category", is_name, problems);
  for (std::string& category : site.sensitive_categories) category = slug(category);
  site.holdout = reader.number("holdout", 0, 1, 0);

  const Json* const privacy = reader.optional("privacy");
  if (privacy != nullptr) read_privacy(*privacy, top.member("privacy"), problems, site.privacy);
  const List<Json>& slots = reader.optional_list("slots");
  read_segments(reader.optional_list("segments"), top.member("segments"), reading);
  read_slots(slots, top.member("slots"), reading);
  read_layers(reader.optional_list("layers"), top.member("layers"), reading);
  read_groups(reader.optional_list("groups"), top.member("groups"), reading);
  read_campaigns(reader.optional_list("campaigns"), top.member("campaigns"), reading);
  read_fallbacks(slots, top.member("slots"), reading);
  if (const auto& journeys = reader.optional_list("journeys"); !journeys.empty()) {
    read_journeys(journeys, top.member("journeys"), reading);
  }
  read_articles(reader.optional_list("articles"), top.member("articles"), site, problems);
  const List<Json>& merchandising = reader.optional_list("merchandising");
  const Json* const recommendations = reader.optional("recommendations");
  if (!merchandising.empty() || is_arranged(recommendations)) {
    read_merchandising(merchandising, top.member("merchandising"), recommendations, reading);
  }
  if (const Json* const reports = privacy == nullptr ? nullptr : privacy->find("reports")) {
    const Place here = top.member("privacy");
    read_reports(*reports, here.member("reports"), reading);
  }
  site.program = reading.compiler.finish();
  if (recommendations != nullptr) {
    read_recommendations(*recommendations, top.member("recommendations"), site, problems);
  }
}

}  // namespace

std::expected<Site, Problems> load(const Json& document) {
  Problems problems;
  Site site;
  if (check_version(document, problems)) read_document(document, site, problems);
  if (problems.empty()) return site;
  problems.shorten(kMaxProblems);
  return std::unexpected(std::move(problems));
}

std::expected<Site, Problems> load(std::string_view json) {
  const Result<Json> document = Json::parse(json);
  if (!document) return std::unexpected(Problems{document.error()});
  return load(*document);
}

}  // namespace noren::site
