#include "tools/bandit/decision_log.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/suggest.h"
#include "tools/log/delimited_reader.h"
#include "tools/log/text_values.h"

namespace noren::tools {
namespace {

using Fields = std::vector<std::string_view>;

// Numbers for texts in the order of first use.
class Numbering {
 public:
  std::uint32_t of(std::string_view text) {
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), number);
    return number;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

bool is_before(const std::string& a, const std::string& b) {
  const auto x = parse_number(a);
  const auto y = parse_number(b);
  if (x && y && *x != *y) return *x < *y;
  return x.has_value() != y.has_value() ? x.has_value() : a < b;
}

// The texts in order, and for each old number the new one.
std::pair<std::vector<std::string>, std::vector<std::uint32_t>> in_order(const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return is_before(texts[a], texts[b]); });
  std::vector<std::string> sorted;
  std::vector<std::uint32_t> number(texts.size());
  for (const std::uint32_t old : order) {
    number[old] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(texts[old]);
  }
  return {std::move(sorted), std::move(number)};
}

class Reader {
 public:
  Reader(std::FILE* file, const std::string& path, const DecisionColumns& columns)
      : records_(file), path_(path), columns_(columns) {}

  Result<DecisionLog> read() {
    Fields fields;
    const std::string_view header = records_.peek(DelimitedReader::kMaxRecord);
    const char delimiter = find_delimiter(header.substr(0, header.find('\n')));
    if (!records_.next_record(delimiter, fields))
      return bad("the log is empty", "it begins with a line that names its columns");
    if (const auto found = find_columns(fields); !found) return std::unexpected(found.error());
    while (records_.next_record(delimiter, fields)) {
      if (const auto taken = take(fields); !taken) return std::unexpected(taken.error());
    }
    if (records_.has_failed()) return bad("can't be read to its end", "");
    if (log_.decisions.empty())
      return bad("the log has no decisions", "there is nothing after the line that names the columns");
    return finish();
  }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  std::unexpected<Error> bad(const std::string& message, const std::string& hint) const {
    return fail(ErrorCode::kInvalidArgument, message, path_, hint);
  }
  std::unexpected<Error> bad_line(const std::string& message) const {
    return fail(ErrorCode::kInvalidArgument, message, path_ + ":" + std::to_string(records_.line_number()), {});
  }

  Result<void> find_columns(const Fields& header) {
    const auto place_of = [&](const std::string& name) -> Result<std::size_t> {
      if (name.empty()) return kNowhere;
      for (std::size_t i = 0; i < header.size(); ++i) {
        if (trim(header[i]) == name) return i;
      }
      Suggestion suggestion(name);
      std::string all;
      for (const std::string_view column : header) {
        suggestion.offer(trim(column));
        all += (all.empty() ? "" : ", ") + std::string(trim(column));
      }
      const std::string hint = suggestion.hint();
      return bad("there is no column \"" + name + "\"", hint.empty() ? "there are " + all : hint);
    };
    for (auto [name, place] : {std::pair{&columns_.arm, &arm_},
                               {&columns_.outcome, &outcome_},
                               {&columns_.propensity, &propensity_},
                               {&columns_.position, &position_}}) {
      const auto found = place_of(*name);
      if (!found) return std::unexpected(found.error());
      *place = *found;
    }
    for (const std::string& name : columns_.context) {
      const auto found = place_of(name);
      if (!found) return std::unexpected(found.error());
      context_.push_back(*found);
    }
    return {};
  }

  Result<void> take(const Fields& fields) {
    std::size_t last = std::max(arm_, outcome_);
    for (const std::size_t place : {propensity_, position_}) last = place == kNowhere ? last : std::max(last, place);
    for (const std::size_t place : context_) last = std::max(last, place);
    if (fields.size() <= last)
      return bad_line("the line has " + std::to_string(fields.size()) + " columns, fewer than needed");

    Decision decision{.arm = arms_.of(trim(fields[arm_]))};
    const auto outcome = parse_number(fields[outcome_]);
    if (!outcome)
      return bad_line(columns_.outcome + ": expected a number, found \"" + std::string(fields[outcome_]) + "\"");
    decision.outcome = *outcome;
    if (propensity_ != kNowhere) {
      const auto propensity = parse_number(fields[propensity_]);
      if (!propensity || !(*propensity > 0) || *propensity > 1) {
        return bad_line(columns_.propensity + ": expected a probability above 0 and up to 1, found \"" +
                        std::string(fields[propensity_]) + "\"");
      }
      decision.propensity = *propensity;
    }
    decision.position = positions_.of(position_ == kNowhere ? std::string_view{} : trim(fields[position_]));
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < context_.size(); ++i) {
      words.push_back(words_.of(columns_.context[i] + "=" + std::string(trim(fields[context_[i]]))));
    }
    const auto [known, is_new] = contexts_.try_emplace(std::move(words), static_cast<std::uint32_t>(contexts_.size()));
    if (contexts_.size() > kMaxContexts) {
      return bad_line("more than " + std::to_string(kMaxContexts) +
                      " combinations of context; take columns with fewer values");
    }
    decision.context = known->second;
    log_.decisions.push_back(decision);
    return {};
  }

  DecisionLog finish() {
    auto [arms, arm_number] = in_order(arms_.texts());
    auto [positions, position_number] = in_order(positions_.texts());
    for (Decision& decision : log_.decisions) {
      decision.arm = arm_number[decision.arm];
      decision.position = position_number[decision.position];
      if (propensity_ == kNowhere) decision.propensity = 1 / static_cast<double>(arms.size());
    }
    log_.arms = std::move(arms);
    log_.positions = std::move(positions);
    log_.words = words_.texts();
    log_.contexts.resize(contexts_.size());
    for (const auto& [words, number] : contexts_) log_.contexts[number] = words;
    return std::move(log_);
  }

  DelimitedReader records_;
  const std::string& path_;
  const DecisionColumns& columns_;
  std::size_t arm_ = kNowhere;
  std::size_t outcome_ = kNowhere;
  std::size_t propensity_ = kNowhere;
  std::size_t position_ = kNowhere;
  std::vector<std::size_t> context_;
  Numbering arms_;
  Numbering positions_;
  Numbering words_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> contexts_;
  DecisionLog log_;
};

}  // namespace

Result<DecisionLog> read_decision_log(std::FILE* file, const std::string& path, const DecisionColumns& columns) {
  return Reader(file, path, columns).read();
}

}  // namespace noren::tools
