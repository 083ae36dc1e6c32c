// A line on the terminal that says how far something is, how fast it goes and how long it will take; nothing where the standard
// error is no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace noren::tools {

// "reading clicks.csv: 1,250,000 lines, 31 % [######              ] 1,020,000 a second, 4 s left"; the parts that are not known are
// left out: share below 0, rate 0.
std::string progress_text(const std::string& what, std::uint64_t count, double share, double seconds);

class Progress {
 public:
  // `total` bytes will be read; 0: that is not known.
  Progress(std::string what, std::uint64_t total);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint64_t lines, std::uint64_t bytes);  // at most ten times a second something is written
  void say(const std::string& text);
  void clear() { say({}); }

 private:
  std::string what_;
  std::uint64_t total_;
  bool visible_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point said_;
};

}  // namespace noren::tools
