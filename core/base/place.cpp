#include "core/base/place.h"

#include "core/base/json.h"

namespace noren {

std::string Place::text() const {
  if (parent_ == nullptr) return {};
  std::string out = parent_->text();
  if (index_ != kNoIndex) {
    out += '[';
    out += number_text(static_cast<double>(index_));
    out += ']';
    return out;
  }
  if (!out.empty()) out += '.';
  out += name_;
  return out;
}

}  // namespace noren
