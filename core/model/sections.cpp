#include "core/model/sections.h"

#include <limits>

#include "core/base/bytes.h"
#include "core/model/format.h"
#include "core/model/shop_model.h"

namespace noren::model {
namespace {

constexpr std::size_t kItemsChecksumAt = 16;

std::unexpected<Error> corrupt() { return fail(ErrorCode::kCorrupt, "this is no whole shop model"); }

}  // namespace

Result<std::vector<PackedSection>> sections_of(std::span<const std::byte> file) {
  ByteReader reader(file);
  const auto magic = reader.read<std::uint32_t>();
  const auto major = reader.read<std::uint16_t>();
  const std::size_t count = reader.read<std::uint16_t>();
  reader.skip(format::kHeaderBytes - 8);
  if (!reader.ok() || magic != format::kMagic || major != kMajorVersion || count > format::kMaxSections)
    return corrupt();
  std::vector<PackedSection> sections;
  for (std::size_t i = 0; i < count; ++i) {
    const auto id = reader.read<std::uint32_t>();
    const auto offset = reader.read<std::uint32_t>();
    const auto length = reader.read<std::uint32_t>();
    const auto checksum = reader.read<std::uint32_t>();
    if (!reader.ok() || offset > file.size() || length > file.size() - offset) return corrupt();
    const auto bytes = file.subspan(offset, length);
    if (crc32(bytes) != checksum) return corrupt();
    sections.push_back({id, {bytes.begin(), bytes.end()}});
  }
  return sections;
}

Result<std::vector<std::byte>> assemble(std::span<const PackedSection> sections, std::uint32_t items_checksum) {
  std::size_t offset = format::kHeaderBytes + sections.size() * format::kTableEntryBytes;
  std::size_t size = offset;
  for (const PackedSection& section : sections) {
    size += section.bytes.size();
    if (section.id == static_cast<std::uint32_t>(format::Section::kItems)) items_checksum = crc32(section.bytes);
  }
  if (size > std::numeric_limits<std::uint32_t>::max()) {
    return fail(ErrorCode::kLimitExceeded, "the shop model would be larger than 4 GiB");
  }
  std::vector<std::byte> checked;  // what the checksum of the header covers
  ByteWriter writer(checked);
  writer.write(static_cast<std::uint32_t>(size));
  writer.write(items_checksum);
  writer.write(kMinorVersion);
  writer.write<std::uint16_t>(0);
  for (const PackedSection& section : sections) {
    writer.write(section.id);
    writer.write(static_cast<std::uint32_t>(offset));
    writer.write(static_cast<std::uint32_t>(section.bytes.size()));
    writer.write(crc32(section.bytes));
    offset += section.bytes.size();
  }
  std::vector<std::byte> file;
  file.reserve(size);
  ByteWriter front(file);
  front.write(format::kMagic);
  front.write(kMajorVersion);
  front.write(static_cast<std::uint16_t>(sections.size()));
  front.write(crc32(checked));
  front.append(checked);
  for (const PackedSection& section : sections) front.append(section.bytes);
  return file;
}

Result<std::vector<std::byte>> select_sections(std::span<const std::byte> file,
                                               const std::function<bool(std::uint32_t)>& wanted) {
  auto sections = sections_of(file);
  if (!sections) return std::unexpected(std::move(sections.error()));
  std::erase_if(*sections, [&](const PackedSection& section) { return !wanted(section.id); });
  std::uint32_t items_checksum = 0;
  ByteReader reader(file);
  reader.skip(kItemsChecksumAt);
  items_checksum = reader.read<std::uint32_t>();
  return assemble(*sections, items_checksum);
}

}  // namespace noren::model
