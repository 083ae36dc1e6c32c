#include "core/site/lint.h"

#include "core/base/concat.h"
#include "core/site/contradiction.h"
#include "core/site/dates.h"
#include "core/site/reader.h"

namespace noren::site {
namespace {

using profile::AttributeId;
using rules::kNoNode;
using rules::NodeIndex;
using rules::Op;

constexpr std::uint32_t kNowhere = 0xffffffffu;

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

// Whether what is seen in one period is always seen in the other, too. A visit may go on past midnight.
bool lies_within(Period shorter, Period longer) {
  return shorter == Period::kPage || longer == Period::kLifetime ||
         (shorter == Period::kDay && longer == Period::kWeek);
}

std::string date_text(LocalMinute minute) {
  const Date date = date_of(static_cast<std::uint32_t>(minute / (24 * 60)));
  const auto two = [](unsigned number) { return concat({number < 10 ? "0" : "", number}); };
  return concat({date.year, "-", two(date.month), "-", two(date.day)});
}

class Linter {
 public:
  explicit Linter(const Site& site) : site_(site), contradictions_(site.program, site.symbols, site.profile) {
    find_uses();
  }

  Problems run() {
    for (std::uint32_t i = 0; i < site_.segments.size(); ++i) check_segment(i);
    for (std::uint32_t i = 0; i < site_.slots.size(); ++i)
      check_use("slots", "slot", i, slot_used_[i], "no campaign is for it");
    for (std::uint32_t i = 0; i < site_.layers.size(); ++i) {
      check_use("layers", "layer", i, layer_used_[i], "no experiment is in it");
    }
    for (std::uint32_t i = 0; i < site_.groups.size(); ++i) check_group(i);
    for (std::uint32_t i = 0; i < site_.campaigns.size(); ++i) check_campaign(i);
    for (std::uint32_t i = 0; i < site_.journeys.size(); ++i) check_journey(i);
    check_history();
    if (problems_.size() > kMaxProblems) problems_.resize(kMaxProblems, problems_.front());
    return std::move(problems_);
  }

 private:
  // --- what is used by what ---

  void find_uses() {
    const rules::Program& program = site_.program;
    slot_used_.resize(site_.slots.size());
    layer_used_.resize(site_.layers.size());
    group_members_.resize(site_.groups.size());
    shown_by_journey_.resize(site_.campaigns.size());
    is_fallback_.resize(site_.campaigns.size());
    segment_used_.resize(site_.segments.size());
    journey_read_.resize(site_.journeys.size());
    history_read_.resize(site_.profile.histories.size());
    for (const Slot& slot : site_.slots) {
      for (const std::uint32_t campaign : slot.fallback) is_fallback_[campaign] = true;
    }
    for (std::uint32_t i = 0; i < site_.campaigns.size(); ++i) {
      const Campaign& campaign = site_.campaigns[i];
      slot_used_[campaign.slot] = true;
      if (campaign.group != kNoGroup) group_members_[campaign.group].push_back(i);
      if (campaign.experiment && campaign.experiment->layer != kNoLayer) layer_used_[campaign.experiment->layer] = true;
      if (campaign.bandit) {
        for (const BanditSegment& own : campaign.bandit->segments) segment_used_[own.segment] = true;
      }
    }
    SymbolTable segments;  // a segment's symbol is its index
    for (const Segment& segment : site_.segments) {
      segments.intern(segment.id);
      for (const std::uint32_t other : segment.excludes) segment_used_[other] = true;
    }
    for (const rules::Node& node : program.nodes()) {
      if (node.op == Op::kSegment) segment_used_[segments.find(program.segment(node))] = true;
    }
    for (const Journey& journey : site_.journeys) {
      for (std::uint32_t i = 0; i < site_.segments.size(); ++i) {
        if (journey.trigger.rule != kNoNode && journey.trigger.rule == site_.segments[i].rule) segment_used_[i] = true;
      }
      for (const JourneyStep& step : journey.steps) {
        if (step.form == JourneyStep::Form::kShow) shown_by_journey_[step.campaign] = true;
      }
    }
    for (const rules::AttributeUse& use : program.attributes()) {
      const std::uint32_t parameter = use.attribute.parameter;
      if (use.attribute.id == AttributeId::kHistory) history_read_[parameter] = true;
      if (use.attribute.id != AttributeId::kJourneyStep && use.attribute.id != AttributeId::kJourneyActive) continue;
      for (std::uint32_t i = 0; i < site_.journeys.size(); ++i) {
        if (site_.journeys[i].key == parameter) journey_read_[i] = true;
      }
    }
  }

  // --- what is said ---

  void warn(const Place& place, Parts message, std::string_view hint) { report(problems_, place, message, hint); }

  // ": no value of "cart.value" meets what is asked of it", after a question to contradictions_.
  std::string because() const {
    const std::string_view culprit = contradictions_.culprit();
    return culprit.empty() ? std::string() : concat({": no value of ", quoted(culprit), " meets what is asked of it"});
  }

  void check_use(std::string_view section, std::string_view kind, std::uint32_t index, bool used,
                 std::string_view why) {
    const Place top;
    const Place list = top.member(section);
    if (!used) warn(list.element(index), {"the ", kind, " is never used: ", why}, "leave it out");
  }

  void check_segment(std::uint32_t i) {
    const Segment& segment = site_.segments[i];
    const Place top;
    const Place list = top.member("segments");
    const Place here = list.element(i);
    if (!contradictions_.possible({{segment.condition}})) {
      warn(here.member("when"), {"nobody can be in this segment", because()}, kContradiction);
    } else if (!contradictions_.possible({{segment.rule}})) {
      warn(here, {"nobody can be in this segment: it gives way to segments that hold all of its members"},
           "give it a higher priority");
    }
    check_sensitive(segment.condition, here.member("when"));
    check_use("segments", "segment", i, segment_used_[i], "no rule, bandit or journey asks for it");
  }

  void check_group(std::uint32_t i) {
    const Group& group = site_.groups[i];
    const Place top;
    const Place list = top.member("groups");
    const Place here = list.element(i);
    const std::vector<std::uint32_t>& members = group_members_[i];
    if (members.empty()) return check_use("groups", "group", i, false, "no campaign is in it");
    std::vector<bool> slots(site_.slots.size());
    std::size_t slot_count = 0;
    for (const std::uint32_t member : members) {
      if (!slots[site_.campaigns[member].slot]) ++slot_count;
      slots[site_.campaigns[member].slot] = true;
    }
    check_caps(group.caps, here.member("caps"), group.one_at_a_time ? 1 : slot_count, nullptr);
  }

  // per_page: how often it can be seen on one page view.
  void check_caps(const std::vector<Cap>& caps, const Place& place, std::size_t per_page, const Group* group) {
    for (std::size_t i = 0; i < caps.size(); ++i) {
      const Cap& cap = caps[i];
      const Place here = place.element(i);
      if (cap.per == Period::kPage && cap.times >= per_page) {
        warn(here, {"the cap is never reached: on one page view it is seen at most ", times(per_page), " anyway"},
             "leave it out");
        continue;
      }
      const auto check = [&](const Cap& other, std::string_view whose) {
        if (cap.times < other.times || !lies_within(cap.per, other.per)) return false;
        warn(
            here,
            {"the cap is never reached: ", whose, " of ", times(other.times), " per ", name(other.per), " comes first"},
            "leave one of the two out");
        return true;
      };
      bool said = false;
      for (std::size_t k = 0; k < caps.size() && !said; ++k) said = k != i && check(caps[k], "that");
      for (std::size_t k = 0; group != nullptr && k < group->caps.size() && !said; ++k) {
        said = check(group->caps[k], concat({"that of the group ", quoted(group->id), ","}));
      }
    }
  }

  static std::string times(std::size_t count) { return count == 1 ? "once" : concat({count, " times"}); }
  static std::string_view name(Period period) { return kPeriods[static_cast<std::size_t>(period)]; }

  void check_campaign(std::uint32_t i) {
    const Campaign& campaign = site_.campaigns[i];
    const Place top;
    const Place list = top.member("campaigns");
    const Place here = list.element(i);
    check_sensitive(campaign.condition, here.member("when"));
    check_caps(campaign.caps, here.member("caps"), 1,
               campaign.group == kNoGroup ? nullptr : &site_.groups[campaign.group]);
    check_trial(campaign, here);
    if (campaign.contextual) check_contextual(campaign, here);
    if (!contradictions_.possible({{campaign.condition}})) {
      warn(here.member("when"), {"nobody can see this campaign", because()}, kContradiction);
    } else if (!contradictions_.possible({{campaign.rule}})) {
      warn(here.member("trigger"), {"nobody can see this campaign: its trigger contradicts its condition"},
           kContradiction);
    } else if (check_schedule(campaign.schedule, here)) {
      check_rivals(i, here);
    }
  }

  // False where it is never open.
  bool check_schedule(const Schedule& schedule, const Place& campaign) {
    const Place here = campaign.member("schedule");
    if (schedule.to <= schedule.from) {
      warn(here.member("to"), {"the schedule is over before it begins"}, "swap from and to");
      return false;
    }
    std::uint32_t revised = 0;
    if (find_day(std::string_view(site_.revision).substr(0, 10), revised) &&
        schedule.to <= LocalMinute{revised} * 24 * 60) {
      warn(here.member("to"), {"the schedule was over on ", date_text(schedule.to), ", before the document's revision"},
           "leave the campaign out");
      return false;
    }
    return true;
  }

  void check_trial(const Campaign& campaign, const Place& place) {
    if (!campaign.experiment) {
      if (campaign.bandit && campaign.variants.size() == 1) {
        warn(place.member("bandit"), {"the bandit has one variant: there is nothing to learn"}, "add a variant");
      }
      return;
    }
    const Place here = place.member("experiment");
    const Experiment& experiment = *campaign.experiment;
    if (experiment.traffic == 0) {
      warn(here.member("traffic"), {"nobody takes part in this experiment"}, "give it a share above 0");
    } else if (experiment.control == 1) {
      warn(here.member("control"), {"everybody who takes part sees the page's own content"}, "give it a share below 1");
    } else if (campaign.variants.size() == 1 && experiment.control == 0) {
      warn(here, {"the experiment compares nothing: it has one variant and no control"}, "add a variant or a control");
    }
  }

  // Without consent what the profile knows is null, so a condition on it tells nothing then.
  void check_contextual(const Campaign& campaign, const Place& place) {
    const NodeIndex leaf = find(campaign.condition, true, [&](const rules::Node& node) {
      return node.op == Op::kAttribute && is_personal(site_.program.attribute(node).attribute.id);
    });
    if (leaf == kNoNode) return;
    const std::string& name = site_.program.attribute(site_.program.nodes()[leaf]).name;
    warn(place.member("when"), {"the campaign may show without consent, but ", quoted(name), " is null without it"},
         "ask for what the page view itself says, or let it not be contextual");
  }

  static bool is_personal(AttributeId id) {
    for (const profile::AttributeInfo& info : profile::attributes()) {
      if (info.id == id) return info.personal;
    }
    return false;
  }

  // --- campaigns of one slot ---

  // Whether a has precedence over b for every visitor.
  bool comes_first(std::uint32_t a, std::uint32_t b) const {
    const Campaign& first = site_.campaigns[a];
    const Campaign& second = site_.campaigns[b];
    if (is_fallback_[a] != is_fallback_[b]) return is_fallback_[b];
    if (is_fallback_[a]) {
      for (const std::uint32_t campaign : site_.slots[first.slot].fallback) {
        if (campaign == a || campaign == b) return campaign == a;
      }
    }
    if (first.priority != second.priority) return first.priority > second.priority;
    if (first.weight != 0 || second.weight != 0) return first.weight != 0 && second.weight == 0;
    return a < b;
  }

  // Whether it shows whenever its rule holds.
  bool is_unlimited(std::uint32_t i) const {
    const Campaign& campaign = site_.campaigns[i];
    const bool everybody =
        !campaign.experiment || (campaign.experiment->traffic == 1 && campaign.experiment->layer == kNoLayer);
    return everybody && !campaign.schedule.limits() && campaign.caps.empty() && campaign.quiet_days == 0 &&
           campaign.group == kNoGroup && !shown_by_journey_[i];
  }

  void check_rivals(std::uint32_t i, const Place& here) {
    const Campaign& campaign = site_.campaigns[i];
    std::uint32_t equal = kNowhere;
    for (std::uint32_t other = 0; other < site_.campaigns.size(); ++other) {
      const Campaign& rival = site_.campaigns[other];
      if (other == i || rival.slot != campaign.slot) continue;
      if (comes_first(other, i) && is_unlimited(other) && (rival.contextual || !campaign.contextual) &&
          !contradictions_.possible({{campaign.rule, true}, {rival.rule, false}})) {
        warn(here, {"nobody can see this campaign: ", quoted(rival.id), " shows instead whenever it could"},
             concat({"give it a higher priority than ", rival.priority}));
        return;
      }
      const bool tied = other < i && rival.priority == campaign.priority && rival.weight == 0 && campaign.weight == 0 &&
                        !is_fallback_[other] && !is_fallback_[i];
      if (equal == kNowhere && tied && overlap(rival.schedule, campaign.schedule) &&
          contradictions_.possible({{campaign.rule}, {rival.rule}})) {
        equal = other;
      }
    }
    if (equal == kNowhere) return;
    warn(here,
         {"overlaps with ", quoted(site_.campaigns[equal].id), " in the slot ", quoted(site_.slots[campaign.slot].id),
          " at equal priority, and shows only where that does not, since that stands first"},
         "give them different priorities, or a weight each");
  }

  static bool overlap(const Schedule& a, const Schedule& b) {
    if (a.zone != b.zone) return true;
    if (a.to <= b.from || b.to <= a.from) return false;
    const bool same_day = a.from_hour < a.to_hour && b.from_hour < b.to_hour;
    return !same_day || ((a.weekdays & b.weekdays) != 0 && a.from_hour < b.to_hour && b.from_hour < a.to_hour);
  }

  // --- journeys and conditions over the history ---

  void check_journey(std::uint32_t i) {
    const Journey& journey = site_.journeys[i];
    const Place top;
    const Place list = top.member("journeys");
    const Place here = list.element(i);
    if (!contradictions_.possible({{journey.trigger.rule}})) {
      warn(here.member("trigger"), {"nobody can begin this journey", because()}, kContradiction);
    }
    check_sensitive(journey.trigger.rule, here.member("trigger"));
    if (is_sensitive(journey.trigger.event.category)) warn_of_sensitive(here.member("trigger"));
    bool shows = journey_read_[i];
    for (const JourneyStep& step : journey.steps) shows = shows || step.form == JourneyStep::Form::kShow;
    check_use("journeys", "journey", i, shows, "none of its steps shows a campaign, and no rule asks for it");
  }

  void check_history() {
    const Place top;
    const Place list = top.member("history");
    for (std::uint32_t i = 0; i < site_.profile.histories.size(); ++i) {
      const profile::HistoryQuery& query = site_.profile.histories[i];
      bool sensitive = is_sensitive(query.excluded.category);
      for (const profile::HistoryStep& step : query.steps) sensitive = sensitive || is_sensitive(step.category);
      if (sensitive) warn_of_sensitive(list.element(i));
      check_use("history", "condition", i, history_read_[i], "no rule or journey asks for it");
    }
  }

  // --- sensitive categories ---

  bool is_sensitive(NameKey category) const {
    if (category == 0) return false;
    for (const std::string& name : site_.sensitive_categories) {
      if (name_key(name) == category) return true;
    }
    return false;
  }

  bool is_sensitive(const rules::Node& node) const {
    if (node.op == Op::kAttribute) {
      const profile::Attribute& attribute = site_.program.attribute(node).attribute;
      return (attribute.id == AttributeId::kInterestCategory || attribute.id == AttributeId::kInterestCategoryRank) &&
             is_sensitive(attribute.parameter);
    }
    if (node.op != Op::kConstant || site_.program.constant(node).type != Value::Type::kText) return false;
    return is_sensitive(name_key(site_.symbols.text(site_.program.constant(node).text)));
  }

  void check_sensitive(NodeIndex rule, const Place& place) {
    if (site_.sensitive_categories.empty()) return;
    if (find(rule, false, [&](const rules::Node& node) { return is_sensitive(node); }) != kNoNode)
      warn_of_sensitive(place);
  }

  void warn_of_sensitive(const Place& place) {
    warn(place, {"the condition stands on a category that the document calls sensitive"},
         "what a visitor sees may tell others what she looked at: leave it out");
  }

  // A sub-expression of the rule, itself included, that fits; kNoNode where none does. Those of segments that it asks for are
  // looked at only if `into_segments`.
  template <typename Fits>
  NodeIndex find(NodeIndex rule, bool into_segments, const Fits& fits) {
    if (rule == kNoNode) return kNoNode;
    std::vector<bool> seen(rule + 1);
    seen[rule] = true;
    // Children have smaller indices than their parents.
    for (NodeIndex i = rule + 1; i-- > 0;) {
      if (!seen[i]) continue;
      const rules::Node& node = site_.program.nodes()[i];
      if (fits(node)) return i;
      if (node.op == Op::kSegment && !into_segments) continue;
      for (const NodeIndex child : site_.program.children(i)) seen[child] = true;
    }
    return kNoNode;
  }

  static constexpr std::string_view kContradiction = "take one of the contradicting conditions out";

  const Site& site_;
  Contradictions contradictions_;
  Problems problems_;
  std::vector<bool> slot_used_;
  std::vector<bool> layer_used_;
  std::vector<bool> segment_used_;
  std::vector<bool> journey_read_;
  std::vector<bool> history_read_;
  std::vector<bool> shown_by_journey_;  // per campaign
  std::vector<bool> is_fallback_;       // per campaign
  std::vector<std::vector<std::uint32_t>> group_members_;
};

}  // namespace

Problems lint(const Site& site) { return Linter(site).run(); }

}  // namespace noren::site
