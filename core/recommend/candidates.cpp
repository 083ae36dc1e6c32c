#include "core/recommend/candidates.h"

#include <algorithm>

#include "core/base/numeric.h"
#include "core/profile/profile.h"

namespace noren::recommend {
namespace {

constexpr double kAgreement = 0.35;  // exponent: an item that n edges lead to gains n^this
constexpr std::size_t kSources = std::max(kWalk, profile::kMaxCartLines);

static_assert(kSources * model::kMaxNeighbours + kMaxGiven < 0x7fff - 2, "a candidate number fits its state");

}  // namespace

Candidates::Candidates(const model::ShopModel& model, const Merchandiser& merchandiser)
    : model_(model), merchandiser_(merchandiser) {
  state_.resize(model.item_count());
  for (ItemIndex item = 0; item < state_.size(); ++item) state_[item] = model.in_stock(item) ? kFree : kOutOfStock;
  for (std::size_t edges = 0; edges <= kSources; ++edges) {
    agreement_.push_back(static_cast<float>(exp2_exact(kAgreement * log2_exact(static_cast<double>(edges)))));
  }
}

void Candidates::leave_out(ItemIndex item) {
  if (item >= state_.size()) return;
  if (state_[item] % kOutOfStock == kFree) touched_.push_back(item);
  // A candidate that is left out afterwards (she looked at it, too) stays in its list, but can't be taken.
  if (Candidate* const candidate = find(item)) candidate->score = 0.0f;
  set(item, kLeftOut);
}

void Candidates::leave_out(ItemKey key) {
  if (const auto item = model_.find(key)) leave_out(*item);
}

void Candidates::offer(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject) {
  if (is_free(item)) add(item, score, reason, subject);
}

// Growing the lists one by one would take longer than all else that this does.
void Candidates::offer(std::span<const Scored> items, ReasonKind reason) {
  std::size_t size = list_.size();
  std::size_t touched = touched_.size();
  list_.resize(size + items.size());
  touched_.resize(touched + items.size());
  for (const Scored& s : items) {
    if (!is_free(s.item)) continue;
    set(s.item, size + kFirst);
    touched_[touched++] = s.item;
    list_[size++] = {s.item, s.score, s.score, 1, model::kNone, reason};
  }
  list_.shorten(size);
  touched_.shorten(touched);
}

void Candidates::replace(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject) {
  if (Candidate* const known = find(item)) {
    *known = {item, score, score, 1, subject, reason};
  } else {
    offer(item, score, reason, subject);
  }
}

void Candidates::take_in(ItemIndex item, float score, ReasonKind reason) {
  if (state_[item] % kOutOfStock != kFree) return;
  add(item, score, reason, model::kNone);
  list_.back().strongest = 0.0f;  // the first edge that lifts it is its reason
}

void Candidates::add(ItemIndex item, float score, ReasonKind reason, std::uint32_t subject) {
  set(item, list_.size() + kFirst);
  touched_.push_back(item);
  list_.push_back({item, score, score, 1, subject, reason});
}

void Candidates::follow(model::Relation relation, ItemIndex from, float weight, ReasonKind reason) {
  for (const model::Neighbour n : model_.neighbours(relation, from)) {
    const float score = weight * n.weight;
    if (Candidate* const known = find(n.item)) {
      known->score += score;
      ++known->edges;
      if (score > known->strongest) {
        known->strongest = score;
        known->subject = from;
        known->reason = reason;
      }
    } else {
      offer(n.item, score, reason, from);
    }
  }
}

void Candidates::lift(model::Relation relation, ItemIndex from, float weight, ReasonKind reason) {
  const auto neighbours = model_.neighbours(relation, from);
  float strongest = 0.0f;
  for (const model::Neighbour n : neighbours) strongest = std::max(strongest, n.weight);
  for (const model::Neighbour n : neighbours) {
    Candidate* const known = find(n.item);
    if (known == nullptr) continue;
    const float gain = weight * n.weight / strongest;
    known->score *= 1.0f + gain;
    if (gain > known->strongest) {
      known->strongest = gain;
      known->subject = from;
      known->reason = reason;
    }
  }
}

std::size_t Candidates::name(model::Relation relation, ItemIndex from, float weight) {
  std::size_t newly = 0;
  for (const model::Neighbour n : model_.neighbours(relation, from)) {
    Candidate* const known = find(n.item);
    if (known == nullptr || (known->subject != model::kNone && known->strongest >= weight * n.weight)) continue;
    if (known->subject == model::kNone) ++newly;
    known->strongest = weight * n.weight;
    known->subject = from;
  }
  return newly;
}

void Candidates::reward_agreement() {
  for (Candidate& c : list_) c.score *= agreement_[std::min<std::size_t>(c.edges, agreement_.size() - 1)];
}

void Candidates::drop_all() {
  for (const Candidate& c : list_) set(c.item, kLeftOut);
  list_.clear();
}

void Candidates::forget() {
  for (const ItemIndex item : touched_) set(item, kFree);
  touched_.clear();
  list_.clear();
}

}  // namespace noren::recommend
