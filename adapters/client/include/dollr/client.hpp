// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_HPP
#define DOLLR_CLIENT_HPP

#include <dollr/client/settlement.hpp>
#include <dollr/runtime/calls.hpp>
#include <dollr/runtime/settings.hpp>
#include <dollr/value/result.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

/// The front door: a client that pays, and returns when it knows what became of it.
///
///     auto client = dollr::client::open({.target = dollr::sandbox_target, .journal = "payments.journal"}).value();
///     auto end = client.pay({.key = "order-1042", .kind = dollr::collection, .name = "Amara Kollie", ...});
///
/// All payments and calls of a client share one runner, on a thread of the client's own: one access token, one limit in
/// flight, one breaker. Any thread may call it; observers are called on the client's thread, and may call `pay` only
/// from another. The journal has a thread, too, so that nobody waits for a disk who need not.
///
/// Its destructor ends what runs: whoever waits is told, nothing more is sent, and what may have left is in the
/// journal. Make one client for the life of the program; after fork make another.
namespace dollr {

class client {
public:
    /// Opens the journal (or makes it), loads the credentials, asks a sandbox for its clock. Sends nothing else. Over
    /// libcurl, unless `transport` is set; libcurl's global state is initialised (thread-safe since 7.84).
    [[nodiscard]] static result<client> open(settings const& with);
    client(client&&) noexcept;
    client& operator=(client&&) noexcept;
    ~client();

    /// Makes this payment; after a crash, or when its key is known already, goes on with it or tells its verdict. It
    /// never begins a second payment for a key. Returns at the latest at `how.deadline` (15 minutes); `stop` ends the
    /// wait as the deadline does.
    ///
    /// An error says whether money may have moved. Otherwise ask paid(), declined(), not_moved(), unknown().
    [[nodiscard]] result<settlement> pay(payment_intent const& intent, pay_options const& how = {},
                                         std::stop_token const& stop = {});

    /// Goes on with every payment that may have left and whose end the journal does not know. One settlement each.
    [[nodiscard]] result<std::vector<settlement>> recover(pay_options const& how = {},
                                                          std::stop_token const& stop = {});

    /// Any operation of the API that moves no money (include its header, dollr/api/...), repeated as its hazard allows
    /// for at most `deadline` (zero: two minutes). A create whose answer was lost is not repeated: look for it first.
    template <class Op>
    [[nodiscard]] result<typename Op::response> call(typename Op::path path, typename Op::query query,
                                                     typename Op::body body, duration deadline = {});
    template <class Op>
    [[nodiscard]] result<typename Op::response> call(typename Op::body body) {
        return call<Op>({}, {}, std::move(body));
    }

    /// After refused credentials or a refused passcode were corrected: what was held goes on.
    void resume();

    /// The first exception that an observer threw, if any did. Nothing is lost by it: the client went on.
    [[nodiscard]] std::exception_ptr observer_failure() const;

private:
    struct mailbox;
    struct state;
    using starting = std::function<std::uint64_t(runner&, std::function<void()> ended)>;
    explicit client(std::unique_ptr<state> made) noexcept;
    /// An error: it was called on the client's own thread, which would wait for itself.
    [[nodiscard]] result<void> wait_for(starting start, std::stop_token const& stop);

    std::unique_ptr<state> state_;
};

template <class Op>
result<typename Op::response> client::call(typename Op::path path, typename Op::query query, typename Op::body body,
                                           duration deadline) {
    using outcome = result<typename Op::response>;
    static_assert(Op::hazard != hazard::moves_money, "what moves money is never just called: it is paid by pay()");
    struct arguments {
        typename Op::path path;
        typename Op::query query;
        typename Op::body body;
        std::optional<outcome> end;
    };
    auto const shared = std::make_shared<arguments>(arguments{std::move(path), std::move(query), std::move(body), {}});
    auto const waited = wait_for(
        [shared, deadline](runner& work, std::function<void()> ended) {
            return start_call<Op>(work, std::move(shared->path), std::move(shared->query), std::move(shared->body),
                                  deadline, [shared, ended = std::move(ended)](outcome end) {
                                      shared->end.emplace(std::move(end));
                                      ended();
                                  });
        },
        {});
    if (!waited) return waited.error();
    return *std::move(shared->end);
}

}  // namespace dollr

#endif
