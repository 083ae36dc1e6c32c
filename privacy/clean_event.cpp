#include "privacy/clean_event.h"

#include "core/base/bytes.h"
#include "privacy/stored_event.h"

namespace noren::privacy {

void CleanEvent::encode(std::vector<std::byte>& out) const {
  ByteWriter writer(out);
  writer.write(kStoredEventVersion);
  writer.write(static_cast<std::uint8_t>(kind_));
  writer.write(minute_);
  const bool acts = act_ != CleanAct();
  writer.write(static_cast<std::uint8_t>(items_.size() | (acts ? kActFollows : 0u)));
  for (const CleanItem& item : items_) {
    writer.write(item.key);
    for (const NameKey category : item.categories) writer.write(category);
    writer.write(item.brand);
    writer.write(item.price);
    writer.write(item.quantity);
  }
  if (!acts) return;
  writer.write(act_.subject);
  writer.write(act_.detail);
  writer.write(act_.from);
  writer.write(act_.value);
}

}  // namespace noren::privacy
