// The explicit engine on explicit arcs, which need not be transitive: reverse search along reversed edge lists.
#include <algorithm>
#include <memory>

#include "explicit.hpp"
#include "search.hpp"

namespace detente {

namespace {

/// The moves of one decision maker, backwards: those into `s` come from `sources[starts[s]]` to `sources[starts[s+1]-1]`.
struct Reversed {
    std::vector<std::uint32_t> starts, sources;

    Reversed() = default;
    Reversed(const ArcList& moves, std::size_t n_states, Token& token) : starts(n_states + 1) {
        const auto n_moves = static_cast<std::size_t>(moves.starts[n_states]);
        in_slices(n_moves, token, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) ++starts[static_cast<std::size_t>(moves.targets[at])];
        });
        std::uint32_t before = 0;
        for (std::uint32_t& start : starts) start = before += start;
        sources.resize(n_moves);
        std::size_t s = n_states, left = n_moves;  // the state whose moves begin at or before `left`
        in_slices(n_moves, token, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) {
                --left;
                while (static_cast<std::size_t>(moves.starts[s]) > left) --s;
                sources[--starts[static_cast<std::size_t>(moves.targets[left])]] = static_cast<std::uint32_t>(s);
            }
        });
    }
};

/// What a search goes along.
class Backwards {
  public:
    Backwards(const std::vector<Reversed>& moves, const std::vector<std::vector<Label>>& ranks, bool improving)
        : moves_(moves), ranks_(ranks), improving_(improving), n_states_(ranks[0].size()),
          seen_(Buffer<bool>::zeroed(n_states_ * moves.size())) {}

    template <class Reach>
    void open(std::uint32_t state, std::uint16_t mover, Reach reach) {
        const Reversed& moves = moves_[mover];
        const std::vector<Label>& ranks = ranks_[mover];
        bool* const seen = seen_.data() + mover * n_states_;
        for (std::uint32_t at = moves.starts[state]; at < moves.starts[state + 1]; ++at) {
            const std::uint32_t source = moves.sources[at];
            if (seen[source] || (improving_ && ranks[source] >= ranks[state])) continue;
            seen[source] = true;
            reach(source);
        }
    }

  private:
    const std::vector<Reversed>& moves_;
    const std::vector<std::vector<Label>>& ranks_;
    const bool improving_;
    const std::size_t n_states_;
    Buffer<bool> seen_;
};

class Arcs {
  public:
    Arcs(const ArcModel& model, const Work& work, std::uint8_t* flags)
        : model_(model),
          work_(work),
          flags_(flags),
          highest_(highest_rank(model.ranks, model.n_states, work)),
          moves_(model.moves.size()),
          ranks_(model.ranks.size()) {
        run_tasks(moves_.size(), work.threads, work.token, work.watch, [&](std::size_t i) {
            moves_[i] = Reversed(model.moves[i], model.n_states, work.token);
            with_values(model.ranks[i], [&](const auto* values) { ranks_[i].assign(values, values + model.n_states); });
        });
    }

    void find_stable(const Question& question) {
        // the flags of one decision maker are bits of the same bytes, so all that is asked of it is one task
        run_tasks(question.last - question.first, work_.threads, work_.token, work_.watch, [&](std::size_t at) {
            std::uint8_t* const flags = flags_ + at * model_.n_states;
            for (const unsigned one : {nash, gmr, smr, seq, sseq})
                if ((question.concepts & one) != 0) find(question.first + at, one, flags);
        });
    }

  private:
    void find(std::size_t i, unsigned one, std::uint8_t* flags) const {
        const std::vector<Label>& ranks = ranks_[i];
        std::vector<Label> worst(ranks);
        if (one != nash) {
            const std::vector<Label> labels = (one & (smr | sseq)) != 0 ? best(i, ranks) : ranks;
            close(i, (one & (seq | sseq)) != 0, labels, worst);
            for (std::size_t s = 0; s < worst.size(); ++s) worst[s] = std::min(worst[s], ranks[s]);
        }
        const std::vector<Label> reached = best(i, worst);
        for (std::size_t s = 0; s < ranks.size(); ++s)
            if (reached[s] <= ranks[s]) flags[s] |= static_cast<std::uint8_t>(one);
    }

    /// The greatest value at a state or one move away.
    std::vector<Label> best(std::size_t i, const std::vector<Label>& value) const {
        std::vector<Label> found(value);
        const ArcList& moves = model_.moves[i];
        std::size_t s = 0;
        in_slices(static_cast<std::size_t>(moves.starts[found.size()]), work_.token, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) {
                while (static_cast<std::size_t>(moves.starts[s + 1]) <= at) ++s;
                found[s] = std::max(found[s], value[static_cast<std::size_t>(moves.targets[at])]);
            }
        });
        return found;
    }

    void close(std::size_t i, bool improving, const std::vector<Label>& labels, std::vector<Label>& worst) const {
        Movers others;
        for (std::size_t j = 0; j < ranks_.size(); ++j)
            if (j != i) others.push_back(static_cast<std::uint16_t>(j));
        Backwards space(moves_, ranks_, improving);
        SearchByMover search(labels.size(), others, work_.token);
        search.run(space, in_order(labels.data(), highest_, labels.size(), work_.token), {labels.data(), worst.data()});
    }

    const ArcModel& model_;
    const Work& work_;
    std::uint8_t* const flags_;
    const std::uint64_t highest_;
    std::vector<Reversed> moves_;
    std::vector<std::vector<Label>> ranks_;
};

}  // namespace

void find_stable_on_arcs(const ArcModel& model, const Question& question, const Work& work, std::uint8_t* flags) {
    Arcs(model, work, flags).find_stable(question);
}

}  // namespace detente
