// How the states of a model are coded as the bits of a cube.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "explicit_cube_hot.hpp"
#include "explicit_cube_layout.hpp"
#include "memory.hpp"
#include "model.hpp"
#include "running.hpp"

namespace detente {

/// Reads one decision maker's options from states, as one number of up to 64 bits.
class OwnOptions {
  public:
    OwnOptions(const OptionModel& model, std::size_t player);

    unsigned number() const noexcept { return number_; }

    /// The options of its own that are set in the words of a state.
    std::uint64_t read(const std::uint64_t* words) const noexcept {
        std::uint64_t found = 0;
        unsigned at = 0;
        for (const Run& run : runs_) {
            found |= (words[run.word] >> run.shift & run.ones) << at;
            at += run.length;
        }
        return found;
    }

  private:
    struct Run {
        std::size_t word;
        unsigned shift, length;
        std::uint64_t ones;
    };

    std::vector<Run> runs_;
    unsigned number_ = 0;
};

/// A model as a cube. A strategy is either the options themselves, or a number for each combination of them that occurs.
struct CubeCode {
    Axes axes;                                           ///< of each decision maker
    std::vector<std::vector<std::uint64_t>> strategies;  ///< the options of each of their strategies
    Buffer<std::uint32_t> states;                        ///< the code of each state; empty: what the model has
    unsigned n_bits = 0;

    std::size_t n_cube() const noexcept { return std::size_t{1} << n_bits; }
};

/// The options themselves, where each decision maker's are neighbours and no more than six.
std::optional<CubeCode> code_by_options(const OptionModel& model);

/// The strategies that occur, where no decision maker has more than 64; for options that exclude one another.
std::optional<CubeCode> code_by_strategies(const OptionModel& model, Token& token);

/// Which moves directions leave to a decision maker.
Mobility mobility_of(const OptionModel& model, const CubeCode& code, std::size_t player);

}  // namespace detente
