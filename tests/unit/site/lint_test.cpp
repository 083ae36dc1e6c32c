// Lints: what is said about documents that are legal but probably not meant, and what is not said about those that may be. Which documents,
// stands in tests/data/site/lints.json; tests/property/check.test.mjs holds the package to the same table.

#include "core/site/lint.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

namespace noren::site {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(NOREN_SOURCE_DIR "/") + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string warnings_of(const std::string& document) {
  const auto site = load(document);
  std::string text;
  if (!site) {
    for (const Error& error : site.error()) text += "problem: " + to_string(error) + "\n";
    return text;
  }
  for (const Error& warning : lint(*site)) text += to_string(warning) + "\n";
  return text;
}

// A document with these members besides the required ones.
std::string with(const std::string& members) {
  return R"({"noren": 1, "site": "hanare", "currency": "JPY", "languages": ["ja"], )" + members.substr(1);
}

TEST(Lint, SaysOfEachDocumentWhatTheTableSays) {
  const auto table = nlohmann::ordered_json::parse(read_file("tests/data/site/lints.json"));
  std::size_t documents = 0;
  for (const auto& group : table) {
    for (const auto& one : group["cases"]) {
      std::string expected;
      for (const auto& warning : one["warnings"]) {
        const auto hint = warning["hint"].get<std::string>();
        expected += warning["path"].get<std::string>() + ": " + warning["message"].get<std::string>() +
                    (hint.empty() ? "" : "; " + hint) + "\n";
      }
      EXPECT_EQ(warnings_of(with(one["members"].dump())), expected) << group["name"].get<std::string>() << "\n"
                                                                    << one.dump(2);
      ++documents;
    }
  }
  EXPECT_GT(documents, 90u);
}

TEST(Lint, SaysNothingOfTheDemoShop) {
  for (const char* path : {"demo_site/site.json", "tests/data/site/good-smallest.json"}) {
    EXPECT_EQ(warnings_of(read_file(path)), "") << path;
  }
}

TEST(Lint, KeepsTheListReadable) {
  std::string slots = R"({"id": "s"})";
  for (int i = 0; i < 300; ++i) slots += R"(,{"id": "s)" + std::to_string(i) + R"("})";
  const auto many = load(with(R"({"slots": [)" + slots + "]}"));
  ASSERT_TRUE(many.has_value());
  EXPECT_EQ(lint(*many).size(), kMaxProblems);
}

}  // namespace
}  // namespace noren::site
