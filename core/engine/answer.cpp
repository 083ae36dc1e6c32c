#include "core/engine/answer.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/concat.h"

namespace noren {
namespace {

using Kind = profile::Question::Kind;

// 29 February is a birthday like others.
constexpr std::uint8_t kDaysOfMonth[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_whole(double value, double least, double most) {
  return value >= least && value <= most && value == static_cast<double>(static_cast<std::int32_t>(value));
}

bool is_month_day(double value) {
  if (!is_whole(value, 101, 1231)) return false;
  const auto number = static_cast<std::uint32_t>(value);
  const std::uint32_t month = number / 100;
  const std::uint32_t day = number % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= kDaysOfMonth[month - 1];
}

std::string options_text(const profile::Question& question) {
  std::string text = "it may be ";
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (i > 0) text += ", ";
    text += question.options[i];
  }
  return text;
}

std::unexpected<Error> refuse(const profile::Question& question, std::string_view hint) {
  return fail(ErrorCode::kInvalidArgument, concat({"this is no answer to \"", question.id, "\""}), "answer", hint);
}

}  // namespace

Result<privacy::CleanAct> answer_to(const profile::Question& question, double value) {
  privacy::CleanAct act{.subject = question.key};
  switch (question.kind) {
    case Kind::kChoice:
      if (question.options.empty() || !is_whole(value, 0, static_cast<double>(question.options.size() - 1))) {
        return refuse(question, options_text(question));
      }
      act.detail = name_key(question.options[static_cast<std::size_t>(value)]);
      return act;
    case Kind::kNumber:
      if (!(value >= question.least && value <= question.most)) {
        return refuse(question, concat({"it may be a number from ", question.least, " to ", question.most}));
      }
      break;
    case Kind::kBoolean:
      if (!is_whole(value, 0, 1)) return refuse(question, "it may be true or false");
      break;
    case Kind::kMonthDay:
      if (!is_month_day(value)) return refuse(question, "it may be a day of the year such as \"05-14\"");
      break;
  }
  act.value = static_cast<float>(value);
  return act;
}

}  // namespace noren
