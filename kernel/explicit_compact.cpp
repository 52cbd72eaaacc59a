// The explicit engine on any list of feasible states with any number of options: nothing is ever made for a state that
// is not in the list. Reverse search, with a frontier in each class of states that can move alike.
#include <algorithm>

#include "explicit.hpp"
#include "hashing.hpp"
#include "search.hpp"

namespace detente {

namespace {

constexpr std::uint32_t nothing = 0xffffffff;

struct Member {
    std::uint32_t state;
    Label rank;
};

/// The states in groups (they agree outside the options of one decision maker), and the members of a group in classes:
/// those for which the same options are blocked, at the same values. All members of a class can move to the same states.
struct Groups {
    Buffer<std::uint32_t> class_of, group_of;  // of states
    std::vector<std::uint32_t> first_class;   // of each group, and the number of classes
    std::vector<std::uint32_t> first_member;  // of each class, and the number of states
    Buffer<Member> members;                   // of each class, the lowest rank first
    bool limited = false;                     // whether a group can have several classes

    std::size_t n_groups() const { return first_class.size() - 1; }
    std::size_t n_classes() const { return first_member.size() - 1; }
};

/// Numbers for states of which some are the same, in order of appearance.
class Numbering {
  public:
    Numbering(std::size_t n_states, Token& token) : token_(token), mask_(std::bit_ceil(2 * n_states) - 1), table_(mask_ + 1) {
        std::fill_n(table_.data(), table_.size(), nothing);
    }

    /// Set `number[s]`, and return a state of each number. `hash(s)` is equal where `same(s, t)`.
    template <class Hash, class Same>
    std::vector<std::uint32_t> number(std::size_t n_states, std::uint32_t* number, Hash hash, Same same) {
        std::vector<std::uint32_t> examples;
        for (std::uint32_t s = 0; s < n_states; ++s) {
            if (s % per_tick == 0) token_.advance(0);
            std::size_t at = hash(s) & mask_;
            while (table_[at] != nothing && !same(s, examples[table_[at]])) at = (at + 1) & mask_;
            if (table_[at] == nothing) {
                table_[at] = static_cast<std::uint32_t>(examples.size());
                examples.push_back(s);
            }
            number[s] = table_[at];
        }
        return examples;
    }

  private:
    Token& token_;
    std::size_t mask_;
    Buffer<std::uint32_t> table_;
};

/// Reads what the moves of one decision maker depend on.
class Reader {
  public:
    Reader(const OptionModel& model, std::size_t player)
        : model_(model), n_words_(model.n_words), own_(model.owned + player * model.n_words) {}

    bool owns_something() const { return std::any_of(own_, own_ + n_words_, [](std::uint64_t word) { return word != 0; }); }

    bool is_limited() const {
        if (model_.frozen != nullptr) return true;
        for (std::size_t w = 0; w < n_words_; ++w)
            if ((own_[w] & (model_.only_up[w] | model_.only_down[w])) != 0) return true;
        return false;
    }

    std::uint64_t word(std::uint32_t state, std::size_t w) const { return model_.words[state * n_words_ + w]; }
    std::uint64_t outside(std::uint32_t state, std::size_t w) const { return word(state, w) & ~own_[w]; }

    /// The mover's options that no move from a state changes.
    std::uint64_t blocked(std::uint32_t state, std::size_t w) const {
        const std::uint64_t here = word(state, w), frozen = model_.frozen == nullptr ? 0 : model_.frozen[state * n_words_ + w];
        return own_[w] & (frozen | (here & model_.only_up[w]) | (~here & model_.only_down[w]));
    }

    /// Whether the options that are blocked at `source` are the same at `target`, of the same group.
    bool can_move(std::uint32_t source, std::uint32_t target) const {
        for (std::size_t w = 0; w < n_words_; ++w)
            if (((word(source, w) ^ word(target, w)) & blocked(source, w)) != 0) return false;
        return true;
    }

    std::uint64_t hash_outside(std::uint32_t state) const {
        std::uint64_t hash = 0;
        for (std::size_t w = 0; w < n_words_; ++w) hash = mixed(hash, outside(state, w));
        return hash;
    }

    bool same_outside(std::uint32_t a, std::uint32_t b) const {
        for (std::size_t w = 0; w < n_words_; ++w)
            if (outside(a, w) != outside(b, w)) return false;
        return true;
    }

    std::uint64_t hash_blocked(std::uint32_t state, std::uint64_t hash) const {
        for (std::size_t w = 0; w < n_words_; ++w) hash = mixed(mixed(hash, blocked(state, w)), blocked(state, w) & word(state, w));
        return hash;
    }

    bool same_blocked(std::uint32_t a, std::uint32_t b) const {
        for (std::size_t w = 0; w < n_words_; ++w)
            if (blocked(a, w) != blocked(b, w) || ((word(a, w) ^ word(b, w)) & blocked(a, w)) != 0) return false;
        return true;
    }

  private:
    const OptionModel& model_;
    const std::size_t n_words_;
    const std::uint64_t* const own_;
};

class Grouping {
  public:
    Grouping(const Reader& reader, const Label* ranks, std::uint64_t highest, std::size_t n_states, Token& token)
        : reader_(reader), ranks_(ranks), highest_(highest), n_states_(n_states), token_(token) {}

    Groups made() {
        groups_.limited = reader_.is_limited();
        number_groups();
        number_classes();
        sort_members();
        return std::move(groups_);
    }

  private:
    void number_groups() {
        groups_.group_of = Buffer<std::uint32_t>(n_states_);
        n_groups_ = Numbering(n_states_, token_)
                        .number(
                            n_states_, groups_.group_of.data(), [&](std::uint32_t s) { return reader_.hash_outside(s); },
                            [&](std::uint32_t a, std::uint32_t b) { return reader_.same_outside(a, b); })
                        .size();
    }

    void number_classes() {
        groups_.class_of = Buffer<std::uint32_t>(n_states_);
        const std::uint32_t* const group = groups_.group_of.data();
        if (!groups_.limited) {
            std::copy_n(group, n_states_, groups_.class_of.data());
            token_.advance(0);
            for (std::uint32_t g = 0; g <= n_groups_; ++g) groups_.first_class.push_back(g);
            return;
        }
        const std::vector<std::uint32_t> examples = Numbering(n_states_, token_).number(
            n_states_, groups_.class_of.data(), [&](std::uint32_t s) { return reader_.hash_blocked(s, group[s]); },
            [&](std::uint32_t a, std::uint32_t b) { return group[a] == group[b] && reader_.same_blocked(a, b); });
        number_by_group(examples);
    }

    /// Number the classes anew, so that those of a group follow one another.
    void number_by_group(const std::vector<std::uint32_t>& examples) {
        std::vector<std::uint32_t>& first = groups_.first_class;
        first.assign(n_groups_ + 1, 0);
        for (const std::uint32_t s : examples) ++first[groups_.group_of[s]];
        std::uint32_t before = 0;
        for (std::uint32_t& start : first) {
            before += start;
            start = before;
        }
        std::vector<std::uint32_t> renumbered(examples.size());
        for (std::size_t c = examples.size(); c-- > 0;) renumbered[c] = --first[groups_.group_of[examples[c]]];
        in_slices(n_states_, token_, [&](std::size_t from, std::size_t to) {
            for (std::size_t s = from; s < to; ++s) groups_.class_of[s] = renumbered[groups_.class_of[s]];
        });
    }

    void sort_members() {
        Buffer<std::uint32_t> order = in_order(ranks_, highest_, n_states_, token_), spare(n_states_);
        const std::size_t n_classes = groups_.first_class.back();
        sort_by_label(groups_.class_of.data(), n_classes, order.data(), spare.data(), n_states_, token_);
        groups_.members = Buffer<Member>(n_states_);
        groups_.first_member.assign(n_classes + 1, 0);
        in_slices(n_states_, token_, [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) {
                groups_.members[at] = {order[at], ranks_[order[at]]};
                ++groups_.first_member[groups_.class_of[order[at]] + 1];
            }
        });
        for (std::size_t c = 0; c < n_classes; ++c) groups_.first_member[c + 1] += groups_.first_member[c];
    }

    const Reader& reader_;
    const Label* const ranks_;
    const std::uint64_t highest_;
    const std::size_t n_states_;
    Token& token_;
    std::size_t n_groups_ = 0;
    Groups groups_;
};

/// What a state needs to know when it is opened for one mover.
struct Place {
    std::uint32_t group;
    Label rank;
};

/// What a search goes along: in each class a frontier, below which all members were reached.
class Frontiers {
  public:
    Frontiers(const std::vector<Groups>& groups, const std::vector<Reader>& readers, const Buffer<Place>& places,
              const Movers& movers, bool improving, Token& token)
        : groups_(groups), readers_(readers), places_(places), improving_(improving), token_(token), classes_(groups.size()) {
        for (const std::uint16_t mover : movers) classes_[mover] = at_the_bottom(groups[mover]);
    }

    void fetch(std::uint32_t state) const { __builtin_prefetch(places_.data() + state * groups_.size()); }

    template <class Reach>
    void open(std::uint32_t state, std::uint16_t mover, Reach reach) {
        const Place place = places_[state * groups_.size() + mover];
        const Groups& groups = groups_[mover];
        if (!groups.limited) {
            raise(classes_[mover][place.group], groups, state, place.rank, reach);
            return;
        }
        const std::uint32_t first = groups.first_class[place.group], last = groups.first_class[place.group + 1];
        if ((looked_ += last - first) >= per_look) token_.advance(looked_ = 0);
        for (std::uint32_t c = first; c < last; ++c) {
            const std::uint32_t example = groups.members[groups.first_member[c]].state;
            if (readers_[mover].can_move(example, state)) raise(classes_[mover][c], groups, state, place.rank, reach);
        }
    }

  private:
    struct Class {
        std::uint32_t next, end;
        std::uint32_t held;  // a member that was passed when it was opened itself: it cannot move to itself
    };

    static Buffer<Class> at_the_bottom(const Groups& groups) {
        Buffer<Class> classes(groups.n_classes());
        for (std::size_t c = 0; c < classes.size(); ++c) classes[c] = {groups.first_member[c], groups.first_member[c + 1], nothing};
        return classes;
    }

    template <class Reach>
    void raise(Class& one, const Groups& groups, std::uint32_t state, Label rank, Reach reach) {
        if (one.held != nothing && one.held != state) {
            reach(one.held);
            one.held = nothing;
        }
        while (one.next < one.end && (!improving_ || groups.members[one.next].rank < rank)) {
            const std::uint32_t source = groups.members[one.next++].state;
            if (source != state) {
                reach(source);
            } else {
                one.held = state;
            }
        }
    }

    const std::vector<Groups>& groups_;
    const std::vector<Reader>& readers_;
    const Buffer<Place>& places_;
    const bool improving_;
    Token& token_;
    std::size_t looked_ = 0;              // at classes since the last look at the token
    std::vector<Buffer<Class>> classes_;  // of each mover
};

class Compact {
  public:
    Compact(const OptionModel& model, const Question& question, const Work& work, std::uint8_t* flags)
        : n_states_(model.n_states),
          question_(question),
          by_mover_(model.frozen != nullptr),
          work_(work),
          flags_(flags),
          highest_(highest_rank(model.ranks, model.n_states, work)),
          groups_(model.ranks.size()),
          places_(model.n_states * model.ranks.size()) {
        for (std::size_t i = 0; i < model.ranks.size(); ++i) {
            readers_.emplace_back(model, i);
            ranks_.emplace_back(n_states_);
        }
        in_parallel(groups_.size(), [&](std::size_t i) {
            with_values(model.ranks[i], [&](const auto* values) {
                for_states([&](std::size_t s) { ranks_[i][s] = static_cast<Label>(values[s]); });
            });
            make_groups(i);
        });
    }

    void find_stable() {
        const std::size_t n_players = question_.last - question_.first;
        const std::vector<unsigned> parts = parts_of(question_.concepts);
        // every part in bytes of its own, since two tasks must not write to the same ones
        std::vector<Buffer<std::uint8_t>> answers(n_players * parts.size());
        in_parallel(answers.size(), [&](std::size_t task) {
            answers[task] = stable(question_.first + task % n_players, parts[task / n_players]);
        });
        in_parallel(n_players, [&](std::size_t at) {
            for (std::size_t part = 0; part < parts.size(); ++part)
                for_states([&](std::size_t s) { flags_[at * n_states_ + s] |= answers[part * n_players + at][s]; });
        });
    }

  private:
    template <class Task>
    void in_parallel(std::size_t n_tasks, Task task) const {
        run_tasks(n_tasks, work_.threads, work_.token, work_.watch, [&](std::size_t next) {
            work_.token.advance(0);
            task(next);
        });
    }

    template <class Use>
    void for_states(Use use) const {
        in_slices(n_states_, work_.token, [&](std::size_t from, std::size_t to) {
            for (std::size_t s = from; s < to; ++s) use(s);
        });
    }

    void make_groups(std::size_t i) {
        const bool has_moves = readers_[i].owns_something();
        if (has_moves) groups_[i] = Grouping(readers_[i], ranks_[i].data(), highest_, n_states_, work_.token).made();
        for_states([&](std::size_t s) {
            places_[s * groups_.size() + i] = {has_moves ? groups_[i].group_of[s] : 0, ranks_[i][s]};
        });
    }

    /// What is found together: the slowest first.
    std::vector<unsigned> parts_of(unsigned concepts) const {
        std::vector<unsigned> parts;
        const std::vector<unsigned> apart = is_reversible() ? std::vector<unsigned>{sseq, seq, smr | gmr, nash}
                                                            : std::vector<unsigned>{sseq, seq, smr, gmr, nash};
        for (const unsigned part : apart)
            if ((concepts & part) != 0) parts.push_back(concepts & part);
        return parts;
    }

    bool is_reversible() const {
        return std::none_of(readers_.begin(), readers_.end(), [](const Reader& reader) { return reader.is_limited(); });
    }

    Buffer<std::uint8_t> stable(std::size_t i, unsigned part) const {
        auto flags = Buffer<std::uint8_t>::zeroed(n_states_);
        const Label* const ranks = ranks_[i].data();
        if (part == nash) {
            set_where_best(i, ranks, nash, flags);
            return flags;
        }
        const unsigned answered = part & (gmr | seq), lasting = part & (smr | sseq);
        const Buffer<Label> most = lasting != 0 ? best(i, ranks) : Buffer<Label>();
        Buffer<Label> worst(answered != 0 ? n_states_ : 0), worst_of_most(lasting != 0 ? n_states_ : 0);
        std::vector<LabelKind> kinds;
        if (answered != 0) kinds.push_back({ranks, worst.data()});
        if (lasting != 0) kinds.push_back({most.data(), worst_of_most.data()});
        close(i, (part & (seq | sseq)) != 0, kinds);
        if (lasting != 0) for_states([&](std::size_t s) { worst_of_most[s] = std::min(worst_of_most[s], ranks[s]); });
        if (answered != 0) set_where_best(i, worst.data(), answered, flags);
        if (lasting != 0) set_where_best(i, worst_of_most.data(), lasting, flags);
        return flags;
    }

    /// Set `flag` where no move leads to a greater value than the rank of the state.
    void set_where_best(std::size_t i, const Label* value, unsigned flag, Buffer<std::uint8_t>& flags) const {
        const Buffer<Label> reached = best(i, value);
        for_states([&](std::size_t s) { flags[s] = static_cast<std::uint8_t>(flags[s] | (reached[s] <= ranks_[i][s] ? flag : 0)); });
    }

    void close(std::size_t i, bool improving, const std::vector<LabelKind>& kinds) const {
        Movers others;
        for (std::size_t j = 0; j < groups_.size(); ++j)
            if (j != i && readers_[j].owns_something()) others.push_back(static_cast<std::uint16_t>(j));
        Frontiers space(groups_, readers_, places_, others, improving, work_.token);
        if (!improving && is_reversible()) {
            SearchConnected(n_states_, others, work_.token).run(space, kinds);
            return;
        }
        const LabelKind& kind = kinds.front();  // there is one
        const Buffer<std::uint32_t> seeds = in_order(kind.own, highest_, n_states_, work_.token);
        if (by_mover_) {
            SearchByMover(n_states_, others, work_.token).run(space, seeds, kind);
        } else {
            SearchAnyMover(n_states_, others, work_.token).run(space, seeds, kind);
        }
    }

    /// For each state the greatest value that the decision maker can move to, its own included.
    Buffer<Label> best(std::size_t i, const Label* value) const {
        Buffer<Label> found(n_states_);
        if (!readers_[i].owns_something()) {
            std::copy_n(value, n_states_, found.data());
            return found;
        }
        const Groups& groups = groups_[i];
        std::size_t looked = 0;
        const auto look = [&](std::size_t steps) {
            if ((looked += steps) >= per_look) work_.token.advance(looked = 0);
        };
        for (std::size_t g = 0; g < groups.n_groups(); ++g)
            for (std::uint32_t c = groups.first_class[g]; c < groups.first_class[g + 1]; ++c) {
                const Label most = best_of_class(i, g, c, value, look);
                look(groups.first_member[c + 1] - groups.first_member[c]);
                for (std::uint32_t at = groups.first_member[c]; at < groups.first_member[c + 1]; ++at)
                    found[groups.members[at].state] = most;
            }
        return found;
    }

    template <class Look>
    Label best_of_class(std::size_t i, std::size_t g, std::uint32_t c, const Label* value, Look look) const {
        const Groups& groups = groups_[i];
        const std::uint32_t example = groups.members[groups.first_member[c]].state;
        const std::uint32_t from = groups.first_member[groups.first_class[g]], to = groups.first_member[groups.first_class[g + 1]];
        Label most = 0;
        look(to - from);
        for (std::uint32_t at = from; at < to; ++at) {
            const std::uint32_t target = groups.members[at].state;
            if (!groups.limited || readers_[i].can_move(example, target)) most = std::max(most, value[target]);
        }
        return most;
    }

    const std::size_t n_states_;
    const Question question_;
    const bool by_mover_;
    const Work& work_;
    std::uint8_t* const flags_;
    const std::uint64_t highest_;
    std::vector<Reader> readers_;
    std::vector<Groups> groups_;
    std::vector<Buffer<Label>> ranks_;
    Buffer<Place> places_;  // (states, decision makers)
};

}  // namespace

void find_stable_compact(const OptionModel& model, const Question& question, const Work& work, std::uint8_t* flags) {
    Compact(model, question, work, flags).find_stable();
}

}  // namespace detente
