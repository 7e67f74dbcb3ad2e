// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_COMPLETION_HPP
#define DOLLR_PORT_COMPLETION_HPP

#include <dollr/http/message.hpp>

#include <concepts>
#include <memory>
#include <utility>

/// A function that takes what an operation came to, once: a second call does nothing. Unlike std::function it may hold
/// what cannot be copied.
namespace dollr {

template <class T>
class completion_of {
public:
    completion_of() = default;

    template <std::invocable<T> F>
        requires(!std::same_as<F, completion_of>)
    completion_of(F function) : target_(std::make_unique<holder<F>>(std::move(function))) {}

    explicit operator bool() const noexcept { return target_ != nullptr; }

    void operator()(T outcome) {
        if (auto const target = std::move(target_)) target->call(std::move(outcome));
    }

private:
    struct callable {
        virtual ~callable() = default;
        virtual void call(T outcome) = 0;
    };
    template <class F>
    struct holder final : callable {
        explicit holder(F f) : function(std::move(f)) {}
        void call(T outcome) override { std::move(function)(std::move(outcome)); }
        F function;
    };

    std::unique_ptr<callable> target_;
};

/// Of one exchange.
using completion = completion_of<exchange_result>;

}  // namespace dollr

#endif
