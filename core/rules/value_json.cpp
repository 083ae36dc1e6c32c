#include "core/rules/value_json.h"

namespace noren::rules {
namespace {

using Type = Value::Type;

constexpr std::size_t kMaxParts = 1'000'000;

class Writer {
 public:
  Writer(const Heap& heap, JsonWriter& out) : heap_(heap), out_(out) {}

  void write(const Value& value, std::size_t depth) {
    if (++parts_ > kMaxParts || depth > kMaxValueDepth) {
      complete_ = false;
      out_.null();
      return;
    }
    switch (value.type) {
      case Type::kNull:
      case Type::kUndefined:
      case Type::kError: out_.null(); return;
      case Type::kBoolean: out_.boolean(value.number != 0); return;
      case Type::kNumber: out_.number(value.number); return;
      case Type::kText: out_.string(heap_.text(value)); return;
      case Type::kList:
        out_.begin_array();
        for (const Value& element : heap_.list(value)) {
          if (!complete_) break;
          write(element, depth + 1);
        }
        out_.end_array();
        return;
      case Type::kObject: break;
    }
    out_.begin_object();
    for (const Heap::Member& member : heap_.object(value)) {
      if (!complete_) break;
      if (member.value.type == Type::kUndefined) continue;
      out_.key(heap_.text(member.name));
      write(member.value, depth + 1);
    }
    out_.end_object();
  }

  bool complete() const { return complete_; }

 private:
  const Heap& heap_;
  JsonWriter& out_;
  std::size_t parts_ = 0;
  bool complete_ = true;
};

Value read_list(const Json& json, Heap& heap) {
  const std::size_t base = heap.stack.size();
  for (const Json& element : json.elements()) {
    const Value value = read_value(element, heap);
    heap.stack.push_back(value);
  }
  const Value list = heap.make_list(std::span(heap.stack).subspan(base));
  heap.stack.resize(base);
  return list;
}

Value read_object(const Json& json, Heap& heap) {
  List<Heap::Member> members;
  members.reserve(json.members().size());
  for (const auto& [name, value] : json.members()) members.push_back({heap.intern(name), read_value(value, heap)});
  return heap.make_object(members);
}

}  // namespace

bool write_value(const Value& value, const Heap& heap, JsonWriter& out) {
  Writer writer(heap, out);
  writer.write(value, 0);
  return writer.complete();
}

Value read_value(const Json& json, Heap& heap) {
  switch (json.type()) {
    case Json::Type::kNull: break;
    case Json::Type::kBoolean: return Value::boolean(json.boolean());
    case Json::Type::kNumber: return Value::of(json.number());
    case Json::Type::kString: return Value::of(heap.intern(json.string()));
    case Json::Type::kArray: return read_list(json, heap);
    case Json::Type::kObject: return read_object(json, heap);
  }
  return Value::null();
}

}  // namespace noren::rules
