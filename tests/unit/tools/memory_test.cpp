// noren model build --memory: it gets by with little memory, which the system enforces here (the limit of private data, ulimit -d).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "tests/unit/tools/command_fixture.h"

namespace noren::tools {
namespace {

class MemoryTest : public CommandTest {
 protected:
  // The exit code of a build of a log of a million events that may take so many kB of memory.
  int build_within(int kilobytes, const std::string& more) {
    const std::string command = "ulimit -d " + std::to_string(kilobytes) +
                                " && '" NOREN_COMMAND "' model build --max-brotli 0 --log '" + path("log.csv") +
                                "' -o '" + path("shop.model") + "' " + more + " >'" + path("out") + "' 2>'" +
                                path("err") + "'";
    return std::system(("sh -c \"" + command + "\" 2>/dev/null").c_str());
  }
};

TEST_F(MemoryTest, BuildsFromALogThatDoesNotFit) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "AddressSanitizer takes more memory for itself";
#endif
  std::string log = "session,time,item\n";
  std::uint32_t state = 1;
  for (std::uint32_t i = 0; i < 1'000'000; ++i) {
    state = state * 1664525u + 1013904223u;
    log += std::to_string(i / 40) + "," + std::to_string(1'790'000'000 + i) + "," +
           std::to_string((i / 40 * 7 + (state >> 16) % 12) % 300) + "\n";
  }
  write("log.csv", log);
  // Without the flag more than 50 MB are needed, with it less than 10, tuned or not; tuned on all sessions more than 60.
  constexpr int kKilobytes = 20'000;
  EXPECT_NE(build_within(kKilobytes, "--parameters default"), 0) << "the limit holds nothing: it is too large";
  EXPECT_EQ(build_within(kKilobytes, "--parameters default --memory 4M"), 0) << content("err");
  EXPECT_FALSE(content("shop.model").empty());

  std::remove(path("shop.model").c_str());
  EXPECT_EQ(build_within(kKilobytes, "--memory 2M"), 0) << content("err");
  EXPECT_THAT(content("out"), ::testing::ContainsRegex("tuned on the last [0-9,]+ of 25,000 sessions, bounded by"));
  EXPECT_FALSE(content("shop.model").empty());
}

}  // namespace
}  // namespace noren::tools
