// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_COMPLETION_HPP
#define DOLLR_CLIENT_COMPLETION_HPP

#include <dollr/codec/http.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

/// A function that takes what an operation came to, once. Unlike std::function it may hold what cannot be copied.
namespace dollr {

template <class T>
class completion_of {
public:
    completion_of() = default;

    template <class F>
        requires(!std::same_as<std::remove_cvref_t<F>, completion_of> && std::invocable<std::decay_t<F>, T>)
    completion_of(F&& function) : target_(std::make_unique<holder<std::decay_t<F>>>(std::forward<F>(function))) {}

    explicit operator bool() const noexcept { return target_ != nullptr; }

    void operator()(T outcome) {
        auto const target = std::move(target_);
        target->call(std::move(outcome));
    }

private:
    struct callable {
        virtual ~callable() = default;
        virtual void call(T outcome) = 0;
    };
    template <class F>
    struct holder final : callable {
        template <class G>
        explicit holder(G&& g) : function(std::forward<G>(g)) {}
        void call(T outcome) override { std::move(function)(std::move(outcome)); }
        F function;
    };

    std::unique_ptr<callable> target_;
};

/// Of one exchange.
using completion = completion_of<exchange_result>;

}  // namespace dollr

#endif
