#include "core/site/sections.h"

namespace noren::site {
namespace {

constexpr double kMaxPriority = 1e9;

using Number = std::uint32_t;  // of a segment: its place in the document

// Which segments each segment asks for, and an order in which each comes after those.
class Dependencies {
 public:
  Dependencies(const List<Json>& list, const List<Segment>& segments)
      : segments_(segments), asks_for_(list.size()), state_(list.size()), depth_(list.size()) {
    SymbolTable ids;
    List<Number> number_of_id;  // of the first of that name
    for (Number i = 0; i < segments.size(); ++i) {
      if (ids.intern(segments[i].id) == number_of_id.size()) number_of_id.push_back(i);
    }
    for (Number i = 0; i < list.size(); ++i) {
      asks_for_[i] = segments[i].excludes;
      const Json* const rule = list[i].find("when");
      if (rule == nullptr) continue;
      rules::for_each_segment(*rule, [&](std::string_view id) {
        const Symbol known = ids.find(id);
        if (known != kNoSymbol) asks_for_[i].push_back(number_of_id[known]);
      });
    }
  }

  // Every segment once. Those of a circle come in some order; the circle is reported.
  List<Number> order(const Place& place, Problems& problems) {
    for (Number start = 0; start < segments_.size(); ++start) {
      if (state_[start] == State::kNew) enter(start);
      while (!open_.empty()) step(place, problems);
    }
    return std::move(order_);
  }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kDone };
  struct Visit {
    Number segment;
    std::size_t next;  // index into asks_for_
  };

  void enter(Number segment) {
    state_[segment] = State::kOpen;
    open_.push_back({segment, 0});
  }

  // One step of a depth-first search: with a stack of its own, since documents choose the depth.
  void step(const Place& place, Problems& problems) {
    Visit& visit = open_.back();
    const Number segment = visit.segment;
    if (visit.next < asks_for_[segment].size()) {
      const Number wanted = asks_for_[segment][visit.next++];
      if (state_[wanted] == State::kOpen) report_circle(wanted, place, problems);
      if (state_[wanted] == State::kNew) enter(wanted);
      return;
    }
    std::size_t depth = 1;
    for (const Number wanted : asks_for_[segment]) {
      if (depth_[wanted] >= depth) depth = depth_[wanted] + 1;
    }
    if (depth == kMaxSegmentDepth + 1) {
      report(problems, place.element(segment), "more than % segments build on each other here\njoin some of them",
             {kMaxSegmentDepth});
    }
    depth_[segment] = depth;
    state_[segment] = State::kDone;
    order_.push_back(segment);
    open_.pop_back();
  }

  void report_circle(Number first, const Place& place, Problems& problems) {
    std::string circle;
    std::size_t at = open_.size();
    while (open_[at - 1].segment != first) --at;
    for (--at; at < open_.size(); ++at) {
      circle += fill("% → ", {segments_[open_[at].segment].id});
    }
    const Place culprit = place.element(open_.back().segment);
    report(problems, culprit.member("when"),
           "segments %% build on each other in a circle\nlet one of them stand on attributes alone",
           {circle, segments_[first].id});
  }

  const List<Segment>& segments_;
  List<List<Number>> asks_for_;
  List<State> state_;
  List<std::size_t> depth_;  // segments that build on each other, down from this one
  List<Visit> open_;
  List<Number> order_;
};

// The segments that a document's segment names under "excludes".
List<Number> read_exclusions(const ObjectReader& reader, Number self, const Place& place, Reading& reading) {
  List<Number> named;
  Ids unique("segment", reading.problems);
  const List<Json>& list = reader.optional_list("excludes");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const Number other = reading.segments.find(list[i], here);
    if (other == kNoSymbol) continue;
    unique.add(list[i].string(), here);
    if (other == self) {
      report(reading.problems, here, "a segment can't exclude itself");
    } else {
      named.push_back(other);
    }
  }
  return named;
}

bool contains(const List<Number>& list, Number number) {
  for (const Number element : list) {
    if (element == number) return true;
  }
  return false;
}

// Of two segments of which one excludes the other, the one of lower priority gives way; of equal priority the one that excludes, or,
// where both do, the later: so they are gone through from the last.
void settle_exclusions(const List<List<Number>>& exclusions, List<Segment>& segments) {
  for (std::size_t i = segments.size(); i-- > 0;) {
    for (const Number other : exclusions[i]) {
      if (contains(segments[other].excludes, static_cast<Number>(i))) continue;
      if (segments[other].priority >= segments[i].priority) {
        segments[i].excludes.push_back(other);
      } else {
        segments[other].excludes.push_back(static_cast<Number>(i));
      }
    }
  }
}

// Its own condition, and being in none of the segments that it gives way to. Nobody is in one that is too small.
rules::NodeIndex effective_rule(const Segment& segment, const Place& place, Reading& reading) {
  if (segment.condition == rules::kNoNode) return segment.condition;
  if (segment.too_small) return reading.compiler.compile(Json::of("!", Json::of("small")), place, reading.problems);
  if (segment.excludes.empty()) return segment.condition;
  List<rules::NodeIndex> all{segment.condition};
  for (const Number other : segment.excludes) {
    const std::string name = concat({rules::kSegmentPrefix, reading.site.segments[other].id});
    const rules::NodeIndex member = reading.compiler.compile(Json::of("var", Json::of(name)), place, reading.problems);
    if (member != rules::kNoNode) all.push_back(reading.compiler.combine(rules::Op::kNot, {&member, 1}));
  }
  return reading.compiler.combine(rules::Op::kAnd, all);
}

}  // namespace

void read_segments(const List<Json>& list, const Place& place, Reading& reading) {
  Problems& problems = reading.problems;
  List<Segment>& segments = reading.site.segments;
  segments = List<Segment>(list.size());
  List<std::uint32_t> declared(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    Segment& segment = segments[i];
    if (const Json* const id = list[i].find("id")) segment.id = is_id(id->string()) ? id->string() : std::string_view();
    reading.segments.add(segment.id, here.member("id"));
    declared[i] = reading.compiler.declare_segment(segment.id);
  }
  List<List<Number>> exclusions(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place here = place.element(i);
    const ObjectReader reader(list[i], here, "id name when priority excludes size", problems);
    reader.id("id", segments[i].id);
    reader.check_text_in_languages("name", reading.site.languages);
    reader.required("when");
    segments[i].priority = reader.number("priority", -kMaxPriority, kMaxPriority, 0);
    segments[i].size = reader.whole("size", 0, kMaxSegmentSize, kUnknownSize);
    segments[i].too_small =
        segments[i].size < reading.site.privacy.segment_minimum;  // an unknown one is the largest number
    exclusions[i] = read_exclusions(reader, static_cast<Number>(i), here.member("excludes"), reading);
  }
  settle_exclusions(exclusions, segments);
  for (const Number i : Dependencies(list, segments).order(place, problems)) {
    const Json* const rule = list[i].find("when");
    if (rule == nullptr) continue;
    const Place here = place.element(i);
    segments[i].condition = reading.compiler.compile(*rule, here.member("when"), problems);
    segments[i].rule = effective_rule(segments[i], here, reading);
    reading.compiler.define_segment(declared[i], segments[i].rule);
  }
}

}  // namespace noren::site
