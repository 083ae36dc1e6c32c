// The command itself: what it prints, and its exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/unit/tools/command_fixture.h"

namespace noren::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(CommandTest, BuildsAModelAndSumsItUp) {
  const Outcome built = run(build("shop.model", "--label simulated"));
  EXPECT_EQ(built.exit_code, 0) << built.err;
  EXPECT_THAT(built.out, StartsWith(path("shop.model") + ": 4 sessions, 12 events, 5 items, "));
  EXPECT_THAT(built.err, HasSubstr("small.csv:6: no item: the line has 3 columns, item is column 4\n"));
  EXPECT_THAT(built.err, HasSubstr("small.csv:16: time \"yesterday\""));
  EXPECT_THAT(built.err, HasSubstr("skipped 2 of 17 lines"));
  EXPECT_THAT(built.err, HasSubstr("unknown event \"hover\" on 1 lines"));
  EXPECT_THAT(built.err, HasSubstr("1 events with 1 items that are not in the catalogue"));
  EXPECT_THAT(built.err, HasSubstr("small.json: [3].price: \"soon\" is no price"));
}

TEST_F(CommandTest, BuildsTheSameFileAgain) {
  run(build("one.model"));
  run(build("two.model"));
  EXPECT_FALSE(content("one.model").empty());
  EXPECT_EQ(content("one.model"), content("two.model"));
}

TEST_F(CommandTest, BuildsTheSameFileInBoundedMemory) {
  std::string log = "session,visitor,time,event,item\n";
  std::uint32_t state = 1;
  const auto below = [&](std::uint32_t n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
  };
  for (std::uint32_t i = 0; i < 80'000; ++i) {
    const std::uint32_t session = below(20'000);
    log += "s" + std::to_string(session) + ",v" + std::to_string(session / 3) + "," +
           std::to_string(1'790'000'000 + below(1'000'000)) + (below(9) == 0 ? ",purchase," : ",view_item,") +
           std::to_string(below(30) * below(30)) + "\n";
  }
  write("log.csv", log);
  const std::string arguments = "model build --parameters default --log " + path("log.csv") + " -o ";
  EXPECT_EQ(run(arguments + path("one.model")).exit_code, 0);
  EXPECT_EQ(run(arguments + path("two.model") + " --memory 1M").exit_code, 0);
  EXPECT_FALSE(content("one.model").empty());
  EXPECT_EQ(content("one.model"), content("two.model"));
  EXPECT_EQ(run(arguments + path("x") + " --memory lots").exit_code, 2);
}

TEST_F(CommandTest, SaysWhatItTunedAndWritesItDown) {
  std::string log;
  std::uint32_t state = 1;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    state = state * 1664525u + 1013904223u;
    const std::uint32_t first = (state >> 8) % 40;
    for (std::uint32_t step = 0; step < 4; ++step)
      log += std::to_string((first + step * 7) % 40) + (step < 3 ? " " : "\n");
  }
  write("sessions", log);
  const std::string arguments = "model build --format sessions --log " + path("sessions") + " -o ";
  const Outcome tuned = run(arguments + path("one.model") + " --save-parameters " + path("parameters"));
  EXPECT_EQ(tuned.exit_code, 0) << tuned.err;
  EXPECT_THAT(tuned.out, HasSubstr("\nparameters: tuned in "));
  EXPECT_THAT(tuned.out, HasSubstr("of the log's last sessions; recall@20 + mrr@20 from "));
  EXPECT_EQ(run(arguments + path("two.model") + " --parameters " + path("parameters")).exit_code, 0);
  EXPECT_EQ(content("one.model"), content("two.model"));
  EXPECT_THAT(run(build("x.model")).err, HasSubstr("the log is too short to tune them on"));
  write("parameters", "{\"counting.backwards\": 1}");
  const Outcome wrong = run(arguments + path("x") + " --parameters " + path("parameters"));
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean \"counting.backward\"?"));
}

TEST_F(CommandTest, LeavesNoTraceOfASessionThatStandsAlone) {
  std::string log = "session,time,event,item\n";
  for (int i = 0; i < 40; ++i) {
    const std::string session = "s" + std::to_string(i) + "," + std::to_string(1'790'000'000 + i * 100);
    log += session + ",view_item,common-" + std::to_string(i % 4) + "\n" + session + ",view_item,common-5\n";
  }
  write("log.csv", log + "canary,1790000050,view_item,ann-private-page\ncanary,1790000060,purchase,common-5\n");
  const std::string arguments = "model build --log " + path("log.csv") + " -o " + path("shop.model");
  EXPECT_THAT(run(arguments).out, HasSubstr("relations that at least 2 sessions support"));
  EXPECT_THAT(content("shop.model"), HasSubstr("common-"));
  EXPECT_THAT(content("shop.model"), ::testing::Not(HasSubstr("ann-private-page")));
  EXPECT_THAT(content("shop.model"), ::testing::Not(HasSubstr("canary")));
  EXPECT_EQ(run(arguments + " --min-sessions 1").exit_code, 0);
  EXPECT_THAT(content("shop.model"), HasSubstr("ann-private-page")) << "with no threshold it would be there";
}

TEST_F(CommandTest, RecordsTheNoiseInTheFile) {
  const std::string noisy = build("one.model", "--parameters default --epsilon 0.5 --noise-seed ");
  EXPECT_EQ(run(noisy + "1").exit_code, 0);
  const std::string one = content("one.model");
  EXPECT_THAT(one, HasSubstr("epsilon=0.5\n"));
  EXPECT_EQ(run(noisy + "1").exit_code, 0);
  EXPECT_EQ(content("one.model"), one);
  EXPECT_EQ(run(noisy + "2").exit_code, 0);
  EXPECT_NE(content("one.model"), one);
  EXPECT_EQ(run(build("x", "--epsilon none")).exit_code, 2);
}

TEST_F(CommandTest, TellsWhatIsInAModel) {
  run(build("shop.model", "--label simulated"));
  const Outcome text = run("model inspect " + path("shop.model") + " --item trail-shoe");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("label: simulated"));
  EXPECT_THAT(text.out, HasSubstr("5 items, 5 categories, 2 brands"));
  EXPECT_THAT(text.out, HasSubstr("  viewed with:\n    road-shoe  "));
  const auto json = nlohmann::json::parse(run("model inspect --json --item trail-shoe " + path("shop.model")).out);
  EXPECT_EQ(json["meta"]["currency"], "JPY");
  EXPECT_EQ(json["item"]["bought"][0]["item_id"], "sock");
  EXPECT_EQ(json["sections"].size(), 9u);
  EXPECT_EQ(json["bytes"], content("shop.model").size());
}

TEST_F(CommandTest, TellsWhatEachSectionTakesAndAdds) {
  run(build("shop.model"));
  const auto json = nlohmann::json::parse(
      run("model inspect --json " + path("shop.model") + " --test " + kData + "log/small.csv").out);
  EXPECT_GT(json["brotli_bytes"], 0u);
  EXPECT_GT(json["cases"], 0u);
  bool viewed = false;
  for (const auto& section : json["sections"]) {
    EXPECT_GT(section["brotli_bytes"], 0u) << section["name"];
    viewed = viewed || section["name"] == "viewed";
    if (section["name"] == "viewed") {
      EXPECT_GT(section["adds"]["mrr@20"], 0.0) << "a model without it predicts what is popular";
    }
    EXPECT_EQ(section.contains("adds"), section["name"] == "popularity" || section["name"] == "scoring" ||
                                            section["name"].get<std::string>().starts_with("bought") ||
                                            section["name"] == "viewed" || section["name"] == "complements")
        << section["name"];
  }
  EXPECT_TRUE(viewed);
  const Outcome text = run("model inspect " + path("shop.model") + " --test " + kData + "log/small.csv");
  EXPECT_THAT(text.out, HasSubstr("What a section adds is what the model loses without it"));
}

TEST_F(CommandTest, SuggestsAnItemForAMisspelledOne) {
  run(build("shop.model"));
  const Outcome outcome = run("model inspect --item trail-sheo " + path("shop.model"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("there is no item \"trail-sheo\"; did you mean \"trail-shoe\"?"));
}

TEST_F(CommandTest, RefusesATruncatedModelWithAReason) {
  run(build("shop.model"));
  write("cut.model", content("shop.model").substr(0, 200));
  const Outcome outcome = run("model inspect " + path("cut.model"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("the file has 200 bytes, its header says "));
}

TEST_F(CommandTest, RefusesAModelOfANewerVersion) {
  run(build("shop.model"));
  std::string newer = content("shop.model");
  newer[4] = 9;
  write("newer.model", newer);
  EXPECT_THAT(run("model inspect " + path("newer.model")).err,
              HasSubstr("has version 9, this Noren reads version 2; build it with the Noren that is to read it"));
}

TEST_F(CommandTest, LeavesTheOldModelWhereTheNewOneCannotBeBuilt) {
  write("shop.model", "the old one");
  write("empty.csv", "session,time,item\n");
  const Outcome outcome = run("model build --log " + path("empty.csv") + " -o " + path("shop.model"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("nothing to learn from; the log has no lines"));
  EXPECT_EQ(content("shop.model"), "the old one");
}

TEST_F(CommandTest, NamesTheFileThatCannotBeReadOrWritten) {
  const Outcome missing = run("model build --log " + path("none.csv") + " -o " + path("x"));
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.err, HasSubstr("none.csv: cannot be opened: No such file or directory"));
  EXPECT_THAT(run(build("no/such/folder.model")).err, HasSubstr("cannot be written: No such file"));
  EXPECT_THAT(run("model inspect " + folder_).err, HasSubstr("is a directory"));
}

TEST_F(CommandTest, FindsAllMistakesOfASiteDocument) {
  const std::string good = kData + "site/good-full.json";
  const Outcome fine = run("validate " + good);
  EXPECT_EQ(fine.exit_code, 0) << fine.out;
  EXPECT_THAT(fine.out, HasSubstr("3 segments, 2 slots, 3 campaigns, 0 journeys"));

  write("site.json",
        R"({"noren": 1, "site": "x", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}], "campains": [],
    "campaigns": [{"id": "a", "slot": "hreo", "when": {"var": "cart.vlaue"}, "variants": [{"id": "v", "content": {}}]}]})");
  const Outcome bad = run("validate " + path("site.json"));
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(
      bad.out,
      HasSubstr("site.json: campaigns[0].when: unknown attribute \"cart.vlaue\"; did you mean \"cart.value\"?"));
  EXPECT_THAT(bad.out, HasSubstr("did you mean \"campaigns\"?"));
  EXPECT_THAT(bad.out, HasSubstr("did you mean \"hero\"?"));
  const auto json = nlohmann::json::parse(run("validate --json " + path("site.json")).out);
  ASSERT_EQ(json["problems"].size(), 3u);
  EXPECT_EQ(json["problems"][0]["code"], "invalid-site");
}

TEST_F(CommandTest, WarnsOfWhatIsLegalButProbablyNotMeant) {
  write("site.json",
        R"({"noren": 1, "site": "x", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}, {"id": "foot"}],
    "campaigns": [{"id": "a", "slot": "hero", "when": false, "variants": [{"id": "v", "content": {}}]}]})");
  const std::string slot =
      "site.json: warning: slots[1]: the slot is never used: no campaign is for it; leave it out\n";
  const Outcome lenient = run("validate " + path("site.json"));
  EXPECT_EQ(lenient.exit_code, 0) << lenient.out;
  EXPECT_THAT(lenient.out, HasSubstr(slot));
  EXPECT_THAT(lenient.out, HasSubstr("no problems, 2 warnings; 0 segments, 2 slots, 1 campaign, 0 journeys\n"));
  const Outcome strict = run("validate --strict " + path("site.json"));
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_THAT(strict.out, HasSubstr(slot));
  const auto json = nlohmann::json::parse(run("validate --json " + path("site.json")).out);
  EXPECT_TRUE(json["problems"].empty());
  ASSERT_EQ(json["warnings"].size(), 2u);
  EXPECT_EQ(json["warnings"][0]["path"], "slots[1]");
  EXPECT_EQ(json["warnings"][1]["path"], "campaigns[0].when");
}

TEST_F(CommandTest, ReplaysATrace) {
  run(build("shop.model"));
  write("site.json", R"({"noren": 1, "site": "x", "currency": "JPY", "languages": ["ja"], "slots": [{"id": "hero"}]})");
  write("trace.ndjson",
        "{\"time\": 1795341600000, \"consent\": 3}\n"
        "{\"time\": 1795341660000, \"event\": \"view_item\", \"parameters\": {\"items\": [{\"item_id\": "
        "\"trail-shoe\"}]}}\n");
  const std::string arguments = "replay --site " + path("site.json") + " --model " + path("shop.model") + " --events " +
                                path("trace.ndjson") + " --seed 7";
  const Outcome first = run(arguments);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(
      first.out,
      HasSubstr("{\"event\":2,\"accepted\":true,\"decisions\":[[\"hero\",null,null]],\"for-you\":[[\"road-shoe\","));
  EXPECT_EQ(run(arguments).out, first.out);
  write("trace.ndjson", "{\"time\": 1795341600000, \"consent\": 3}\n{\"time\": \"now\"}\n");
  EXPECT_THAT(run(arguments).err, HasSubstr("trace.ndjson:2: time: a step needs a time"));
}

TEST_F(CommandTest, PlansAnExperimentWithAndWithoutNoise) {
  const Outcome text = run("experiment plan --baseline 0.03 --lift 0.1");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("3.00 % become 3.30 %"));
  EXPECT_THAT(text.out, HasSubstr("counts in clear: 53,208\n"));
  EXPECT_THAT(text.out, HasSubstr("randomized response, epsilon 4: 86,357\n"));
  const auto json = nlohmann::json::parse(run("experiment plan --baseline 0.03 --lift 0.1 --epsilon 2 --json").out);
  EXPECT_EQ(json["plans"].size(), 2u);
  EXPECT_EQ(json["plans"][1]["visitors_per_arm"], 368'934);
  const Outcome wrong = run("experiment plan --baseline 3 --lift 0.1");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("baseline: expected a rate between 0 and 1; 3 % is 0.03"));
  EXPECT_EQ(run("experiment plan --lift 0.1").exit_code, 2);
}

TEST_F(CommandTest, ReadsTheTotalsOfAnExperiment) {
  write("totals.json", R"({"arms": [{"id": "control", "shown": 50000, "succeeded": 1500},
                                    {"id": "red", "shown": 50000, "succeeded": 1650}]})");
  const Outcome text = run("experiment results " + path("totals.json"));
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("red: 3.30 % of 50,000 (3.15 % to 3.46 %); best with probability 99.7 %"));
  EXPECT_THAT(text.out, HasSubstr("against control: +0.30 points (+0.08 to +0.52)"));
  const auto json = nlohmann::json::parse(run("experiment results --json " + path("totals.json")).out);
  EXPECT_EQ(json["arms"][1]["id"], "red");
  EXPECT_FALSE(json["shares_mismatch"]);
  write("skewed.json",
        R"({"arms": [{"id": "a", "shown": 50000, "succeeded": 0}, {"id": "b", "shown": 52000, "succeeded": 0}]})");
  EXPECT_THAT(run("experiment results " + path("skewed.json")).out, HasSubstr("Do not trust these numbers"));
  write("bad.json",
        R"({"arms": [{"id": "a", "shown": 10, "succeeded": 0}, {"id": "b", "shown": 10, "succeeded": 11}]})");
  const Outcome bad = run("experiment results " + path("bad.json"));
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.err, HasSubstr("bad.json: arms[1].succeeded: expected a whole number, not above shown"));
  write("bad.json", R"({"arms": [{"id": "a", "shown": "ten", "succeeded": 0}]})");
  EXPECT_THAT(run("experiment results " + path("bad.json")).err,
              HasSubstr("bad.json: arms[0].shown: expected a number"));
}

TEST_F(CommandTest, WritesTheNamesOfAttributesThatDocumentationAndTypesHold) {
  const std::pair<const char*, const char*> outputs[] = {{"attributes", "docs/attributes.md"},
                                                         {"attributes --typescript", "web/src/attribute-names.ts"}};
  for (const auto& [arguments, kept] : outputs) {
    const Outcome written = run(arguments);
    EXPECT_EQ(written.exit_code, 0);
    std::string content;
    std::FILE* file = std::fopen((std::string(NOREN_SOURCE_DIR "/") + kept).c_str(), "rb");
    ASSERT_NE(file, nullptr) << kept;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) content += static_cast<char>(c);
    std::fclose(file);
    EXPECT_EQ(written.out, content) << "run: noren " << arguments << " > " << kept;
  }
}

TEST_F(CommandTest, SimulatesVisitorsOfASite) {
  const std::string site = kData + "site/good-full.json";
  const Outcome text = run("simulate --site " + site + " --visitors 50 --seed 3");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, StartsWith("50 visitors, "));
  const auto json = nlohmann::json::parse(run("simulate --json --site " + site + " --visitors 50 --seed 3").out);
  EXPECT_EQ(json["visitors"], 50);
  EXPECT_EQ(run("simulate --site " + site + " --visitors 50 --seed 3").out, text.out);
  EXPECT_EQ(run("simulate --visitors 0 --site " + site).exit_code, 2);
  const Outcome wrong = run("simulate --from soon --site " + site);
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("--from: expected a date such as 2026-11-22"));
  EXPECT_THAT(run("simulate --site " + kData + "site/bad.json").err, HasSubstr("see noren validate"));
}

TEST_F(CommandTest, ExplainsItselfAndTellsBadUsageFromBadInput) {
  EXPECT_THAT(run("--help").out, HasSubstr("Exit codes: 0 done"));
  EXPECT_EQ(run("--help").exit_code, 0);
  EXPECT_THAT(run("--version").out, StartsWith("noren "));
  const Outcome misspelled = run("modle build");
  EXPECT_EQ(misspelled.exit_code, 2);
  EXPECT_THAT(misspelled.err, HasSubstr("unknown subcommand \"modle\"; did you mean \"model\"?"));
  EXPECT_THAT(run("model x").err, HasSubstr("there are build, inspect"));
  EXPECT_EQ(run("").exit_code, 2);
  EXPECT_EQ(run("model").exit_code, 2);
  EXPECT_EQ(run("model build").exit_code, 2);
  EXPECT_EQ(run(build("x", "--columns sesion=a")).exit_code, 2);
  EXPECT_EQ(run(build("x", "--min-sessions 0")).exit_code, 2);
  EXPECT_EQ(run(build("x", "--currency yen")).exit_code, 2);
}

TEST_F(CommandTest, EvaluatesAndExplainsJsonLogic) {
  write("rules", R"([{"and": [{">=": [{"var": "cart"}, 5000]}, {"var": "member"}]}, {"cart": 4200, "member": true}])");
  EXPECT_EQ(run("rules " + path("rules")).out, "false\n");
  const Outcome explained = run("rules --explain " + path("rules"));
  EXPECT_EQ(explained.exit_code, 0) << explained.err;
  const auto line = nlohmann::json::parse(explained.out);
  EXPECT_EQ(line["holds"], false);
  EXPECT_EQ(line["rule"]["op"], "and");
  ASSERT_EQ(line["because"].size(), 1u);
  EXPECT_EQ(line["because"][0]["args"][0]["attribute"], "cart");
}

}  // namespace
}  // namespace noren::tools
