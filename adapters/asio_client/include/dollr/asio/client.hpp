// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_CLIENT_HPP
#define DOLLR_ASIO_CLIENT_HPP

#include <dollr/client/settlement.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/runtime/calls.hpp>
#include <dollr/runtime/settings.hpp>
#include <dollr/value/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

/// The front door for programs that have an event loop: the same settings, an executor, and any completion token.
///
///     auto client = dollr::asio::client::open(context.get_executor(), {.target = ..., .journal = ...}).value();
///     dollr::result<dollr::settlement> end = co_await client.async_pay(order, boost::asio::use_awaitable);
///
/// In a coroutine that g++-12 compiles, give intent and options a name first: it destroys an aggregate that is written
/// within a co_await expression twice, and the program crashes.
///
/// The client works on a strand of the executor, so its members may be called from any thread. A handler is called on
/// its associated executor, with its associated allocator, never from inside the initiating function. Any cancellation
/// ends the wait as the deadline does: a payment of which nothing has left is cancelled, and that is told; one that may
/// have left is told as unknown, and goes on. Observers are called on the strand; what one throws comes out of the
/// context's run(), and the client goes on with the next turn.
///
/// The journal works on a thread of its own, so the loop never waits for a disk or a database. Without a payment or a
/// call the client leaves nothing to run. It is destroyed like a socket: while no other thread is inside it. Then
/// everybody who still waits is told.
namespace dollr::asio {

class client {
public:
    using executor_type = boost::asio::any_io_executor;

    /// Opens the journal (or makes it) and loads the credentials; a sandbox is asked for its clock. All of that blocks,
    /// for at most some seconds. Over Boost.Asio, unless `transport` is set.
    [[nodiscard]] static result<client> open(executor_type const& executor, settings const& with);
    client(client&&) noexcept = default;
    client& operator=(client&&) = delete;
    ~client();

    /// As dollr::client::pay. Completes with `void(result<settlement>)`.
    template <boost::asio::completion_token_for<void(result<settlement>)> Token>
    auto async_pay(payment_intent intent, pay_options how, Token&& token);
    template <boost::asio::completion_token_for<void(result<settlement>)> Token>
    auto async_pay(payment_intent intent, Token&& token) {
        return async_pay(std::move(intent), pay_options{}, std::forward<Token>(token));
    }

    /// As dollr::client::recover. Completes with `void(result<std::vector<settlement>>)`.
    template <boost::asio::completion_token_for<void(result<std::vector<settlement>>)> Token>
    auto async_recover(pay_options how, Token&& token);

    /// As dollr::client::call. Completes with `void(result<typename Op::response>)`. `deadline` zero: two minutes.
    template <class Op, boost::asio::completion_token_for<void(result<typename Op::response>)> Token>
    auto async_call(typename Op::path path, typename Op::query query, typename Op::body body, duration deadline,
                    Token&& token);

    /// After refused credentials or a refused passcode were corrected: what was held goes on.
    void resume();

    [[nodiscard]] executor_type get_executor() const noexcept;

private:
    struct core;
    using starting = std::function<std::uint64_t(runner*)>;  ///< nullptr: the client was destroyed before
    using cancelling = std::function<void()>;
    explicit client(std::shared_ptr<core> made) noexcept : core_(std::move(made)) {}

    static executor_type executor_of(core const& at) noexcept;
    static error closed(money_moved moved);
    /// Starts it on the strand; what is returned cancels it, from any thread.
    static cancelling start(std::shared_ptr<core> const& at, starting what);
    static std::uint64_t pay(runner& work, payment_intent intent, pay_options how,
                             completion_of<result<settlement>> done);
    static std::uint64_t recover(runner& work, pay_options how, completion_of<result<std::vector<settlement>>> done);

    template <class T, class Handler, class Start>
    static void initiate(std::shared_ptr<core> const& at, money_moved if_closed, Handler handler, Start begin);

    std::shared_ptr<core> core_;
};

/// `begin` is given the runner and the completion, on the strand.
template <class T, class Handler, class Start>
void client::initiate(std::shared_ptr<core> const& at, money_moved if_closed, Handler handler, Start begin) {
    namespace net = boost::asio;
    auto slot = net::get_associated_cancellation_slot(handler);
    auto const executor = net::get_associated_executor(handler, executor_of(*at));
    auto const allocator = net::get_associated_allocator(handler);
    auto complete = [handler = std::move(handler), slot, allocator,
                     work = net::prefer(executor, net::execution::outstanding_work.tracked),
                     // The loop is kept alive by the operation, also while it waits for nothing but a person's word.
                     loop = net::prefer(executor_of(*at), net::execution::outstanding_work.tracked)](T end) mutable {
        net::post(work,
                  net::bind_allocator(allocator, [handler = std::move(handler), slot, end = std::move(end)]() mutable {
                      if (slot.is_connected()) slot.clear();
                      std::move(handler)(std::move(end));
                  }));
    };
    struct once {
        Start begin;
        completion_of<T> done;
    };
    auto const all = std::make_shared<once>(once{std::move(begin), std::move(complete)});
    auto cancel = start(at, [all, if_closed](runner* work) -> std::uint64_t {
        if (work != nullptr) return all->begin(*work, std::move(all->done));
        all->done(closed(if_closed));
        return 0;
    });
    if (slot.is_connected()) slot.assign([cancel = std::move(cancel)](net::cancellation_type) { cancel(); });
}

template <boost::asio::completion_token_for<void(result<settlement>)> Token>
auto client::async_pay(payment_intent intent, pay_options how, Token&& token) {
    auto initiation = [at = core_](auto handler, payment_intent wanted, pay_options options) {
        initiate<result<settlement>>(
            at, money_moved::unknown, std::move(handler),
            [wanted = std::move(wanted), options](runner& work, completion_of<result<settlement>> done) mutable {
                return pay(work, std::move(wanted), options, std::move(done));
            });
    };
    return boost::asio::async_initiate<Token, void(result<settlement>)>(std::move(initiation), token, std::move(intent),
                                                                        how);
}

template <boost::asio::completion_token_for<void(result<std::vector<settlement>>)> Token>
auto client::async_recover(pay_options how, Token&& token) {
    using outcome = result<std::vector<settlement>>;
    auto initiation = [at = core_](auto handler, pay_options options) {
        initiate<outcome>(
            at, money_moved::unknown, std::move(handler),
            [options](runner& work, completion_of<outcome> done) { return recover(work, options, std::move(done)); });
    };
    return boost::asio::async_initiate<Token, void(outcome)>(std::move(initiation), token, how);
}

template <class Op, boost::asio::completion_token_for<void(result<typename Op::response>)> Token>
auto client::async_call(typename Op::path path, typename Op::query query, typename Op::body body, duration deadline,
                        Token&& token) {
    static_assert(Op::hazard != hazard::moves_money, "what moves money is never just called: it is paid by async_pay");
    using outcome = result<typename Op::response>;
    auto initiation = [at = core_](auto handler, typename Op::path p, typename Op::query q, typename Op::body b,
                                   duration limit) {
        initiate<outcome>(at, money_moved::no, std::move(handler),
                          [p = std::move(p), q = std::move(q), b = std::move(b), limit](
                              runner& work, completion_of<outcome> done) mutable {
                              return start_call<Op>(work, std::move(p), std::move(q), std::move(b), limit,
                                                    std::move(done));
                          });
    };
    return boost::asio::async_initiate<Token, void(outcome)>(std::move(initiation), token, std::move(path),
                                                             std::move(query), std::move(body), deadline);
}

}  // namespace dollr::asio

#endif
