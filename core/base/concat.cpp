#include "core/base/concat.h"

#include "core/base/json.h"

namespace noren {

void Part::append_to(std::string& out) const {
  NumberBuffer buffer;
  out += size_ != kNumber ? std::string_view(text_, size_) : number_text(number_, buffer);
}

void Part::append_quoted_to(std::string& out) const { append_quoted(out, {text_, size_}); }

std::string concat(const Parts& parts) {
  std::string text;
  for (const Part& part : parts) part.append_to(text);
  return text;
}

std::string fill(const char* text, const Parts& arguments) {
  std::string filled;
  const Part* argument = arguments.begin();
  for (; *text != '\0'; ++text) {
    if (*text != '%' || argument == arguments.end()) {
      filled += *text;
    } else if (text[1] == 'q') {
      ++text;
      argument++->append_quoted_to(filled);
    } else {
      argument++->append_to(filled);
    }
  }
  return filled;
}

}  // namespace noren
