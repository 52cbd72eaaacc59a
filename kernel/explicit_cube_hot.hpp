// The loops of the explicit engine on a cube of options that are worth compiling for each instruction set.
//
// The states of a cube are all combinations of bits, feasible or not. Each decision maker owns a run of bits, its
// *strategy*; the other bits are the *rest*. Arrays of a decision maker have the layout
// [strategy][rest], so that a loop over the rest runs along memory. Ranks count from 1; 0 is an infeasible state.
// States that differ in the strategy of one decision maker only are its *group*; a set of members of a group is a mask
// with a bit for each strategy.
#pragma once

#include <cstddef>
#include <cstdint>

namespace detente {

inline constexpr unsigned most_width = 6;      ///< bits of a strategy: a mask has 64 bits at most
inline constexpr unsigned most_row_words = 8;  ///< 64-bit words for the masks of all opponents at one state
inline constexpr unsigned most_fields = 8 * most_row_words;
inline constexpr unsigned low_bits = 12;  ///< rows are made 2^12 at a time

/// Which of one decision maker's moves are legal.
struct Mobility {
    unsigned width = 0;                                     ///< bits of a strategy
    std::uint64_t legal[std::size_t{1} << most_width] = {};  ///< from a strategy, the bits of those it can change to
    const void* targets = nullptr;  ///< [strategy][rest] masks, where that differs from state to state; or null
    bool is_free = true;            ///< from every strategy to every other
    std::size_t rest = 0;           ///< number of states in a layer of one strategy
};

/// Finds for each state the members of its group from which a move leads to it.
struct SourcesJob {
    Mobility mobility;
    const void* ranks = nullptr;
    void* masks = nullptr;   ///< [strategy][rest]
    bool improving = false;  ///< only moves to a higher rank
};

/// Told now and then how many states were opened since it was last told; throws to end the work.
struct Ticker {
    void (*tick)(void* self, std::uint64_t opened) = nullptr;
    void* self = nullptr;
};

/// Puts the masks of all opponents side by side, for the states of one slice: those with one strategy of one of them.
struct RowsJob {
    unsigned n_fields = 0, words = 0, bits = 0;        ///< opponents, words of a row, bits of an index in the slice
    const void* masks[most_fields] = {};               ///< of each opponent, [strategy][rest]
    std::uint32_t base[most_fields] = {};              ///< where a slice begins in them
    std::uint32_t place[most_fields][32] = {};         ///< what each bit of an index in the slice adds to the place there
    const std::uint32_t* low[most_fields] = {};        ///< (2^min(bits, low_bits)): the same for the lowest bits at once
    std::uint64_t* rows = nullptr;                     ///< (2^bits, words)
    Ticker ticker;
};

/// Finds the order in which states are reached backwards along the opponents' moves, from seeds in ascending order.
struct CloseJob {
    unsigned n_fields = 0, words = 0;
    unsigned shift[most_fields] = {}, width[most_fields] = {};  ///< where each opponent's strategy is in an index
    void* seen[most_fields] = {};                               ///< (groups) masks, all 0: what it has brought already
    std::uint32_t keep[64 * most_row_words] = {};               ///< what a bit of a row keeps of an index
    std::uint32_t put[64 * most_row_words] = {};                ///< and what it puts in
    std::uint8_t mover[64 * most_row_words] = {};               ///< and whose move it is, from 1
    std::uint64_t others[most_fields + 1][most_row_words] = {};  ///< row without the masks of a mover (from 1; 0: all)
    const std::uint64_t* rows = nullptr;
    const std::uint32_t* seeds = nullptr;
    std::size_t n_seeds = 0;
    std::uint64_t* visited = nullptr;  ///< bits, all 0; not used by movers
    std::uint8_t* first = nullptr;     ///< (2^bits), all 0: who moves first at a visited state; by movers only
    std::uint32_t* queue = nullptr;    ///< (n_seeds + 1), or (2 n_seeds + 1) by movers: gets the states as they are reached
    std::uint8_t* doing = nullptr;     ///< the same size: what is opened there; by movers only
    std::uint64_t* starts = nullptr;   ///< bits for the queue, all 0: does a seed begin here?
    Ticker ticker;
};

/// Spreads the label of each seed to the states reached from it.
struct SettleJob {
    const std::uint32_t* queue = nullptr;
    const std::uint8_t* doing = nullptr;  ///< or null
    const std::uint64_t* starts = nullptr;
    std::size_t size = 0;
    const void* own = nullptr;  ///< the labels of the slice
    void* least = nullptr;      ///< gets the least label that each state can be brought to
};

/// Finds the states of a slice that are connected by moves of the opponents, where every move can be taken back.
struct ConnectJob {
    unsigned n_fields = 0, bits = 0;
    unsigned shift[most_fields] = {}, width[most_fields] = {};
    const std::uint64_t* feasible = nullptr;  ///< bits
    std::uint64_t* reached = nullptr;         ///< bits: what was found before
    std::uint8_t* opened[most_fields] = {};   ///< (groups), 0 where nothing was found before
    std::uint32_t* queue = nullptr;           ///< (2^bits + 1)
    Ticker ticker;
};

/// For each state the best that the decision maker can reach from it, itself included.
struct BestJob {
    Mobility mobility;
    const void* ranks = nullptr;
    const void* worst = nullptr;    ///< what replies can bring about; null: nothing, so that ranks count
    void* best = nullptr;           ///< gets it; or null
    std::uint8_t* flags = nullptr;  ///< gets `flag` where it is not better than to stay; or null
    std::uint8_t flag = 0;
};

/// The loops, by the logarithm of the bytes of a rank (0-2) and of a mask (0-3).
struct CubeLoops {
    void (*sources[3][4])(const SourcesJob&, std::size_t from, std::size_t to);
    void (*rows[4])(const RowsJob&);
    std::size_t (*close[4])(const CloseJob&);           ///< returns the length of the queue
    std::size_t (*close_by_mover[4])(const CloseJob&);  ///< nobody moves twice in a row
    void (*settle[3])(const SettleJob&);
    /// Grow `reached` by whole groups until nothing changes, but no more than `most` times; returns whether it is whole.
    bool (*flood)(const ConnectJob&, unsigned most);
    /// Put whatever is connected to the first `size` states of the queue behind them; returns the new length.
    std::size_t (*connect)(const ConnectJob&, std::size_t size);
    /// Give the states of a queue the least label among them.
    void (*share[3])(const std::uint32_t* queue, std::size_t size, const void* own, void* least);
    void (*best[3][4])(const BestJob&, std::size_t from, std::size_t to);
};

namespace baseline {
extern const CubeLoops cube_loops;
}
namespace avx2 {
extern const CubeLoops cube_loops;
}
namespace avx512 {
extern const CubeLoops cube_loops;
}

}  // namespace detente
