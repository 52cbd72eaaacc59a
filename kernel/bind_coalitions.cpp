// Coalitions for Python: arrays are checked here, so that the core can trust them.
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "bind.hpp"
#include "coalitions.hpp"
#include "memory.hpp"
#include "watching.hpp"

namespace nb = nanobind;

namespace detente {

namespace {

using Words = nb::ndarray<const std::uint64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Rows = nb::ndarray<const std::uint64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Indices = nb::ndarray<const std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Ranks = nb::ndarray<const std::int32_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Flags = nb::ndarray<nb::numpy, std::uint8_t, nb::ndim<3>>;
using Ways = nb::ndarray<nb::numpy, std::uint8_t, nb::ndim<1>>;

void require(bool holds, const char* otherwise) {
    if (!holds) throw std::invalid_argument(otherwise);
}

std::vector<RankColumn> columns(const Ranks& ranks) {
    const std::size_t n_players = ranks.shape(0), n_states = ranks.shape(1);
    require(n_players >= 1 && n_players <= 64, "there are 1 to 64 decision makers");
    require(n_states > 0 && n_states < std::numeric_limits<std::int32_t>::max(), "there are 1 to 2^31 - 2 states");
    std::int64_t sum = 1;
    std::vector<RankColumn> found;
    for (std::size_t i = 0; i < n_players; ++i) {
        const std::span<const std::int32_t> values(ranks.data() + i * n_states, n_states);
        const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
        require(*least >= 0, "ranks count from 0");
        sum += *greatest;
        found.push_back({values.data(), 4});
    }
    require(sum < std::numeric_limits<std::int32_t>::max(), "the ranks of all decision makers together stay below 2^31");
    return found;
}

std::vector<coalitions::Group> groups(const Words& given, std::size_t n_players) {
    const coalitions::Group everybody = n_players == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << n_players) - 1;
    std::vector<coalitions::Group> found(given.data(), given.data() + given.shape(0));
    for (const auto one : found)
        require(one != 0 && (one & ~everybody) == 0, "a coalition is a nonempty set of decision makers");
    return found;
}

coalitions::Question question(const Words& concepts, const Words& asked, const Words& family, std::size_t n_players,
                              bool pareto, unsigned threads, std::size_t most_bytes) {
    coalitions::Question made;
    for (std::size_t k = 0; k < concepts.shape(0); ++k) {
        require(concepts.data()[k] <= 3, "concepts are 0 CNash, 1 CGMR, 2 CSMR, 3 CSEQ");
        made.concepts.push_back(static_cast<coalitions::Concept>(concepts.data()[k]));
    }
    made.groups = groups(asked, n_players);
    made.family = groups(family, n_players);
    std::sort(made.family.begin(), made.family.end());
    made.family.erase(std::unique(made.family.begin(), made.family.end()), made.family.end());
    made.pareto = pareto;
    made.threads = std::min(threads, most_threads);
    made.most_bytes = most_bytes;
    return made;
}

template <class T>
T* kept(std::unique_ptr<Buffer<T>>& buffer, nb::capsule& owner) {
    T* const data = buffer->data();
    owner = nb::capsule(buffer.release(), [](void* held) noexcept { delete static_cast<Buffer<T>*>(held); });
    return data;
}

template <class Build>
nb::tuple found_by(const coalitions::Question& asked, std::size_t n_states, const nb::object& progress, Build build) {
    const std::size_t n_concepts = asked.concepts.size(), n_groups = asked.groups.size();
    const std::size_t rows = n_concepts * n_groups;
    require(rows == 0 || n_states <= PTRDIFF_MAX / rows, "there are too many coalitions for so many states");
    auto flags = std::make_unique<Buffer<std::uint8_t>>(rows * n_states);
    auto ways = std::make_unique<Buffer<std::uint8_t>>(n_groups);
    Token token;
    coalitions::Model model;
    const Watch signals = watching(nb::none(), 1);
    {
        const nb::gil_scoped_release released;
        model = build(signals);
    }
    const Watch watch = watching(progress, coalitions::work_of(model, asked));
    try {
        const nb::gil_scoped_release released;
        flags->clear();
        ways->clear();
        coalitions::answer(model, asked, flags->data(), ways->data(), token, watch);
    } catch (const coalitions::TooMuch& error) {
        throw std::overflow_error(error.what());
    }
    nb::capsule flags_owner, ways_owner;
    std::uint8_t* const flags_data = kept(flags, flags_owner);
    std::uint8_t* const ways_data = kept(ways, ways_owner);
    return nb::make_tuple(Flags(flags_data, {n_concepts, n_groups, n_states}, flags_owner),
                          Ways(ways_data, {n_groups}, ways_owner));
}

nb::tuple option_coalitions(const std::optional<Rows>& words, const Rows& owned, const Words& only_up,
                            const Words& only_down, const std::optional<Rows>& frozen, const Ranks& ranks,
                            const Words& concepts, const Words& asked, const Words& family, bool pareto,
                            unsigned threads, std::size_t most_bytes, const nb::object& progress) {
    OptionModel model;
    model.ranks = columns(ranks);
    model.n_states = ranks.shape(1);
    model.n_words = owned.shape(1);
    require(model.n_words > 0, "a state has at least one word");
    require(owned.shape(0) == model.ranks.size(), "there are ranks and options for each decision maker");
    require(only_up.shape(0) == model.n_words && only_down.shape(0) == model.n_words,
            "owned, only_up and only_down have as many words as a state");
    require(words || model.n_words == 1, "words may be left out where a state is one word");
    require(!words || (words->shape(0) == model.n_states && words->shape(1) == model.n_words),
            "words has a row of words for each state");
    require(!frozen || (frozen->shape(0) == model.n_states && frozen->shape(1) == model.n_words),
            "frozen has a row of words for each state");
    model.words = words ? words->data() : nullptr;
    model.owned = owned.data();
    model.only_up = only_up.data();
    model.only_down = only_down.data();
    model.frozen = frozen ? frozen->data() : nullptr;
    const auto made = question(concepts, asked, family, model.ranks.size(), pareto, threads, most_bytes);
    return found_by(made, model.n_states, progress, [&](const Watch& signals) { return coalitions::model_of(model, made.threads, signals); });
}

void check_arcs(const Indices& starts, const Indices& targets, std::size_t n_states) {
    require(starts.shape(0) == n_states + 1 && starts.data()[0] == 0, "starts has one place more than there are states, from 0");
    require(std::is_sorted(starts.data(), starts.data() + n_states + 1), "starts ascend");
    require(static_cast<std::size_t>(starts.data()[n_states]) == targets.shape(0), "starts end with the number of targets");
    const std::span<const std::int64_t> all(targets.data(), targets.shape(0));
    require(std::all_of(all.begin(), all.end(), [&](std::int64_t t) { return t >= 0 && static_cast<std::size_t>(t) < n_states; }),
            "a target is no state");
}

nb::tuple arc_coalitions(const nb::sequence& starts, const nb::sequence& targets, const Ranks& ranks,
                         const Words& concepts, const Words& asked, const Words& family, bool pareto, unsigned threads,
                         std::size_t most_bytes, const nb::object& progress) {
    ArcModel model;
    model.ranks = columns(ranks);
    model.n_states = ranks.shape(1);
    std::vector<Indices> kept_starts, kept_targets;
    for (const nb::handle one : starts) kept_starts.push_back(nb::cast<Indices>(one));
    for (const nb::handle one : targets) kept_targets.push_back(nb::cast<Indices>(one));
    require(kept_starts.size() == model.ranks.size() && kept_targets.size() == model.ranks.size(),
            "there are starts, targets and ranks for each decision maker");
    for (std::size_t i = 0; i < kept_starts.size(); ++i) {
        check_arcs(kept_starts[i], kept_targets[i], model.n_states);
        model.moves.push_back({kept_starts[i].data(), kept_targets[i].data()});
    }
    const auto made = question(concepts, asked, family, model.ranks.size(), pareto, threads, most_bytes);
    return found_by(made, model.n_states, progress, [&](const Watch& signals) { return coalitions::model_of(model, made.threads, signals); });
}

}  // namespace

void bind_coalitions(nb::module_& module) {
    module.def("option_coalitions", &option_coalitions, nb::arg("words").none(), nb::arg("owned"), nb::arg("only_up"),
               nb::arg("only_down"), nb::arg("frozen").none(), nb::arg("ranks"), nb::arg("concepts"), nb::arg("groups"),
               nb::arg("family"), nb::arg("pareto"), nb::arg("threads"), nb::arg("most_bytes"),
               nb::arg("progress").none(),
               "Return (concepts, coalitions, states) uint8, 1 where stable, and (coalitions) uint8, how moves were followed.");
    module.def("arc_coalitions", &arc_coalitions, nb::arg("starts"), nb::arg("targets"), nb::arg("ranks"),
               nb::arg("concepts"), nb::arg("groups"), nb::arg("family"), nb::arg("pareto"), nb::arg("threads"),
               nb::arg("most_bytes"), nb::arg("progress").none(), "The same for moves along explicit arcs.");
}

}  // namespace detente
