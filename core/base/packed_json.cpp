#include "core/base/packed_json.h"

#include <cstdint>

#include "core/base/bytes.h"

namespace noren {

// Reads one value after the other; the first thing that is wrong ends it.
class JsonUnpacker {
 public:
  JsonUnpacker(std::span<const std::byte> bytes, const Json::Limits& limits) : bytes_(bytes), limits_(limits) {}

  bool read(Json& into, std::size_t depth) {
    if (depth > limits_.max_depth || ++values_ > limits_.max_values) return false;
    const auto tag = in_.read<std::uint8_t>();
    switch (tag) {
      case 0: break;
      case 1:
      case 2:
        into.type_ = Json::Type::kBoolean;
        into.number_ = tag == 2 ? 1.0 : 0.0;
        break;
      case 3:
        into.type_ = Json::Type::kNumber;
        into.number_ = in_.read<double>();
        break;
      case 4:
        into.type_ = Json::Type::kString;
        into.string_ = text();
        break;
      case 5:
        into.type_ = Json::Type::kArray;
        into.elements_.resize(count(1));
        for (Json& element : into.elements_) {
          if (!read(element, depth + 1)) return false;
        }
        break;
      case 6:
        into.type_ = Json::Type::kObject;
        into.members_.resize(count(5));
        for (Json::Member& member : into.members_) {
          member.first = text();
          if (!read(member.second, depth + 1)) return false;
        }
        break;
      default: return false;
    }
    return in_.ok();
  }

  bool at_end() const { return in_.remaining() == 0; }

 private:
  // How many things follow that take at least that many bytes each; a number that can't be true is an error.
  std::size_t count(std::size_t bytes_each) {
    const std::size_t count = in_.read<std::uint32_t>();
    if (count <= in_.remaining() / bytes_each) return count;
    in_.fail();
    return 0;
  }

  std::string_view text() {
    const std::size_t length = count(1);
    const auto at = bytes_.size() - in_.remaining();
    in_.skip(length);
    return {reinterpret_cast<const char*>(bytes_.data()) + at, length};
  }

  std::span<const std::byte> bytes_;
  ByteReader in_{bytes_};
  Json::Limits limits_;
  std::size_t values_ = 0;
};

Result<Json> unpack_json(std::span<const std::byte> bytes, const Json::Limits& limits) {
  JsonUnpacker unpacker(bytes, limits);
  Json root;
  if (bytes.size() > limits.max_bytes || !unpacker.read(root, 0) || !unpacker.at_end()) {
    return fail(ErrorCode::kInvalidJson, "the packed document is damaged, or larger or deeper than what is read");
  }
  return root;
}

}  // namespace noren
