// The Python side of long work: signals and a progress callback, looked after by the calling thread.
#pragma once

#include <nanobind/nanobind.h>

#include "running.hpp"

namespace detente {

/// Return what `run_tasks` calls every 50 ms: lets Ctrl-C through, and calls `progress(done, total)` unless it is None.
///
/// The GIL is taken only while it looks. `progress` must outlive the watch.
inline Watch watching(nanobind::handle progress, std::uint64_t total) {
    return [progress, total](const Token& token) {
        const nanobind::gil_scoped_acquire held;
        if (PyErr_CheckSignals() != 0) throw nanobind::python_error();
        if (!progress.is_none()) progress(std::min(token.done(), total), total);
    };
}

}  // namespace detente
