#include "tools/report/report_reader.h"

#include <bit>
#include <charconv>

#include "core/base/json.h"
#include "core/engine/reporting.h"

namespace noren::tools {
namespace {

constexpr std::size_t kMaxLine = 400;
constexpr Json::Limits kLimits{.max_bytes = kMaxLine, .max_depth = 2, .max_values = 16};

// Exactly so many digits of a base, lower-case.
bool read_digits(std::string_view text, std::size_t digits, int base, std::uint64_t& number) {
  if (text.size() != digits) return false;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') return false;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

struct Line {
  std::string_view id;
  std::uint32_t form = 0;
  std::uint32_t epoch = 0;
  std::uint32_t question = 0;
  std::uint64_t cells = 0;
};

// What is wrong with its shape; empty: nothing.
std::string read_line(const Json& json, Line& line) {
  if (!json.is_object()) return "expected an object";
  const auto text = [&](const char* name) {
    const Json* const member = json.find(name);
    return member == nullptr ? std::string_view() : member->string();
  };
  const Json* const version = json.find("noren");
  if (version == nullptr || version->number() != 1) return "noren: expected 1";
  line.id = text("report");
  if (line.id.empty()) return "report: expected the id of a report";
  std::uint64_t number = 0;
  if (!read_digits(text("form"), 8, 16, number)) return "form: expected 8 hexadecimal digits";
  line.form = static_cast<std::uint32_t>(number);
  if (!read_digits(text("question"), 2, 10, number)) return "question: expected 2 digits";
  line.question = static_cast<std::uint32_t>(number);
  if (!read_digits(text("cells"), 16, 16, line.cells)) return "cells: expected 16 hexadecimal digits";
  const Json* const epoch = json.find("epoch");
  const double day = epoch == nullptr ? -1 : epoch->number();
  if (epoch == nullptr || !epoch->is_number() || !(day >= 0 && day <= 0xffff) ||
      day != static_cast<std::uint32_t>(day)) {
    return "epoch: expected a day since 1970";
  }
  line.epoch = static_cast<std::uint32_t>(day);
  if (json.members().size() != 6) return "expected noren, report, form, epoch, question and cells, and nothing else";
  return {};
}

class Counter {
 public:
  Counter(const site::Site& site, std::uint32_t epoch) : site_(site), epoch_(epoch) {}

  Result<void> begin() {
    for (const site::Collection& collection : site_.privacy.reports.collect) {
      const ReportDomain domain = domain_of(site_, collection);
      const auto noise = privacy::SubsetSelection::make(domain.cells, collection.epsilon);
      if (!noise) return std::unexpected(noise.error());
      QuestionCounts nobody;
      nobody.cells.resize(domain.cells);
      counts_.entries.push_back({*noise, domain.form, std::vector<QuestionCounts>(domain.questions, nobody)});
    }
    if (!counts_.entries.empty()) return {};
    return fail(ErrorCode::kInvalidArgument, "the site document has no reports", "privacy.reports");
  }

  void take(std::string_view text, std::uint64_t number) {
    ++counts_.lines;
    const std::string problem = judge(text);
    if (problem.empty()) return;
    ++counts_.bad;
    if (counts_.first_bad.size() < kMaxBadLines) counts_.first_bad.push_back({number, problem});
  }

  ReportCounts finish() { return std::move(counts_); }

 private:
  std::string judge(std::string_view text) {
    if (text.size() > kMaxLine) return "longer than any report";
    const auto json = Json::parse(text, kLimits);
    if (!json) return json.error().message;
    Line line;
    if (std::string problem = read_line(*json, line); !problem.empty()) return problem;
    const List<site::Collection>& collect = site_.privacy.reports.collect;
    std::size_t index = 0;
    while (index < collect.size() && collect[index].id != line.id) ++index;
    if (index == collect.size() || counts_.entries[index].form != line.form) {
      ++counts_.other_document;
      return {};
    }
    EntryCounts& entry = counts_.entries[index];
    if (line.question >= entry.questions.size()) return "question: there is no such question";
    const std::uint32_t cells = entry.noise.cells();
    if (cells < 64 && line.cells >> cells != 0) return "cells: there are no such cells";
    if (std::popcount(line.cells) != static_cast<int>(entry.noise.size())) return "cells: a set of another size";
    if (epoch_ != kEveryEpoch && line.epoch != epoch_) {
      ++counts_.other_epoch;
      return {};
    }
    ++counts_.counted;
    counts_.epochs.insert(line.epoch);
    QuestionCounts& question = entry.questions[line.question];
    ++question.reports;
    for (std::uint64_t rest = line.cells; rest != 0; rest &= rest - 1) {
      ++question.cells[static_cast<std::size_t>(std::countr_zero(rest))];
    }
    return {};
  }

  const site::Site& site_;
  std::uint32_t epoch_;
  ReportCounts counts_;
};

}  // namespace

Result<ReportCounts> count_reports(std::string_view text, const site::Site& site, std::uint32_t epoch) {
  Counter counter(site, epoch);
  if (const auto begun = counter.begin(); !begun) return std::unexpected(begun.error());
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) counter.take(line, number);
  }
  return counter.finish();
}

}  // namespace noren::tools
