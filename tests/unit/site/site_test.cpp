// Site documents: what is read from a good one, and what is said about a bad one.

#include "core/site/site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "core/base/json.h"
#include "core/event/event.h"
#include "core/rules/operators.h"

namespace noren::site {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(NOREN_SOURCE_DIR "/") + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string all_problems(const std::expected<Site, Problems>& site) {
  std::string text;
  if (!site) {
    for (const Error& error : site.error()) text += to_string(error) + "\n";
  }
  return text;
}

// A document with these members besides the required ones.
std::string with(const std::string& members) {
  return R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members + "}";
}

TEST(Site, NamesThePlaceAndTheProblemOfEachBadDocument) {
  const auto table = Json::parse(read_file("tests/data/site/bad.json"));
  ASSERT_TRUE(table.has_value()) << to_string(table.error());
  ASSERT_GT(table->elements().size(), 30u);
  for (const Json& expected : table->elements()) {
    const std::string file(expected.find("file")->string());
    const auto site = load(read_file("tests/data/site/" + file));
    ASSERT_FALSE(site.has_value()) << file;
    EXPECT_EQ(site.error().size(), 1u) << file << ":\n" << all_problems(site);
    const Error& first = site.error().front();
    EXPECT_EQ(name(first.code), expected.find("code")->string()) << file;
    EXPECT_EQ(first.path, expected.find("path")->string()) << file;
    EXPECT_EQ(first.message, expected.find("message")->string()) << file;
    EXPECT_EQ(first.hint, expected.find("hint")->string()) << file;
  }
}

TEST(Site, TakesEveryGoodDocument) {
  for (const char* file : {"good-smallest.json", "good-full.json", "good-rules.json", "good-campaigns.json",
                           "good-journeys.json", "good-privacy.json"}) {
    const auto site = load(read_file(std::string("tests/data/site/") + file));
    EXPECT_TRUE(site.has_value()) << file << ":\n" << all_problems(site);
  }
}

TEST(Site, HasDefaultsForWhatIsNotSaid) {
  const auto site = load(read_file("tests/data/site/good-smallest.json"));
  ASSERT_TRUE(site.has_value());
  const profile::Rules defaults = profile::Rules::defaults();
  EXPECT_EQ(site->profile.half_life_days, defaults.half_life_days);
  EXPECT_EQ(site->profile.price_bands, defaults.price_bands);
  EXPECT_EQ(site->profile.weights, defaults.weights);
  EXPECT_EQ(site->revision, "");
  EXPECT_TRUE(site->campaigns.empty());
  for (const std::uint32_t limit : site->recommendation_limits) EXPECT_EQ(limit, 8u);
}

TEST(Site, ReadsEveryMember) {
  const auto site = load(read_file("tests/data/site/good-full.json"));
  ASSERT_TRUE(site.has_value()) << all_problems(site);
  EXPECT_EQ(site->id, "hanare");
  EXPECT_EQ(site->revision, "2026-11-22");
  EXPECT_EQ(site->currency, "JPY");
  EXPECT_EQ(site->languages, (List<std::string>{"ja", "en-GB"}));
  EXPECT_EQ(site->pages, (List<std::string>{"home", "category", "product", "cart"}));

  EXPECT_EQ(site->profile.half_life_days, 7.5);
  EXPECT_EQ(site->profile.price_bands, (List<float>{1000, 3000, 8000, 20000}));
  const auto weight = [&](event::Kind kind) { return site->profile.weights[static_cast<std::size_t>(kind)]; };
  EXPECT_EQ(weight(event::Kind::kViewItem), 1);
  EXPECT_EQ(weight(event::Kind::kAddToCart), 3.5);
  EXPECT_EQ(weight(event::Kind::kPurchase), 0);
  EXPECT_EQ(weight(event::Kind::kAddToWishlist),
            profile::Rules::defaults().weights[static_cast<std::size_t>(event::Kind::kAddToWishlist)]);

  ASSERT_EQ(site->segments.size(), 3u);
  EXPECT_EQ(site->segments[0].id, "keen-runner");
  EXPECT_NE(site->segments[0].rule, rules::kNoNode);
  ASSERT_EQ(site->slots.size(), 2u);
  EXPECT_EQ(site->slots[1].id, "cart-note");

  ASSERT_EQ(site->campaigns.size(), 3u);
  const Campaign& everybody = site->campaigns[0];
  EXPECT_EQ(everybody.rule, rules::kNoNode);
  EXPECT_EQ(everybody.priority, 0);
  EXPECT_EQ(everybody.variants[0].weight, 1);
  const Campaign& running = site->campaigns[1];
  EXPECT_EQ(running.id, "hero-running");
  EXPECT_EQ(running.slot, 0u);
  EXPECT_EQ(running.priority, 10);
  ASSERT_EQ(running.variants.size(), 3u);
  EXPECT_EQ(running.variants[0].weight, 3);
  EXPECT_EQ(running.variants[2].id, "off");
  EXPECT_EQ(running.variants[2].weight, 0);
  EXPECT_EQ(site->campaigns[2].slot, 1u);
  EXPECT_EQ(site->campaigns[2].priority, -1.5);

  EXPECT_EQ(site->recommendation_limits[0], 12u);
  EXPECT_EQ(site->recommendation_limits[1], 8u);
  EXPECT_EQ(site->symbols.text(site->names.find(name_key("running-shoes"))), "running-shoes");
}

TEST(Site, ReportsAllProblemsAtOnce) {
  const auto site = load(with(R"(
      "curency": "EUR",
      "profile": {"half_life_days": 99999, "price_bands": [4, 4]},
      "segments": [{"id": "A", "when": {"var": "cart.vlaue"}}],
      "slots": [{"id": "hero"}],
      "campaigns": [{"id": "c", "slot": "heros", "when": {"and": [{"var": "segment.b"}, {"adn": 1}]},
                     "variants": [{"id": "a", "wieght": 1, "content": {}}]}])"));
  ASSERT_FALSE(site.has_value());
  List<std::string> paths;
  for (const Error& error : site.error()) paths.push_back(error.path);
  EXPECT_EQ(paths, (List<std::string>{"curency", "profile.half_life_days", "profile.price_bands[1]", "segments[0].id",
                                      "segments[0].when", "campaigns[0].slot", "campaigns[0].when.and[0]",
                                      "campaigns[0].when.and[1]", "campaigns[0].variants[0].wieght"}));
}

TEST(Site, KeepsTheListOfProblemsReadable) {
  std::string slots;
  for (int i = 0; i < 1000; ++i) slots += (i > 0 ? "," : "") + std::string(R"({"id": "?"})");
  const auto site = load(with(R"("slots": [)" + slots + "]"));
  ASSERT_FALSE(site.has_value());
  EXPECT_EQ(site.error().size(), kMaxProblems);
}

TEST(Site, CompilesSegmentsInTheOrderInWhichTheyBuildOnEachOther) {
  const auto site = load(with(R"("segments": [
      {"id": "c", "when": {"and": [{"var": "segment.b"}, {"var": "segment.a"}]}},
      {"id": "b", "when": {"!": {"var": "segment.a"}}},
      {"id": "a", "when": {"var": "cart.items"}}])"));
  ASSERT_TRUE(site.has_value()) << all_problems(site);
  EXPECT_LT(site->segments[2].rule, site->segments[1].rule);
  EXPECT_LT(site->segments[1].rule, site->segments[0].rule);
}

TEST(Site, NamesEveryCircleOfSegments) {
  const auto site = load(with(R"("segments": [
      {"id": "self", "when": {"var": "segment.self"}},
      {"id": "a", "when": {"var": "segment.b"}},
      {"id": "b", "when": {"or": [{"var": "segment.c"}, {"var": "cart.vlaue"}]}},
      {"id": "c", "when": {"var": "segment.a"}},
      {"id": "d", "when": {"var": "segment.a"}}])"));
  EXPECT_EQ(all_problems(site),
            "segments[0].when: segments self → self build on each other in a circle; let one of them stand on "
            "attributes alone\n"
            "segments[3].when: segments a → b → c → a build on each other in a circle; let one of them stand on "
            "attributes alone\n"
            "segments[2].when.or[1]: unknown attribute \"cart.vlaue\"; did you mean \"cart.value\"?\n");
}

std::string chain(std::size_t length) {
  std::string segments = R"({"id": "s0", "when": true})";
  for (std::size_t i = 1; i < length; ++i) {
    segments +=
        R"(,{"id": "s)" + std::to_string(i) + R"(", "when": {"var": "segment.s)" + std::to_string(i - 1) + R"("}})";
  }
  return with(R"("segments": [)" + segments + "]");
}

TEST(Site, LimitsHowDeepSegmentsBuildOnEachOther) {
  EXPECT_TRUE(load(chain(kMaxSegmentDepth)).has_value());
  EXPECT_EQ(all_problems(load(chain(kMaxSegmentDepth + 3))),
            "segments[16]: more than 16 segments build on each other here; join some of them\n");
}

TEST(Site, IgnoresNotesButNotTypos) {
  EXPECT_TRUE(
      load(with(R"("$comment": [1], "x-team": {}, "$schema": "s", "slots": [{"id": "a", "$comment": "", "x-": 0}])"))
          .has_value());
  EXPECT_EQ(all_problems(load(with(R"("X-team": 1, "$coment": 1)"))),
            "X-team: unknown member \"X-team\"\n$coment: unknown member \"$coment\"\n");
}

TEST(Site, CanBeMovedWithoutLosingItsNames) {
  auto loaded = load(read_file("tests/data/site/good-full.json"));
  ASSERT_TRUE(loaded.has_value());
  const Symbol home = loaded->symbols.find("home");
  ASSERT_NE(home, kNoSymbol);
  const Site site = std::move(*loaded);
  EXPECT_EQ(site.symbols.find("home"), home);
  EXPECT_EQ(site.symbols.text(home), "home");
}

// The schema lists what the code knows; a new operator, attribute or event must come into both.
TEST(SiteSchema, ListsEveryOperatorAttributeAndEvent) {
  const auto schema = Json::parse(read_file("core/site/site.schema.json"));
  ASSERT_TRUE(schema.has_value()) << to_string(schema.error());
  const Json& definitions = *schema->find("$defs");

  std::set<std::string> operators = {"var"};
  for (const rules::OpInfo& info : rules::operators()) operators.insert(std::string(info.name));
  std::set<std::string> described;
  for (const auto& [name, description] : definitions.find("operation")->find("properties")->members())
    described.insert(name);
  EXPECT_EQ(described, operators);

  std::set<std::string> events;
  for (const Json& name : definitions.find("eventName")->find("enum")->elements())
    events.insert(std::string(name.string()));
  EXPECT_EQ(events.size(), event::kKindCount);
  for (std::size_t i = 0; i < event::kKindCount; ++i) {
    EXPECT_TRUE(events.contains(std::string(event::name(static_cast<event::Kind>(i)))));
  }

  std::set<std::string> attributes;
  std::string patterns;
  for (const Json& choice : definitions.find("attribute")->find("anyOf")->elements()) {
    if (const Json* const names = choice.find("enum")) {
      for (const Json& name : names->elements()) attributes.insert(std::string(name.string()));
    } else {
      patterns += choice.find("pattern")->string();
    }
  }
  for (const profile::AttributeInfo& info : profile::attributes()) {
    if (info.name.find('<') == std::string_view::npos) {
      EXPECT_EQ(attributes.erase(std::string(info.name)), 1u) << info.name;
    }
  }
  EXPECT_TRUE(attributes.empty()) << *attributes.begin();
  for (const char* part : {"interest\\.(category|brand)\\.", "interest\\.price_band\\.", "events\\.(", "page\\.(",
                           "history\\.", "declared\\.", "journey\\.", "campaign\\.", "segment\\."}) {
    EXPECT_NE(patterns.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace noren::site
