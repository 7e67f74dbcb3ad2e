// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_CALL_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_CALL_HPP

#include <dollr/client/runner.hpp>

#include <algorithm>
#include <memory>
#include <utility>

/// Its templates.
namespace dollr {

template <class Op>
runner::operation runner::call(typename Op::path path, typename Op::query query, typename Op::body body,
                               duration deadline, completion_of<result<typename Op::response>> done) {
    static_assert(Op::hazard != hazard::moves_money, "what moves money is never just called: it is paid by pay()");
    auto const number = ++last_number_;
    auto const longest = deadline > duration::zero() ? deadline : policy_.call_max;
    auto const id =
        pool_.add({std::make_unique<call_of<Op>>(std::move(path), std::move(query), std::move(body), std::move(done),
                                                 policy_, seed_ + number, longest, number, changed_)});
    auto& deadline_of_it = calls_.emplace(number, caller{id}).first->second.deadline;
    set_deadline(number, deadline_of_it, later(std::min(longest, duration::max() / 2) + policy_.exchange_max));
    pool_.deliver(id, event::started{}, now());
    if (inbox_->wake) inbox_->wake();
    return number;
}

template <class Visit>
void runner::each(Visit&& visit) {
    pool_.each([&](task_id id, pooled_http_task& task) {
        auto* const payment = task.machine->payment();
        if (payment == nullptr) return;
        auto const* const p = find_payer(payment->key());
        if (p == nullptr || !p->audits) visit(id, *payment);
    });
}

}  // namespace dollr

#endif
