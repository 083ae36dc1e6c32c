#include "core/site/constants.h"

namespace noren::site {
namespace {

using rules::NodeIndex;
using rules::Op;

// Whether constant arguments make it constant, and it is one of those that lints reason about.
bool is_plain(Op op) {
  switch (op) {
    case Op::kConstant:
    case Op::kList:
    case Op::kEqual:
    case Op::kStrictEqual:
    case Op::kNotEqual:
    case Op::kStrictNotEqual:
    case Op::kNot:
    case Op::kTruthy:
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kChoose:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kRemainder:
    case Op::kMin:
    case Op::kMax:
    case Op::kIn:
    case Op::kSegment: return true;
    default: return false;
  }
}

}  // namespace

Constants::Constants(const rules::Program& program, const SymbolTable& symbols)
    : evaluation_(program, symbols), constant_(program.nodes().size()) {
  evaluation_.run();
  for (NodeIndex i = 0; i < constant_.size(); ++i) {
    bool constant = is_plain(program.nodes()[i].op);
    for (const NodeIndex child : program.children(i)) constant = constant && constant_[child];
    constant_[i] = constant;
  }
}

}  // namespace noren::site
