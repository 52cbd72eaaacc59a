#include "coalitions.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <numeric>

#include "coalitions_improving.hpp"
#include "coalitions_symmetric.hpp"

namespace detente::coalitions {

namespace {

bool has(const Question& question, Concept wanted) {
    return std::find(question.concepts.begin(), question.concepts.end(), wanted) != question.concepts.end();
}

/// One question about one coalition, concept by concept.
class Solver {
  public:
    Solver(const Model& model, const Question& question, const std::vector<std::unique_ptr<Backwards>>& family,
           Group group, Token& token)
        : model_(model), question_(question), family_(family), group_(group),
          others_(group ^ ((model.n_players == 64 ? Group{0} : Group{1} << model.n_players) - 1)), token_(token),
          columns_(columns_of(model, group, question.pareto, token)), reach_(model, group, question.most_bytes, token) {}

    Way way() const noexcept { return reach_.way(); }

    void solve(Concept wanted, std::uint8_t* out) {
        switch (wanted) {
            case Concept::cnash: return from_labels(columns_.given, out);
            case Concept::cgmr: return from_labels(answered_by_any(columns_.given), out);
            case Concept::cseq: return from_labels(answered_by_improvements(), out);
            case Concept::csmr: return symmetric(out);
        }
    }

  private:
    void from_labels(const Rows& labels, std::uint8_t* out) {
        reach_.outdone(labels, columns_.needed, columns_.count, out, token_);
        for (std::size_t s = 0; s < model_.n_states; ++s) out[s] ^= 1;
    }

    const Reach& replying() {
        if (!replying_) replying_ = std::make_unique<Reach>(model_, others_, question_.most_bytes, token_);
        return *replying_;
    }

    Rows answered_by_any(Rows labels) {
        replying().least(labels, columns_.count, token_);
        return labels;
    }

    Rows answered_by_improvements() {
        std::vector<const Backwards*> allowed;
        for (const auto& one : family_)
            if ((one->coalition() & ~others_) == 0) allowed.push_back(one.get());
        Rows labels = columns_.given;
        std::vector<Value> column(model_.n_states);
        for (unsigned c = 0; c < columns_.count && !allowed.empty(); ++c) {
            for (std::size_t s = 0; s < model_.n_states; ++s) column[s] = labels[s * columns_.count + c];
            least_along(allowed, column, token_);
            for (std::size_t s = 0; s < model_.n_states; ++s) labels[s * columns_.count + c] = column[s];
        }
        return labels;
    }

    void symmetric(std::uint8_t* out) {
        if (std::has_single_bit(group_)) {  // one column: what survives the counter-move is one number
            Rows after = columns_.given;
            reach_.greatest(after, token_);
            after = answered_by_any(std::move(after));
            for (std::size_t s = 0; s < model_.n_states; ++s) after[s] = std::min(after[s], columns_.given[s]);
            return from_labels(after, out);
        }
        std::vector<std::uint8_t> open(model_.n_states);
        from_labels(answered_by_any(columns_.given), open.data());
        from_labels(columns_.given, out);
        for (std::size_t s = 0; s < model_.n_states; ++s) open[s] &= static_cast<std::uint8_t>(out[s] ^ 1);
        coalitions::symmetric(model_, columns_, reach_, replying(), question_.most_bytes, open.data(), out, token_);
    }

    const Model& model_;
    const Question& question_;
    const std::vector<std::unique_ptr<Backwards>>& family_;
    Group group_, others_;
    Token& token_;
    Columns columns_;
    Reach reach_;
    std::unique_ptr<Reach> replying_;
};

/// The places of the coalitions, the largest first, so that threads end at about the same time.
std::vector<std::size_t> largest_first(const std::vector<Group>& groups) {
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return std::popcount(groups[a]) > std::popcount(groups[b]); });
    return order;
}

}  // namespace

std::uint64_t work_of(const Model& model, const Question& question) noexcept {
    const std::uint64_t built = has(question, Concept::cseq) ? question.family.size() : 0;
    return model.n_states * (built + question.groups.size() * question.concepts.size());
}

void answer(const Model& model, const Question& question, std::uint8_t* out, std::uint8_t* ways, Token& token,
            const Watch& watch) {
    const std::size_t n = model.n_states;
    std::vector<std::unique_ptr<Backwards>> family;
    if (has(question, Concept::cseq)) {
        family.resize(question.family.size());
        run_tasks(family.size(), question.threads, token, watch, [&](std::size_t k) {
            family[k] = std::make_unique<Backwards>(model, question.family[k], question.pareto, question.most_bytes, token);
            token.advance(n);
        });
    }
    const auto order = largest_first(question.groups);
    run_tasks(order.size(), question.threads, token, watch, [&](std::size_t nth) {
        const std::size_t g = order[nth];
        Solver solver(model, question, family, question.groups[g], token);
        ways[g] = static_cast<std::uint8_t>(solver.way());
        for (std::size_t c = 0; c < question.concepts.size(); ++c) {
            solver.solve(question.concepts[c], out + (c * question.groups.size() + g) * n);
            token.advance(n);
        }
    });
}

}  // namespace detente::coalitions
