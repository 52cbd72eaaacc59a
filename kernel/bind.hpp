// What each part of the module puts into it; defined in bind_<part>.cpp.
#pragma once

#include <nanobind/nanobind.h>

namespace detente {

void bind_explicit(nanobind::module_& module);
void bind_batch(nanobind::module_& module);
void bind_coalitions(nanobind::module_& module);

}  // namespace detente
