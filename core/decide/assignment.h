// Who gets what by chance: which visitors are held out of everything, which take part in an experiment and which are its control,
// and which variant a visitor sees. All of it follows from the visitor's seed and the ids of the document, so it stays as long as
// they do, and a changed share moves no more visitors than the new shares demand.
// Not for bandits, which learn (bandit.h).
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/list.h"
#include "core/decide/chance.h"
#include "core/site/site.h"

namespace noren::decide {

// The variant of the campaign that a visitor with that seed gets, always the same for the same seed, campaign id, variant ids and
// weights. Each variant has its share of seeds by weight; a changed weight moves only the seeds that the new shares demand.
// Never one of weight 0. O(variants).
std::int32_t choose_variant(const site::Campaign& campaign, const Seed& seed);

// Where an experiment's dice put a visitor. A campaign without an experiment has everybody in it.
enum class Share : std::uint8_t {
  kIn,
  kControl,       // takes part by seeing the page's own content
  kOutside,       // is not in the experiment's traffic
  kOtherOfLayer,  // takes part in another experiment of the layer
};

// The dice of all campaigns for one visitor.
class Assignments {
 public:
  // Keeps a reference. Nobody is dealt anything before deal(). The only allocation.
  explicit Assignments(const site::Site& site);

  // Rolls everything for that visitor. O(campaigns and variants).
  void deal(const Seed& seed);

  const Seed& seed() const { return seed_; }
  bool held_out() const { return held_out_; }
  Share share(std::size_t campaign) const { return dealt_[campaign].share; }
  std::int32_t variant(std::size_t campaign) const { return dealt_[campaign].variant; }
  // The campaign whose experiment of that layer she takes part in; -1: in none.
  std::int32_t taken_part_in(std::size_t layer) const { return arrived_[layer].campaign; }
  // Among campaigns of equal priority the smaller goes first. By chance in proportion to their weights for those that give one, and
  // above all those for those that give none.
  double turn(std::size_t campaign) const { return dealt_[campaign].turn; }

 private:
  struct Dealt {
    Share share = Share::kIn;
    std::int32_t variant = 0;
    double turn = 0;
  };
  struct Arrival {
    double time;
    std::int32_t campaign;  // -1: no experiment of the layer
  };

  void deal_layers();
  Share share_of(std::size_t campaign) const;

  const site::Site& site_;
  Seed seed_{};
  bool held_out_ = false;
  List<Dealt> dealt_;      // per campaign
  List<double> idle_;      // per layer: share of visitors who take part in none of its experiments
  List<Arrival> arrived_;  // per layer: whose experiment the visitor takes part in
};

}  // namespace noren::decide
