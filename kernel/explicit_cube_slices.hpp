// The slices of a cube: the states in which one decision maker has one strategy, and where the others move about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "explicit_cube_hot.hpp"
#include "explicit_cube_layout.hpp"
#include "memory.hpp"
#include "running.hpp"

namespace detente {

using Bytes = Buffer<std::uint8_t>;

/// Labels of all states in the layout of one decision maker, and where the least that can be brought about goes.
struct Labels {
    const Bytes* own = nullptr;
    Bytes* least = nullptr;
};

/// Answers, for one decision maker after the other, what the worst is that the others can bring about.
class Slices {
  public:
    struct Setting {
        const Axes& axes;
        const CubeLoops& loops;
        unsigned rank_log, mask_log;
        std::uint64_t highest;  ///< rank, counted from 1
        bool by_mover;          ///< whether nobody may move twice in a row
        unsigned threads;
        Token& token;
    };

    explicit Slices(const Setting& setting);

    /// Turn to decision maker `i`; `masks` are the sources of all opponents' moves, or none where moves can be taken back.
    void turn_to(std::size_t i, const std::vector<Bytes>& masks);

    /// Find the least labels of a slice, for each kind of labels. `ranks` are those of decision maker `i`.
    void close(std::size_t strategy, const Bytes& ranks, const std::vector<Labels>& kinds, unsigned worker);

  private:
    /// What a thread keeps from slice to slice.
    struct Scratch {
        Buffer<std::uint64_t> rows, feasible, visited, starts;
        Buffer<std::uint32_t> seeds, queue;
        Bytes first, doing;
        std::vector<Bytes> seen;
    };

    Scratch& scratch_of(unsigned worker);
    std::unique_ptr<Scratch> new_scratch() const;
    void describe_rows(const std::vector<std::size_t>& others, const std::vector<Bytes>& masks);
    void describe_field(unsigned f, const Axis& other);
    void make_rows(std::size_t strategy, Scratch& scratch) const;
    void close_along_rows(std::size_t begin, const Bytes& ranks, const Labels& labels, Scratch& scratch) const;
    void clear(CloseJob& job, Scratch& scratch) const;
    void connect(std::size_t begin, const Bytes& ranks, const std::vector<Labels>& kinds, Scratch& scratch) const;
    std::size_t connected_to(std::uint32_t start, const ConnectJob& job, bool flood) const;
    std::size_t list_feasible(std::size_t begin, const Bytes& ranks, Scratch& scratch) const;

    const Setting setting_;
    const Axis* axis_ = nullptr;
    std::vector<std::size_t> others_;
    bool by_rows_ = true;
    RowsJob rows_;
    CloseJob close_;
    ConnectJob connect_;
    std::vector<Buffer<std::uint32_t>> low_;
    std::vector<std::unique_ptr<Scratch>> scratch_;  // of each worker
};

}  // namespace detente
