// The definitions as loops, as detente/engines/reference.py has them: slow, obvious, what the kernel is compared with.
#pragma once

#include <cstdint>
#include <vector>

#include "conflict.hpp"

namespace detente::tests {

/// Return bit c of `[i * n_states + s]` set where `s` is stable for `i` under concept c (theory C1-C5).
std::vector<std::uint8_t> stable(const Conflict& conflict);

/// Return for each state whether it is stable for a coalition (theory C15); `concept_` 0 CNash, 1 CGMR, 2 CSMR, 3 CSEQ.
std::vector<std::uint8_t> stable_for(const Conflict& conflict, unsigned concept_, std::uint64_t coalition,
                                     const std::vector<std::uint64_t>& family, bool pareto);

enum class Answers { credible, any, none };

/// What is asked of one state; `groups` are bits for their members, who move one after the other (theory A4).
class From {
  public:
    From(const Conflict& conflict, std::uint32_t state) : conflict_(conflict), state_(state) {}

    /// Do sequences of `movers`' own improvements lead to a wanted state?
    bool reaches(std::uint64_t movers, const std::vector<char>& wanted) const;
    /// The least label where sequences of `movers`' moves, or of their own improvements only, end; `none` if there are none.
    std::int32_t worst(std::uint64_t movers, bool credible, const std::vector<std::int32_t>& labels, std::int32_t none) const;
    /// Has some group an improvement that no answer of the others deters?
    bool leaves(const std::vector<std::uint64_t>& groups, Answers answers) const;
    /// Does a chain of such improvements lead to a wanted state?
    bool attains(const std::vector<std::uint64_t>& groups, Answers answers, const std::vector<char>& wanted) const;

  private:
    const Conflict& conflict_;
    std::uint32_t state_;
};

}  // namespace detente::tests
