#include "tools/train/file_size.h"

#include <brotli/encode.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/model/numbering.h"

namespace noren::tools {
namespace {

constexpr int kTries = 14;
constexpr double kGoodEnough = 0.995;  // of the bound
constexpr double kSurelyTooLarge = 1.005;
constexpr int kQuickQuality = 5;

struct Try {
  std::size_t edges = 0;
  std::size_t bytes = 0;
};

}  // namespace

namespace {

std::size_t brotli_size(std::span<const std::byte> bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::vector<std::uint8_t> packed(size);
  const auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const bool done = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(), from,
                                          &size, packed.data()) != BROTLI_FALSE;
  return done ? size : bytes.size();
}

}  // namespace

std::size_t brotli_size(std::span<const std::byte> bytes) { return brotli_size(bytes, BROTLI_MAX_QUALITY); }

Result<void> fit_to_size(model::ShopModelParts& parts, const Edges& viewed, std::span<const ItemCount> items,
                         std::size_t max_brotli) {
  auto& rows = parts.edges[static_cast<std::size_t>(model::Relation::kViewed)];
  model::ShopModelParts numbered;
  double best_by_quick =
      1;  // how much smaller the best packing is than a quick one; nearly the same for all numbers of edges
  // The model with so many edges: its size, guessed by quick packing where it is clearly too large.
  const auto attempt = [&](std::size_t edges) -> Result<Try> {
    rows = viewed;
    keep_best_edges(rows, items, edges);
    numbered = model::numbered_for_size(parts);
    const auto bytes = model::write_shop_model(numbered);
    if (!bytes) return std::unexpected(bytes.error());
    if (max_brotli == 0) return Try{edges, 0};
    const auto quick = static_cast<double>(brotli_size(*bytes, kQuickQuality));
    const double guess = best_by_quick * quick;
    if (best_by_quick < 1 && guess > kSurelyTooLarge * static_cast<double>(max_brotli)) {
      return Try{edges, static_cast<std::size_t>(guess)};
    }
    const std::size_t size = brotli_size(*bytes);
    if (edges > 0) best_by_quick = static_cast<double>(size) / quick;
    return Try{edges, size};
  };

  Try most{count_edges(viewed), 0};  // too many, once its size is known
  auto made = attempt(most.edges);
  if (!made) return std::unexpected(std::move(made.error()));
  most = *made;
  if (most.bytes <= max_brotli) {
    parts = std::move(numbered);
    return {};
  }
  Try least;
  if (made = attempt(0); !made) return std::unexpected(std::move(made.error()));
  least = *made;
  if (least.bytes > max_brotli) {
    return fail(ErrorCode::kLimitExceeded,
                "the shop model takes " + std::to_string(least.bytes) + " bytes without any relation", {},
                "allow more bytes, or name fewer items in the catalogue");
  }
  model::ShopModelParts best = std::exchange(numbered, {});
  // False position between what is too many and what fits, by the Illinois rule: the end that stays twice pulls half as much, or
  // a curve would keep it for ever. Aims a little below the bound.
  const double aim = 0.998 * static_cast<double>(max_brotli);
  double pull_of_least = 1;
  double pull_of_most = 1;
  for (int tried = 2; tried < kTries && most.edges - least.edges > 1; ++tried) {
    if (static_cast<double>(least.bytes) >= kGoodEnough * static_cast<double>(max_brotli)) break;
    const double below = pull_of_least * std::max(0.0, aim - static_cast<double>(least.bytes));
    const double above = pull_of_most * std::max(1.0, static_cast<double>(most.bytes) - aim);
    const double share = std::max(0.01, below / (below + above));
    const auto between = static_cast<std::size_t>(share * static_cast<double>(most.edges - least.edges));
    made = attempt(std::clamp(least.edges + between, least.edges + 1, most.edges - 1));
    if (!made) return std::unexpected(std::move(made.error()));
    if (made->bytes > max_brotli) {
      most = *made;
      pull_of_least /= 2;
      pull_of_most = 1;
    } else {
      least = *made;
      best = std::exchange(numbered, {});
      pull_of_most /= 2;
      pull_of_least = 1;
    }
  }
  parts = std::move(best);
  return {};
}

}  // namespace noren::tools
