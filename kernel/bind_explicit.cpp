// The explicit engine for Python: arrays are checked here, so that the core can trust them.
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "bind.hpp"
#include "explicit.hpp"
#include "memory.hpp"
#include "watching.hpp"

namespace nb = nanobind;

namespace detente {

namespace {

using Words = nb::ndarray<const std::uint64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Rows = nb::ndarray<const std::uint64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Indices = nb::ndarray<const std::int64_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Ranks = nb::ndarray<nb::ro, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Flags = nb::ndarray<nb::numpy, std::uint8_t, nb::ndim<2>>;

void require(bool holds, const char* otherwise) {
    if (!holds) throw std::invalid_argument(otherwise);
}

/// One array for each decision maker; keeps them alive.
template <class Array>
std::vector<Array> arrays(const nb::sequence& given) {
    std::vector<Array> found;
    for (const nb::handle one : given) found.push_back(nb::cast<Array>(one));
    return found;
}

std::vector<RankColumn> columns(const std::vector<Ranks>& ranks, std::size_t n_states) {
    std::vector<RankColumn> found;
    for (const Ranks& one : ranks) {
        const nb::dlpack::dtype type = one.dtype();
        require(type.code == static_cast<std::uint8_t>(nb::dlpack::dtype_code::Int) && type.lanes == 1 && type.bits <= 64,
                "ranks are signed integers");
        require(one.shape(0) == n_states, "there is one rank for each state");
        found.push_back({one.data(), type.bits / 8u});
    }
    require(!found.empty(), "there is at least one decision maker");
    require(found.size() <= 32000, "there are at most 32,000 decision makers");
    return found;
}

Target target_named(const std::optional<std::string>& name) {
    if (!name) return chosen_target();
    for (const Target target : {Target::baseline, Target::avx2, Target::avx512})
        if (*name == target_names[static_cast<std::size_t>(target)] && is_built(target) && target <= chosen_target()) return target;
    throw std::invalid_argument("this build or processor has no instruction set " + *name);
}

Form form_named(const std::string& name) {
    if (name == "best") return Form::best;
    if (name == "options") return Form::options;
    if (name == "strategies") return Form::strategies;
    if (name == "compact") return Form::compact;
    throw std::invalid_argument("a form is best, options, strategies or compact");
}

/// The question about one decision maker, or about all where `player` is none.
Question question_of(unsigned concepts, const std::optional<std::size_t>& player, std::size_t n_players) {
    require(concepts >= 1 && concepts <= every_concept, "concepts are bits 0 to 4");
    require(!player || *player < n_players, "there is no such decision maker");
    return player ? Question{concepts, *player, *player + 1} : Question{concepts, 0, n_players};
}

/// Call `find(work, flags)` with the GIL released, and return the flags as `(decision makers, states) uint8`.
template <class Find>
Flags found_by(std::size_t n_states, const Question& question, unsigned threads, Target target, const nb::object& progress,
               Find find) {
    const std::size_t n_players = question.last - question.first;
    std::unique_ptr<Buffer<std::uint8_t>> flags;
    Token token;
    const Watch watch = watching(progress, units_of_work(n_states, question));
    {
        const nb::gil_scoped_release released;
        flags = std::make_unique<Buffer<std::uint8_t>>(Buffer<std::uint8_t>::zeroed(n_players * n_states));
        find(Work{token, watch, std::min(threads, most_threads), target}, flags->data());
    }
    std::uint8_t* const data = flags->data();
    const nb::capsule owner(flags.release(), [](void* kept) noexcept { delete static_cast<Buffer<std::uint8_t>*>(kept); });
    return Flags(data, {n_players, n_states}, owner);
}

void check_bits(const OptionModel& model, std::size_t n_owned) {
    require(model.n_options <= 64 * model.n_words, "words are too few for the options");
    std::vector<std::uint64_t> seen(model.n_words);
    for (std::size_t at = 0; at < n_owned * model.n_words; ++at) {
        std::uint64_t& word = seen[at % model.n_words];
        require((word & model.owned[at]) == 0, "an option has two owners");
        word |= model.owned[at];
    }
    for (std::size_t w = 0; w < model.n_words; ++w) {
        const std::size_t bits = model.n_options > 64 * w ? std::min<std::size_t>(64, model.n_options - 64 * w) : 0;
        require(bits == 64 || seen[w] >> bits == 0, "an owned bit is no option");
    }
}

Flags option_stability(const std::optional<Rows>& words, const Rows& owned, const Words& only_up, const Words& only_down,
                       const std::optional<Rows>& frozen, const nb::sequence& ranks, unsigned n_options, unsigned concepts,
                       const std::optional<std::size_t>& player, const std::string& form, unsigned threads, const std::optional<std::string>& target, const nb::object& progress) {
    require(words || n_options <= 30, "words may be left out for up to 30 options, where every combination is a state");
    OptionModel model;
    model.n_states = words ? words->shape(0) : std::size_t{1} << n_options;
    model.n_words = words ? words->shape(1) : 1;
    model.n_options = n_options;
    model.words = words ? words->data() : nullptr;
    require(model.n_states > 0 && model.n_states < 0xffffffff, "there are 1 to 2^32 - 2 states");
    require(model.n_words > 0, "a state has at least one word");
    require(owned.shape(1) == model.n_words && only_up.shape(0) == model.n_words && only_down.shape(0) == model.n_words,
            "owned, only_up and only_down have as many words as a state");
    require(!frozen || (frozen->shape(0) == model.n_states && frozen->shape(1) == model.n_words),
            "frozen has a row of words for each state");
    const std::vector<Ranks> kept = arrays<Ranks>(ranks);
    model.ranks = columns(kept, model.n_states);
    require(owned.shape(0) == model.ranks.size(), "there are ranks and options for each decision maker");
    model.owned = owned.data();
    model.only_up = only_up.data();
    model.only_down = only_down.data();
    model.frozen = frozen ? frozen->data() : nullptr;
    check_bits(model, owned.shape(0));
    const Question question = question_of(concepts, player, model.ranks.size());
    const Form wanted = form_named(form);
    return found_by(model.n_states, question, threads, target_named(target), progress,
                    [&](const Work& work, std::uint8_t* flags) { find_stable(model, wanted, question, work, flags); });
}

void check_arcs(const Indices& starts, const Indices& targets, std::size_t n_states) {
    require(starts.shape(0) == n_states + 1 && starts.data()[0] == 0, "starts has one place more than there are states, from 0");
    require(std::is_sorted(starts.data(), starts.data() + n_states + 1), "starts ascend");
    require(static_cast<std::size_t>(starts.data()[n_states]) == targets.shape(0), "starts end with the number of targets");
    require(targets.shape(0) < 0xffffffff, "there are at most 2^32 - 2 moves");
    const std::span<const std::int64_t> all(targets.data(), targets.shape(0));
    require(std::all_of(all.begin(), all.end(), [&](std::int64_t t) { return t >= 0 && static_cast<std::size_t>(t) < n_states; }),
            "a target is no state");
}

Flags arc_stability(const nb::sequence& starts, const nb::sequence& targets, const nb::sequence& ranks, unsigned concepts,
                    const std::optional<std::size_t>& player, unsigned threads, const nb::object& progress) {
    const std::vector<Indices> kept_starts = arrays<Indices>(starts), kept_targets = arrays<Indices>(targets);
    const std::vector<Ranks> kept_ranks = arrays<Ranks>(ranks);
    require(!kept_ranks.empty() && kept_starts.size() == kept_ranks.size() && kept_targets.size() == kept_ranks.size(),
            "there are starts, targets and ranks for each decision maker");
    ArcModel model;
    model.n_states = kept_ranks[0].shape(0);
    require(model.n_states > 0 && model.n_states < 0xffffffff, "there are 1 to 2^32 - 2 states");
    model.ranks = columns(kept_ranks, model.n_states);
    for (std::size_t i = 0; i < kept_starts.size(); ++i) {
        check_arcs(kept_starts[i], kept_targets[i], model.n_states);
        model.moves.push_back({kept_starts[i].data(), kept_targets[i].data()});
    }
    const Question question = question_of(concepts, player, model.ranks.size());
    return found_by(model.n_states, question, threads, chosen_target(), progress,
                    [&](const Work& work, std::uint8_t* flags) { find_stable_on_arcs(model, question, work, flags); });
}

}  // namespace

void bind_explicit(nb::module_& module) {
    module.def("option_stability", &option_stability, nb::arg("words").none(), nb::arg("owned"), nb::arg("only_up"),
               nb::arg("only_down"), nb::arg("frozen").none(), nb::arg("ranks"), nb::arg("n_options"), nb::arg("concepts"),
               nb::arg("player").none(), nb::arg("form"), nb::arg("threads"), nb::arg("target").none(), nb::arg("progress").none(),
               "Return (decision makers, states) uint8: bit c is set where a state is stable under concept c.");
    module.def("arc_stability", &arc_stability, nb::arg("starts"), nb::arg("targets"), nb::arg("ranks"), nb::arg("concepts"),
               nb::arg("player").none(), nb::arg("threads"), nb::arg("progress").none(), "The same for moves along explicit arcs.");
}

}  // namespace detente
