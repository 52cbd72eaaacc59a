// The explicit engine on a cube of options: the sources of all moves once, then for one decision maker after the other
// the worst that the others can bring about, slice by slice, and whether some move of its own is better all the same.
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "explicit.hpp"
#include "explicit_cube_code.hpp"
#include "explicit_cube_slices.hpp"

namespace detente {

namespace {

constexpr std::size_t states_per_task = std::size_t{1} << 16;

const CubeLoops& loops_for([[maybe_unused]] Target target) {
#if defined(DETENTE_HAS_AVX512)
    if (target == Target::avx512) return avx512::cube_loops;
    if (target == Target::avx2) return avx2::cube_loops;
#endif
    return baseline::cube_loops;
}

class Cube {
  public:
    Cube(const OptionModel& model, const CubeCode& code, const Question& question, const Work& work, std::uint8_t* flags)
        : model_(model),
          code_(code),
          question_(question),
          work_(work),
          flags_(flags),
          loops_(loops_for(work.target)),
          axes_(code.axes),
          highest_(highest_rank(model.ranks, model.n_states, work) + 1),
          rank_log_(log_of_rank(highest_)),
          mask_log_(log_of_mask(widest(axes_))),
          n_cube_(code.n_cube()),
          slices_({axes_, loops_, rank_log_, mask_log_, highest_, model.frozen != nullptr, work.threads, work.token}) {}

    void find_stable() {
        run_alone(work_.threads, work_.token, work_.watch, [&] { check_states(); });
        load_ranks();
        for (std::size_t i = 0; i < axes_.size(); ++i) mobility_.push_back(mobility_of(model_, code_, i));
        if (model_.frozen != nullptr) load_targets();
        found_ = Bytes(n_cube_);
        find_for(question_.concepts & (nash | gmr | smr), false);
        find_for(question_.concepts & (seq | sseq), true);
    }

  private:
    std::uint32_t state(std::size_t at) const {
        if (code_.states.size() != 0) return code_.states[at];
        return static_cast<std::uint32_t>(model_.words == nullptr ? at : model_.words[at]);
    }

    Bytes new_ranks() const { return Bytes::zeroed(n_cube_ << rank_log_); }

    /// Call `task(from, to)` for pieces of `[0, size)`.
    template <class Task>
    void in_pieces(std::size_t size, Task task) const {
        const std::size_t n_pieces = (size + states_per_task - 1) / states_per_task;
        run_tasks(n_pieces, work_.threads, work_.token, work_.watch, [&](std::size_t piece) {
            work_.token.advance(0);
            task(piece * states_per_task, std::min(size, (piece + 1) * states_per_task));
        });
    }

    /// Every state has a place of its own in the cube.
    void check_states() const {
        if (model_.words == nullptr) return;
        bool ascending = true, is_in = true;
        in_slices(model_.n_states, work_.token, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) {
                is_in = is_in && (code_.states.size() != 0 || model_.words[at] < n_cube_);
                ascending = ascending && (at == 0 || state(at - 1) < state(at));
            }
        });
        if (!is_in) throw std::invalid_argument("a state has a bit that is no option");
        if (!ascending) check_that_all_differ();
    }

    void check_that_all_differ() const {
        auto seen = Buffer<std::uint64_t>::zeroed(n_cube_ / 64 + 1);
        in_slices(model_.n_states, work_.token, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) {
                const std::uint64_t bit = std::uint64_t{1} << (state(at) & 63);
                if ((seen[state(at) >> 6] & bit) != 0) throw std::invalid_argument("two states are the same");
                seen[state(at) >> 6] |= bit;
            }
        });
    }

    void load_ranks() {
        for (std::size_t i = 0; i < axes_.size(); ++i) {
            ranks_.push_back(new_ranks());
            with_values(model_.ranks[i], [&](const auto* given) {
                with_rank_type(rank_log_, [&]<class Rank>(Rank) {
                    auto* const ranks = reinterpret_cast<Rank*>(ranks_[i].data());
                    in_pieces(model_.n_states, [&](std::size_t from, std::size_t to) {
                        for (std::size_t at = from; at < to; ++at) ranks[axes_[i].place(state(at))] = static_cast<Rank>(static_cast<std::uint64_t>(given[at]) + 1);
                    });
                });
            });
        }
    }

    /// For each state and decision maker the strategies that it can change to.
    void load_targets() {
        for (std::size_t i = 0; i < axes_.size(); ++i) {
            targets_.push_back(Bytes::zeroed(n_cube_ << mask_log_));
            mobility_[i].targets = targets_[i].data();
            mobility_[i].is_free = false;
            const OwnOptions own(model_, i);
            with_mask_type(mask_log_, [&]<class Mask>(Mask) {
                auto* const targets = reinterpret_cast<Mask*>(targets_[i].data());
                in_pieces(model_.n_states, [&](std::size_t from, std::size_t to) {
                    for (std::size_t at = from; at < to; ++at)
                        targets[axes_[i].place(state(at))] =
                            static_cast<Mask>(targets_from(i, state(at), own.read(model_.frozen + at * model_.n_words)));
                });
            });
        }
    }

    std::uint64_t targets_from(std::size_t i, std::uint32_t state, std::uint64_t frozen) const {
        const std::vector<std::uint64_t>& options = code_.strategies[i];
        const std::uint32_t here = axes_[i].strategy(state);
        std::uint64_t targets = mobility_[i].legal[here];
        if (frozen == 0) return targets;
        for (std::size_t q = 0; q < options.size(); ++q)
            if (((options[here] ^ options[q]) & frozen) != 0) targets &= ~(std::uint64_t{1} << q);
        return targets;
    }

    /// Whether every move of everybody can be taken back.
    bool is_reversible() const {
        return std::all_of(mobility_.begin(), mobility_.end(), [](const Mobility& mobility) { return mobility.is_free; });
    }

    /// Find what is stable where the others answer by any moves, or by improvements only.
    void find_for(unsigned concepts, bool improving) {
        if ((concepts & ~unsigned{nash}) != 0 && (improving || !is_reversible())) find_sources(improving);
        if (concepts != 0)
            for (std::size_t i = question_.first; i < question_.last; ++i) find_for_one(i, concepts);
        masks_.clear();
    }

    void find_sources(bool improving) {
        for (std::size_t j = 0; j < axes_.size(); ++j) {
            masks_.emplace_back(axes_[j].width == 0 ? 0 : n_cube_ << mask_log_);
            if (axes_[j].width == 0) continue;
            const SourcesJob job{mobility_[j], ranks_[j].data(), masks_[j].data(), improving};
            in_pieces(axes_[j].n_rest(), [&](std::size_t from, std::size_t to) { loops_.sources[rank_log_][mask_log_](job, from, to); });
        }
    }

    void find_for_one(std::size_t i, unsigned concepts) {
        const Axis& axis = axes_[i];
        std::uint8_t* const out = flags_ + (i - question_.first) * model_.n_states;
        if (axis.width != 0) {
            in_pieces(n_cube_, [&](std::size_t from, std::size_t to) { std::fill(found_.data() + from, found_.data() + to, std::uint8_t{0}); });
            find_by_moves(i, concepts & nash, concepts & (gmr | seq), concepts & (smr | sseq));
        }
        in_pieces(model_.n_states, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at)
                out[at] |= axis.width == 0 ? static_cast<std::uint8_t>(concepts) : found_[axis.place(state(at))];
        });
    }

    /// The concepts of this pass: without any answer, with an answer, with one that also holds against a counter-move.
    void find_by_moves(std::size_t i, unsigned alone, unsigned answered, unsigned lasting) {
        std::vector<Labels> kinds;
        if (answered != 0) kinds.push_back({&ranks_[i], &ready(worst_)});
        if (lasting != 0) kinds.push_back({&ready(most_), &ready(worst_of_most_)});
        if (alone != 0 || lasting != 0) find_best(i, nullptr, lasting != 0 ? &most_ : nullptr, alone);
        if (kinds.empty()) return;
        slices_.turn_to(i, masks_);
        run_tasks(axes_[i].n_strategies(), work_.threads, work_.token, work_.watch,
                  [&](std::size_t strategy, unsigned worker) { slices_.close(strategy, ranks_[i], kinds, worker); });
        if (answered != 0) find_best(i, &worst_, nullptr, answered);
        if (lasting != 0) find_best(i, &worst_of_most_, nullptr, lasting);
    }

    Bytes& ready(Bytes& labels) const {
        if (labels.size() == 0) labels = new_ranks();
        return labels;
    }

    void find_best(std::size_t i, const Bytes* worst, Bytes* best, unsigned flag) {
        BestJob job;
        job.mobility = mobility_[i];
        job.ranks = ranks_[i].data();
        job.worst = worst == nullptr ? nullptr : worst->data();
        job.best = best == nullptr ? nullptr : best->data();
        job.flags = flag == 0 ? nullptr : found_.data();
        job.flag = static_cast<std::uint8_t>(flag);
        in_pieces(axes_[i].n_rest(), [&](std::size_t from, std::size_t to) { loops_.best[rank_log_][mask_log_](job, from, to); });
    }

    const OptionModel& model_;
    const CubeCode& code_;
    const Question question_;
    const Work& work_;
    std::uint8_t* const flags_;
    const CubeLoops& loops_;
    const Axes& axes_;
    const std::uint64_t highest_;
    const unsigned rank_log_, mask_log_;
    const std::size_t n_cube_;
    Slices slices_;
    std::vector<Mobility> mobility_;                // of each decision maker
    std::vector<Bytes> ranks_, targets_, masks_;    // of each decision maker, in its own layout
    Bytes most_, worst_, worst_of_most_, found_;    // of the decision maker at hand, in its layout
};

/// Whether a cube is so small that it takes less time than a list of the states.
bool is_better(const OptionModel& model, const std::optional<CubeCode>& code) {
    constexpr std::size_t always = 1 << 12, sparse = 4;
    return code && code->n_cube() <= std::max(always, sparse * model.n_states);
}

/// The code of a form, or of the better one; none for the compact form.
std::optional<CubeCode> code_for(const OptionModel& model, Form form, Token& token) {
    if (form == Form::options) return code_by_options(model);
    if (form == Form::strategies) return code_by_strategies(model, token);
    if (form == Form::compact) return std::nullopt;
    if (std::optional<CubeCode> code = code_by_options(model); is_better(model, code)) return code;
    if (std::optional<CubeCode> code = code_by_strategies(model, token); is_better(model, code)) return code;
    return std::nullopt;
}

}  // namespace

void find_stable(const OptionModel& model, Form form, const Question& question, const Work& work, std::uint8_t* flags) {
    std::optional<CubeCode> code;
    run_alone(work.threads, work.token, work.watch, [&] { code = code_for(model, form, work.token); });
    if (code) {
        Cube(model, *code, question, work, flags).find_stable();
    } else if (form == Form::compact || form == Form::best) {
        if (model.words == nullptr) throw std::invalid_argument("the compact form needs the words of the states");
        find_stable_compact(model, question, work, flags);
    } else {
        throw std::invalid_argument("the model has no cube of this form: use the compact form");
    }
}

}  // namespace detente
