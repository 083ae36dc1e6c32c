#include "core/engine/frame.h"

namespace noren {
namespace {

constexpr double kMaxItemsOfAnEvent = 200;  // GA4's limit

class FrameReader {
 public:
  explicit FrameReader(std::span<const double> frame) : frame_(frame) {}

  double next() {
    if (position_ == frame_.size()) {
      sound_ = false;
      return 0;
    }
    return frame_[position_++];
  }

  // A count of things that take at least `doubles_each` doubles, so that a wrong one can't make anyone allocate.
  std::size_t next_count(std::size_t doubles_each) {
    const double count = next();
    const std::size_t most = (frame_.size() - position_) / doubles_each;
    if (count >= 0 && count <= static_cast<double>(most)) return static_cast<std::size_t>(count);
    sound_ = false;
    return 0;
  }

  void read_fields(List<event::RawField>& fields) {
    fields.resize(next_count(2));
    for (event::RawField& field : fields) {
      const double number = next();
      const bool known = number >= 0 && number < static_cast<double>(event::fields().size());
      field.field = known ? static_cast<std::uint32_t>(number) : event::kUnknownField;
      field.value = next();
    }
  }

  bool sound() const { return sound_; }
  bool at_end() const { return position_ == frame_.size(); }

 private:
  std::span<const double> frame_;
  std::size_t position_ = 0;
  bool sound_ = true;
};

}  // namespace

Result<void> read_frame(std::span<const double> frame, event::RawEvent& event) {
  FrameReader reader(frame);
  const double kind = reader.next();
  if (!(kind >= 0 && kind < static_cast<double>(event::kPageKindCount))) {
    return fail(ErrorCode::kInvalidArgument, "the event frame names no known event");
  }
  event.kind = static_cast<event::Kind>(kind);
  event.time_ms = reader.next();
  reader.read_fields(event.fields);
  const std::size_t items = reader.next_count(1);
  if (static_cast<double>(items) > kMaxItemsOfAnEvent) {
    return fail(ErrorCode::kInvalidArgument, "an event has at most 200 items", "items");
  }
  event.items.resize(items);
  for (event::RawItem& item : event.items) reader.read_fields(item.fields);
  if (!reader.sound() || !reader.at_end()) return fail(ErrorCode::kInvalidArgument, "the event frame is malformed");
  return {};
}

}  // namespace noren
