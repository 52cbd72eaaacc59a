#include "coalitions_improving.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "order.hpp"

namespace detente::coalitions {

namespace {

constexpr Value most = std::numeric_limits<Value>::max();
constexpr std::size_t slice = 1 << 12;

}  // namespace

Columns columns_of(const Model& model, Group coalition, bool pareto, Token& token) {
    std::vector<std::size_t> members;
    for (Group left = coalition; left; left &= left - 1) members.push_back(static_cast<std::size_t>(std::countr_zero(left)));
    const bool sum = pareto && members.size() > 1;
    Columns made;
    made.count = static_cast<unsigned>(members.size() + sum);
    made.given.resize(model.n_states * made.count);
    made.needed.resize(model.n_states * made.count);
    for (State s = 0; s < model.n_states; ++s) {
        if (s % slice == 0) token.advance(0);
        Value* given = made.given.data() + s * std::size_t{made.count};
        Value* needed = made.needed.data() + s * std::size_t{made.count};
        Value total = 0;
        for (std::size_t k = 0; k < members.size(); ++k) {
            given[k] = model.rank(s, members[k]);
            needed[k] = given[k] + (sum ? 0 : 1);
            total += given[k];
        }
        if (sum) {
            given[members.size()] = total;
            needed[members.size()] = total + 1;
        }
    }
    return made;
}

// ----------------------------------------------------------------------------------------------- one coalition

Backwards::Backwards(const Model& model, Group coalition, bool pareto, std::size_t most_bytes, Token& token)
    : coalition_(coalition),
      n_states_(model.n_states),
      columns_(columns_of(model, coalition, pareto, token)),
      reach_(model, coalition, most_bytes, token) {
    const std::size_t n = model.n_states;
    if (reach_.way() == Way::components) {
        plant(reach_.as_components().members, token);
        return;
    }
    std::vector<std::pair<State, State>> pairs;  // (where a state enters, the state)
    const auto enter = [&](State s) {
        token.advance(0);
        if (s % 64 == 0 && pairs.size() * sizeof(pairs[0]) > most_bytes) throw TooMuch();
    };
    std::size_t parts = n;
    if (reach_.way() == Way::one_move) {
        for (State s = 0; s < n; ++s) {
            enter(s);
            reach_.as_mover().any(s, [&](State t) {
                pairs.emplace_back(t, s);
                return false;
            });
        }
    } else {
        const Graph& graph = reach_.as_graph();
        parts = graph.n_parts();
        for (State s = 0; s < n; ++s) {
            enter(s);
            graph.any_entry(s, [&](State node) {
                pairs.emplace_back(graph.part(node), s);
                return false;
            });
        }
    }
    plant(Lists::by_first(pairs, parts, token), token);
    if (reach_.way() == Way::searched) link(reach_.as_graph(), most_bytes, token);
}

void Backwards::plant(const Lists& entries, Token& token) {
    entry_ = entries.items;
    if (entry_.size() >= nowhere) throw TooMuch();
    tree_.assign(entries.starts.size() - 1, nowhere);
    for (std::size_t part = 0; part + 1 < entries.starts.size(); ++part) {
        const auto first = static_cast<State>(entries.starts[part]), last = static_cast<State>(entries.starts[part + 1]);
        if (first != last) tree_[part] = grow(first, last, 0, token);
    }
}

State Backwards::grow(State first, State last, unsigned depth, Token& token) {
    token.advance(0);
    const auto at = static_cast<State>(nodes_.size());
    nodes_.push_back({first, last, nowhere, nowhere});
    const unsigned width = columns_.count;
    least_.resize(least_.size() + width, most);
    Value* least = least_.data() + std::size_t{at} * width;
    for (State place = first; place < last; ++place)
        for (unsigned c = 0; c < width; ++c)
            least[c] = std::min(least[c], columns_.needed[entry_[place] * std::size_t{width} + c]);
    if (last - first <= leaf) return at;
    const unsigned column = depth % width;
    const State middle = first + (last - first) / 2;
    std::nth_element(entry_.begin() + first, entry_.begin() + middle, entry_.begin() + last, [&](State a, State b) {
        return std::pair(columns_.needed[a * std::size_t{width} + column], a) <
               std::pair(columns_.needed[b * std::size_t{width} + column], b);
    });
    const State left = grow(first, middle, depth + 1, token), right = grow(middle, last, depth + 1, token);
    nodes_[at].left = left;
    nodes_[at].right = right;
    return at;
}

/// Which parts lead to which, and the least that is needed there or further back.
void Backwards::link(const Graph& graph, std::size_t most_bytes, Token& token) {
    std::vector<std::pair<State, State>> pairs;
    std::vector<State> seen(graph.n_parts(), nowhere);
    for (State part = 0; part < graph.n_parts(); ++part)
        for (const State* node = graph.parts().begin(part); node != graph.parts().end(part); ++node) {
            token.advance(0);
            graph.any_after(*node, [&](State next) {
                if (const State p = graph.part(next); p != part && seen[p] != part) {
                    seen[p] = part;
                    pairs.emplace_back(p, part);
                    if (pairs.size() * sizeof(pairs[0]) > most_bytes) throw TooMuch();
                }
                return false;
            });
        }
    before_ = Lists::by_first(pairs, graph.n_parts(), token);
    const unsigned width = columns_.count;
    least_before_.assign(graph.n_parts() * width, most);
    for (std::size_t part = graph.n_parts(); part-- > 0;) {  // what leads to a part has a greater number
        token.advance(0);
        Value* here = least_before_.data() + part * width;
        const auto lower = [&](const Value* from) {
            for (unsigned c = 0; c < width; ++c) here[c] = std::min(here[c], from[c]);
        };
        if (tree_[part] != nowhere) lower(least_.data() + std::size_t{tree_[part]} * width);
        for (const State* p = before_.begin(part); p != before_.end(part); ++p)
            lower(least_before_.data() + std::size_t{*p} * width);
    }
}

Backwards::Left Backwards::all() const {
    Left left;
    left.least = least_;
    left.gone.assign(entry_.size(), 0);
    if (reach_.way() == Way::searched) left.seen.assign(tree_.size(), nowhere);
    return left;
}

void Backwards::ask(State end, Left& left, std::vector<State>& found, Token& token) const {
    const Value* given = columns_.given.data() + end * std::size_t{columns_.count};
    if (reach_.way() == Way::components) {
        const State root = tree_[reach_.as_components().of[end]];
        return open(root, given, left, found, token);
    }
    if (reach_.way() == Way::one_move) {
        if (tree_[end] != nowhere) open(tree_[end], given, left, found, token);
        return;
    }
    const Graph& graph = reach_.as_graph();
    const State question = left.question++;
    const auto may = [&](State part) {
        const Value* least = least_before_.data() + std::size_t{part} * columns_.count;
        for (unsigned c = 0; c < columns_.count; ++c)
            if (least[c] > given[c]) return false;
        return true;
    };
    const auto visit = [&](State part) {
        if (left.seen[part] == question || !may(part)) return;
        left.seen[part] = question;
        left.todo.push_back(part);
    };
    for (std::size_t node = end; node < graph.n_nodes(); node += n_states_) visit(graph.part(static_cast<State>(node)));
    while (!left.todo.empty()) {
        const State part = left.todo.back();
        left.todo.pop_back();
        if (++left.looked % slice == 0) token.advance(0);
        if (tree_[part] != nowhere) open(tree_[part], given, left, found, token);
        for (const State* p = before_.begin(part); p != before_.end(part); ++p) visit(*p);
    }
}

void Backwards::open(State at, const Value* given, Left& left, std::vector<State>& found, Token& token) const {
    const unsigned width = columns_.count;
    Value* least = left.least.data() + std::size_t{at} * width;
    for (unsigned c = 0; c < width; ++c)
        if (least[c] > given[c]) return;
    if (++left.looked % slice == 0) token.advance(0);
    const Node& node = nodes_[at];
    if (node.left != nowhere) {
        open(node.left, given, left, found, token);
        open(node.right, given, left, found, token);
        const Value *a = left.least.data() + std::size_t{node.left} * width, *b = left.least.data() + std::size_t{node.right} * width;
        for (unsigned c = 0; c < width; ++c) least[c] = std::min(a[c], b[c]);
        return;
    }
    std::fill(least, least + width, most);
    for (State place = node.first; place < node.last; ++place) {
        if (left.gone[place]) continue;
        const Value* needed = columns_.needed.data() + entry_[place] * std::size_t{width};
        bool enough = true;
        for (unsigned c = 0; c < width; ++c) enough &= needed[c] <= given[c];
        if (enough) {
            left.gone[place] = 1;
            found.push_back(entry_[place]);
        } else {
            for (unsigned c = 0; c < width; ++c) least[c] = std::min(least[c], needed[c]);
        }
    }
}

// ----------------------------------------------------------------------------------------------- sequences

void least_along(const std::vector<const Backwards*>& family, std::vector<Value>& values, Token& token) {
    // Ends are taken in ascending order. A sequence can go on from a state by every coalition but the one that led
    // there, so a state counts when a first coalition is found that leads on from it, and once more with a second.
    constexpr std::uint32_t none = ~std::uint32_t{0}, all = none - 1;
    const auto n = static_cast<State>(values.size());
    std::vector<State> order(n), spare(n);
    std::iota(order.begin(), order.end(), State{0});
    const auto highest = static_cast<std::uint64_t>(*std::max_element(values.begin(), values.end()));
    sort_by_label(values.data(), highest, order.data(), spare.data(), n, token);
    std::vector<Backwards::Left> left;
    for (const Backwards* one : family) left.push_back(one->all());
    std::vector<std::uint32_t> by(n, none);
    std::vector<Value> least(n);
    std::vector<std::pair<State, std::uint32_t>> todo;  // a state, and the coalition whose improvement ends there
    std::vector<State> found;
    std::size_t looks = 0;
    State settled = 0;
    for (const State end : order) {
        if (settled == n) break;
        const Value value = values[end];
        const auto ask_all = [&](State s, std::uint32_t but) {
            for (std::uint32_t k = 0; k < family.size(); ++k)
                if (k != but) todo.emplace_back(s, k);
        };
        if (by[end] == none) {
            least[end] = value;
            ++settled;
            ask_all(end, none);
        } else if (by[end] != all) {
            todo.emplace_back(end, by[end]);
        }
        by[end] = all;
        while (!todo.empty()) {
            const auto [target, k] = todo.back();
            todo.pop_back();
            if (++looks % slice == 0) token.advance(0);
            found.clear();
            family[k]->ask(target, left[k], found, token);
            for (const State s : found) {
                if (by[s] == all || by[s] == k) continue;
                if (by[s] == none) {
                    least[s] = value;
                    ++settled;
                    ask_all(s, k);
                    by[s] = k;
                } else {
                    todo.emplace_back(s, by[s]);
                    by[s] = all;
                }
            }
        }
    }
    values = std::move(least);
}

}  // namespace detente::coalitions
