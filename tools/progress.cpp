#include "tools/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "tools/files.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

constexpr std::size_t kBarWidth = 20;
constexpr double kSettled = 0.5;  // seconds until a rate says something

std::string time_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

std::string progress_text(const std::string& what, std::uint64_t count, double share, double seconds) {
  std::string text = what + ": " + grouped(count) + " lines";
  if (share >= 0) {
    share = std::min(share, 1.0);
    const auto full = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
    text += ", " + std::to_string(static_cast<int>(share * 100)) + " % [" + std::string(full, '#') +
            std::string(kBarWidth - full, ' ') + "]";
  }
  if (seconds < kSettled) return text;
  text += std::string(share >= 0 ? "" : ",") + " " +
          grouped(static_cast<std::uint64_t>(static_cast<double>(count) / seconds)) + " a second";
  if (share > 0) text += ", " + time_text(seconds / share - seconds) + " left";
  return text;
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      visible_(complains_to_terminal()),
      begun_(std::chrono::steady_clock::now()),
      said_(begun_ - std::chrono::seconds(1)) {}

void Progress::update(std::uint64_t lines, std::uint64_t bytes) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - said_ < std::chrono::milliseconds(100)) return;
  said_ = now;
  const double share = total_ > 0 ? static_cast<double>(bytes) / static_cast<double>(total_) : -1;
  say(progress_text(what_, lines, share, std::chrono::duration<double>(now - begun_).count()));
}

void Progress::say(const std::string& text) {
  if (visible_) std::fprintf(stderr, "\r\033[K%s", text.c_str());
}

}  // namespace noren::tools
