// The one compiled module, detente.engines._kernel.
#include "bind.hpp"
#include "dispatch.hpp"

namespace nb = nanobind;

namespace {

/// An item of a list that is not the array that it should be: nanobind alone would make a RuntimeError of it.
void refuse_item(const std::exception_ptr& error, void*) {
    try {
        std::rethrow_exception(error);
    } catch (const nb::cast_error&) {
        PyErr_SetString(PyExc_TypeError, "a list holds something that is not an array of the expected kind");
    }
}

}  // namespace

NB_MODULE(_kernel, module) {
    using namespace detente;
    nb::register_exception_translator(&refuse_item);
    nb::list built;
    for (const Target target : {Target::baseline, Target::avx2, Target::avx512})
        if (is_built(target)) built.append(target_names[static_cast<std::size_t>(target)]);
    module.attr("__doc__") = "The hot loops of the engines, compiled. Engines call it; see detente.engines.native.";
    module.attr("version") = DETENTE_VERSION;
    module.attr("built") = nb::tuple(built);
    module.attr("chosen") = target_names[static_cast<std::size_t>(chosen_target())];
    bind_explicit(module);
    bind_batch(module);
    bind_coalitions(module);
}
