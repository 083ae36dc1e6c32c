// Unpacks what lies packed in a shop model: item ids and the rows of relations. Private to this folder; pack.h is its counterpart.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/list.h"
#include "core/model/section_reader.h"
#include "core/model/shop_model.h"

namespace noren::model {

// Ids one after the other, and where each begins (`size` + 1). False where the section does not hold them.
bool unpack_ids(SectionReader& in, std::size_t size, List<char>& pool, List<std::uint32_t>& offsets);

// The scale of each of `items` items, and its edges, in any order. Damaged bytes may give an item the same neighbour twice. False
// where the section does not hold them.
bool unpack_edges(SectionReader& in, std::size_t items, RelationRows& rows);

}  // namespace noren::model
