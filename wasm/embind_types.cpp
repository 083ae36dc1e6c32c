// The types that cross into JavaScript, for Embind. Its own list (bind.cpp in Emscripten's libembind) also registers every integer,
// wide strings, JavaScript values and views of memory, and each brings its part of the glue. The linker takes that file in only for
// functions that are not defined yet: these two here, and those in left_out.cpp. A method in bindings.cpp that needs a type missing
// here fails when it is called, with the name below in its message.

#include <emscripten/bind.h>
#include <emscripten/em_js.h>

#include <cstring>
#include <limits>
#include <string>

using emscripten::internal::TypeID;

EM_JS_DEPS(embind_classes, "$Emval");  // the glue of classes names it, but leaves it to bind.cpp to bring it

extern "C" {

void _embind_register_bindings(emscripten::internal::InitFunc*) {
}  // kept by Embind for worker threads, of which there are none

// What an error message calls a type that is not registered. The caller frees it.
const char* __getTypeName(const std::type_info*) { return strdup("type missing in embind_types.cpp"); }
}

namespace {

template <typename T>
void register_integer(const char* name) {
  using Limits = std::numeric_limits<T>;
  emscripten::internal::_embind_register_integer(TypeID<T>::get(), name, sizeof(T),
                                                 static_cast<std::int32_t>(Limits::min()),
                                                 static_cast<std::uint32_t>(Limits::max()));
}

EMSCRIPTEN_BINDINGS(types) {
  emscripten::internal::_embind_register_void(TypeID<void>::get(), "void");
  register_integer<int>("int");
  register_integer<unsigned int>("unsigned int");
  register_integer<unsigned long>("unsigned long");
  emscripten::internal::_embind_register_float(TypeID<double>::get(), "double", sizeof(double));
  emscripten::internal::_embind_register_std_string(TypeID<std::string>::get(), "std::string");
}

}  // namespace
