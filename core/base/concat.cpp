#include "core/base/concat.h"

#include "core/base/json.h"

namespace noren {

void Part::append_to(std::string& out) const {
  NumberBuffer buffer;
  out += size_ != kNumber ? std::string_view(text_, size_) : number_text(number_, buffer);
}

std::string concat(const Parts& parts) {
  std::string text;
  for (const Part& part : parts) part.append_to(text);
  return text;
}

}  // namespace noren
