// Coalition symmetric metarationality (CSMR): the one concept whose sanctions do not come apart by columns.
#pragma once

#include <vector>

#include "coalitions_improving.hpp"
#include "coalitions_reach.hpp"

namespace detente::coalitions {

/// Raise `stable[s]` where `open[s]` and every improvement of the coalition from `s` can be answered for good.
///
/// `coalition` and `others` are where it and the rest can go. Cost: for each open state up to the states that the
/// coalition reaches, times the states where they can be answered; far less where answers are found soon.
void symmetric(const Model& model, const Columns& columns, const Reach& coalition, const Reach& others,
               std::size_t most_bytes, const std::uint8_t* open, std::uint8_t* stable, Token& token);

}  // namespace detente::coalitions
