// A folder of its own and the command `noren`, run in it.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace noren::tools {

inline const std::string kData = NOREN_SOURCE_DIR "/tests/data/";

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    char name[] = "/tmp/noren-test-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~CommandTest() override { EXPECT_EQ(std::system(("rm -rf '" + folder_ + "'").c_str()), 0); }

  struct Outcome {
    int exit_code = -1;
    std::string out;
    std::string err;
  };

  Outcome run(const std::string& arguments) {
    const std::string command =
        "'" NOREN_COMMAND "' " + arguments + " >'" + path("out") + "' 2>'" + path("err") + "' </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content("out"), content("err")};
  }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string content(const std::string& name) const {
    std::string text;
    if (std::FILE* file = std::fopen(path(name).c_str(), "rb")) {
      for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
      std::fclose(file);
    }
    return text;
  }
  void write(const std::string& name, const std::string& text) const {
    std::FILE* file = std::fopen(path(name).c_str(), "wb");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  }
  std::string build(const std::string& output, const std::string& more = {}) const {
    return "model build --catalog " + kData + "catalog/small.json --log " + kData + "log/small.csv -o " + path(output) +
           " " + more;
  }

  std::string folder_;
};

}  // namespace noren::tools
