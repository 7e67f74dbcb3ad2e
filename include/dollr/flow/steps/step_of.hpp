// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_STEP_OF_HPP
#define DOLLR_FLOW_STEPS_STEP_OF_HPP

#include <dollr/codec/limits.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/flow/facts.hpp>
#include <dollr/flow/step.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// What a step is: one call of the API that moves no money, as a struct.
///
///     struct create_party : step_of<api::create_party, step::create_party> {
///         static constexpr std::string_view name = "creating the party";           for people
///         static bool due(facts const&) noexcept;                                  is it the next thing to do?
///         static question<operation> ask(facts const&);                            its request's parts
///         static sequel take(facts&, operation::response const&);                  what its answer teaches
///     };
///
/// Whether it may be sent again follows from the operation's hazard. The list in flow/steps.hpp is a decision table:
/// the first step that is due is done. Steps that differ only in their operation (an order's receipt, an invoice's)
/// share a number.
namespace dollr::flow {

/// What follows from an answer.
struct sequel {
    enum class kind : std::uint8_t {
        advance,    ///< look at what is there now, and do the next thing
        made,       ///< an object is there: it becomes durable before the next is made from it
        give_up,    ///< not what was intended: `why`
        ask_later,  ///< not yet
    };
    kind what = kind::advance;
    std::string why{};
};

constexpr std::string_view to_text(sequel::kind value) noexcept {
    switch (value) {
        case sequel::kind::advance:
            return "advance";
        case sequel::kind::made:
            return "made";
        case sequel::kind::give_up:
            return "give up";
        case sequel::kind::ask_later:
            return "ask later";
    }
    return {};
}

inline sequel give_up(std::string why) { return {sequel::kind::give_up, std::move(why)}; }

template <class Op>
struct question {
    typename Op::path path{};
    typename Op::query query{};
    typename Op::body body{};
};

template <class Op, step Number>
struct step_of {
    using operation = Op;
    static constexpr step number = Number;
};

/// A step as data, so that the flow is compiled once and not once for each step.
struct step_row {
    flow::step number;
    std::string_view name;
    dollr::hazard hazard;
    bool (*due)(facts const&) noexcept;
    result<void> (*build)(facts const&, secret_string const& bearer, http_request& out);
    result<sequel> (*take)(facts&, exchange_result const&);
};

namespace detail {

template <class Step>
result<void> build(facts const& f, secret_string const& bearer, http_request& out) {
    auto const q = Step::ask(f);
    return codec::request<typename Step::operation>(q.path, q.query, q.body, bearer, out);
}

template <class Step>
result<sequel> take(facts& f, exchange_result const& answer) {
    auto const value = codec::response<typename Step::operation>(answer, {.body_max = codec::list_max});
    if (!value) return value.error();
    return Step::take(f, *value);
}

}  // namespace detail

/// Steps in the order in which they are looked at.
template <class... Steps>
struct step_list {
    static constexpr std::array<step_row, sizeof...(Steps)> rows{
        step_row{Steps::number, Steps::name, Steps::operation::hazard, &Steps::due, &detail::build<Steps>,
                 &detail::take<Steps>}...};

    /// nullptr: nothing is left to do.
    static step_row const* first_due(facts const& f) noexcept {
        for (auto const& row : rows)
            if (row.due(f)) return &row;
        return nullptr;
    }
};

}  // namespace dollr::flow

#endif
