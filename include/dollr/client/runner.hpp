// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_RUNNER_HPP
#define DOLLR_CLIENT_RUNNER_HPP

#include <dollr/client/settlement.hpp>
#include <dollr/client/tasks.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/machine/pool.hpp>
#include <dollr/port/clock.hpp>
#include <dollr/port/digest.hpp>
#include <dollr/port/entropy.hpp>
#include <dollr/port/journal.hpp>
#include <dollr/port/observer.hpp>
#include <dollr/port/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// The driver that every loop shares, one for the life of a client: what the pool wants done is carried out over a
/// transport and a journal. All payments and calls share its token, its places in flight, its pauses, its breaker and
/// its retry budget.
///
/// It holds no thread and no socket. A loop calls `turn()` whenever something it was told of has ended (`ports::wake`),
/// and at the latest at the time that turn returned:
///
///     while (running) {
///         auto const wake = work.turn();
///         wait until clock.real(wake - clock.now().steady) has passed, or until something ended
///     }
///
/// Writing is an exchange like any other: one put is under way, and the records that gather meanwhile are the next, so
/// that many payments share a sync and no turn waits for a disk. A SEND whose record is durable is released by itself,
/// with the time of that very moment: the guards of its session and its lease look at the clock when it leaves, however
/// long the write took, or a person who was asked for a passcode.
///
/// A key belongs to one payment at a time. A second `pay` of it joins the first and gets its settlement; one with other
/// content is refused, and so is one of a document that is being paid under another key. No outcome is told before it
/// is durable. Whoever waits stops waiting at their deadline.
///
/// One thread at a time, and not from inside a port's function; from inside an observer or a completion everything may
/// be called. Both are called at the end of a turn, by which all that it changed is done: one that throws loses
/// nothing, and the next turn goes on with what is left.
namespace dollr {

class runner {
public:
    /// All of them outlive the runner.
    struct ports {
        dollr::transport& transport;
        dollr::journal& journal;
        dollr::clock& clock;
        dollr::entropy& entropy;
        dollr::digest_function const& digest;
        dollr::secret_source& secrets;
        dollr::observer& observer;
        std::function<void()> wake{};  ///< something ended: `turn` is due
    };

    /// Refuses a policy that `validate` refuses.
    [[nodiscard]] static result<std::unique_ptr<runner>> make(ports with, policy rules = {});
    runner(runner const&) = delete;
    runner& operator=(runner const&) = delete;
    /// Nobody who still waits is told; what is outstanding comes to nothing here, and a recovery goes on with it.
    ~runner();

    using operation = std::uint64_t;  ///< what somebody waits for; 0: nothing any more

    /// Makes this payment, goes on with it, or tells its verdict; whatever the journal and this runner know of its key.
    /// An error: nothing was begun, or it cannot be told what became of it (then `moved` says unknown).
    operation pay(flow::payment_intent wanted, pay_options how, completion_of<result<settlement>> done);

    /// Goes on with every attempt that the journal has not seen the end of. Completes when each has a verdict, or is
    /// parked, or at the deadline. Intents without an attempt moved nothing and need their `pay`.
    operation recover(pay_options how, completion_of<result<std::vector<settlement>>> done);

    /// Any operation that moves no money, repeated as its hazard allows for at most `deadline` (zero: as long as the
    /// policy says). A create whose answer was lost is not repeated: look for it first.
    template <class Op>
    operation call(typename Op::path path, typename Op::query query, typename Op::body body, duration deadline,
                   completion_of<result<typename Op::response>> done);

    /// Ends the wait as its deadline does, now. A call ends with what is known of its delivery.
    void cancel(operation which);

    /// Carries out what is due. Returns when to call again at the latest (the clock's steady time), if nothing ends
    /// before.
    steady_time turn();

    /// Nothing new leaves; what left is awaited: go on with turns until `idle()`.
    void stop() { pool_.stop(now()); }
    /// After stop, after the breaker or refused credentials: what was held goes on.
    void resume() { pool_.resume(now()); }
    /// Everybody who still waits is told that the client was closed. The last call but the destructor.
    void close();

    /// No answer and no write is outstanding.
    [[nodiscard]] bool idle() const noexcept {
        return !pool_.awaiting() && !pool_.token().fetching() && inbox_->empty() && !journal_busy();
    }
    /// Why every write fails; nullptr while the journal is sound.
    [[nodiscard]] error const* journal_failure() const noexcept {
        return journal_failure_ ? &*journal_failure_ : nullptr;
    }
    [[nodiscard]] policy const& rules() const noexcept { return policy_; }
    /// Rates of what was paid before, at the opening; what this runner pays it learns by itself. A journal that workers
    /// share is not read for them: it may be long, and far away.
    void learn_rates(blocking_journal& known) {
        if (known.shared() == nullptr) known.each_newest([this](record const& paid) { rates_.learn(paid); });
    }
    /// With the wall clock corrected by the Date of the server's answers.
    [[nodiscard]] instant now() const noexcept {
        auto const local = ports_.clock.now();
        return {local.steady, local.server + offset_};
    }

    /// When verdicts that were told are looked for again (policy::audits), in the clock's steady time. Not among what
    /// `turn` returns: nobody waits for it, and a loop that has nothing else to do may end.
    [[nodiscard]] steady_time next_audit() const noexcept {
        auto const none = sweeping_ || audits_ != 0 || journal_failure_ || pool_.stopped();
        return none ? steady_time::max() : sweep_at_;
    }
    /// Audits that are due have not been made yet, or tried at least.
    [[nodiscard]] bool auditing() const noexcept {
        return sweeping_ || audits_ != 0 || next_audit() == steady_time::min();
    }

    // For a program that manages its payments itself, as the program `dollr` does.
    /// A new task begins with `started`, one rebuilt from its record with `recovered`. `leased`: when a lease that was
    /// claimed for it began. Nothing: a payment of this key is here already.
    std::optional<task_id> add(flow::payment payment, attempt_event const& first,
                               std::optional<steady_time> leased = {});
    [[nodiscard]] flow::payment* find(task_id id) noexcept;
    void remove(task_id id);
    void deliver(task_id id, attempt_event const& event) { pool_.deliver(id, event, now()); }
    template <class Visit>
    void each(Visit&& visit);  ///< visit(task_id, flow::payment&)
    [[nodiscard]] pool<pooled_http_task> const& tasks() const noexcept { return pool_; }

private:
    struct arrival {
        task_id task{};           ///< unused for a token
        std::uint64_t token = 0;  ///< not 0: the answer to a token request of this generation
        std::uint32_t serial = 0;
        steady_time asked{};
        exchange_result answer;
    };
    struct claimed {
        steady_time asked{};
        std::vector<std::pair<std::uint64_t, intent_key>> payers;
        result<journal_claims> answer;
    };
    struct listed {
        operation who = 0;
        result<std::vector<record>> answer;
    };
    /// What ended and waits for a turn. It outlives the runner where somebody still holds a completion.
    struct inbox {
        std::deque<arrival> arrived;
        std::optional<journal::put_end> put;
        std::optional<claimed> claim;
        std::optional<listed> list;
        std::optional<result<std::vector<record>>> due;
        std::optional<result<std::vector<intent_key>>> renewed;
        std::function<void()> wake;
        bool closed = false;

        [[nodiscard]] bool empty() const noexcept {
            return arrived.empty() && !put && !claim && !list && !due && !renewed;
        }
        template <class Put>
        void add(Put put_it) {
            if (closed) return;
            put_it(*this);
            if (wake) wake();
        }
    };
    struct reply;
    struct held_token {
        std::uint64_t generation = 0;
        secret_string bearer;
    };
    struct held_passcode {
        task_id task{};
        api::passcode_payload payload;
    };
    struct written {
        record what;
        task_id by{};
    };
    struct waiter {
        operation id = 0;
        steady_time deadline = steady_time::max();
        pay_options how{};
        completion_of<result<settlement>> done;
        bool leaving = false;              ///< its deadline has come, and the payment was cancelled
        std::uint32_t answers_before = 0;  ///< of the payment, when this one joined it
    };
    /// Everything about one key.
    struct payer {
        std::uint64_t number = 0;
        intent_key key;
        digest content;
        std::optional<flow::payment_intent> wanted;  ///< not of one that `recover` found
        enum class where : std::uint8_t { looking, waiting_to_look, running } at = where::looking;
        task_id task{};
        std::vector<waiter> waiters;
        std::string refusal;  ///< why a send was refused: later polls have other things to say
        bool reattempt = false;
        bool accept_unproven = false;
        bool managed = false;    ///< by `add`: it is the program's to remove
        bool audits = false;     ///< nobody asked: its told verdict is looked at once more
        server_time audit_at{};  ///< when that was due
    };

    runner(ports with, policy rules, std::uint64_t seed);

    // impl/runner_pay.hpp: who waits for what
    payer* find_payer(std::uint64_t number) noexcept;
    payer* find_payer(std::string_view key) noexcept;
    [[nodiscard]] payer const* payer_of_document(flow::payment_intent const& wanted) const noexcept;
    payer& new_payer(intent_key const& key, digest const& content, bool also_settled = false);
    void erase_payer(std::uint64_t number);
    void wait_for(payer& p, operation id, pay_options const& how, completion_of<result<settlement>> done);
    void join(payer& p);
    void take_claims(claimed all, instant at);
    void begin(payer& p, record const* known, bool is_taken, bool is_held, steady_time leased, instant at);
    void run(payer& p, flow::payment made, attempt_event const& first, steady_time leased, instant at);
    void look_again(payer& p, instant at);
    void take_list(listed found);
    void end_recovery(operation who, result<std::vector<settlement>> outcome);
    void expire(instant at);
    void leave(payer& p, std::size_t index, instant at);
    void set_deadline(operation id, steady_time& at, steady_time when);
    [[nodiscard]] steady_time later(duration by) const noexcept;

    // impl/runner_audit.hpp: verdicts that were told are looked at once more
    void sweep(instant at);
    void take_due(result<std::vector<record>> const& due, instant at);
    void begin_audit(payer& p, record const* known, bool is_taken, steady_time leased, instant at);
    void go_on_auditing(payer& p);
    void end_audit(payer& p);
    void stop_auditing(payer& p);
    void expire_audits(instant at);

    // impl/runner_tell.hpp: what they are told, and when
    void take_changes(instant at);
    void notice(payer& p, instant at);
    void finish(payer& p);
    void tell(payer& p, result<settlement> const& end);
    void tell_one(payer& p, std::size_t index, result<settlement> end);
    void tell_those_who_take_parked(payer& p, result<settlement> const& end);
    void hold_back(payer& p);
    void tell_all_held_back();
    [[nodiscard]] payment_task const* task_of(payer const& p) const noexcept;
    [[nodiscard]] result<settlement> settlement_of(payer const& p) const;
    [[nodiscard]] settlement settlement_of(record const& known) const;
    [[nodiscard]] money_moved may_have_moved(payer const& p) const noexcept;
    [[nodiscard]] error failure_of(payer const& p) const;
    [[nodiscard]] error refusal_of(payer const& p) const;
    [[nodiscard]] payment_status status_of(flow::payment const& p) const;

    // impl/runner_turn.hpp: what a turn does
    bool take_put(instant at);
    void take_answers();
    bool release(task_id id, steady_time lease_until);
    bool carry_out(job const& work);
    bool exchange(job const& work, std::uint32_t serial, steady_time deadline, instant at);
    void ask_passcode(task_id id, flow::payment& payment);
    bool write();
    void ask_journal(instant at);
    void renew_leases(instant at);
    void take_renewal(instant at);
    void fetch_token(std::uint64_t generation, instant at);
    void take_token(arrival& answer, instant at);
    void start(http_request&& request, steady_time deadline, arrival where);
    void learn_time(exchange_result const& answer);
    void watch_pauses(instant at);
    void fail_journal(error why, instant at);
    void tell_the_program();
    [[nodiscard]] steady_time lease_end(steady_time begun) const noexcept;
    [[nodiscard]] bool journal_busy() const noexcept {
        return !writers_.empty() || !to_write_.empty() || claiming_ || listing_ || sweeping_ || renewing_;
    }
    [[nodiscard]] secret_string const& bearer(std::uint64_t generation) const noexcept;
    [[nodiscard]] api::passcode_payload const* passcode_of(task_id id) const noexcept;
    void forget_passcode(task_id id) {
        std::erase_if(passcodes_, [id](held_passcode const& p) { return p.task == id; });
    }

    ports ports_;
    policy policy_;
    std::uint64_t seed_;
    std::shared_ptr<inbox> inbox_ = std::make_shared<inbox>();
    pool<pooled_http_task> pool_;

    // tokens and secrets
    std::vector<held_token> tokens_;        ///< the newest few: a refused one may still be on its way back
    std::vector<held_passcode> passcodes_;  ///< between need_secret and the building of its send
    secret_string no_token_;
    std::string token_error_;
    duration offset_{};

    // the journal
    std::deque<std::vector<written>> to_write_;  ///< the last one gathers; those before it are a refused put's, alone
    std::shared_ptr<std::vector<record>> writing_;  ///< under way
    std::vector<task_id> writers_;                  ///< whose they are
    steady_time put_began_{};
    std::deque<std::pair<std::uint64_t, bool>> to_claim_;  ///< payers that look; also for what is settled
    std::deque<operation> to_list_;
    std::optional<steady_time> renew_at_;
    steady_time renewal_began_{};
    std::optional<error> journal_failure_;
    bool claiming_ = false;
    bool listing_ = false;
    bool renewing_ = false;

    flow::known_rates rates_;

    // audits
    bool sweeping_ = false;     ///< the journal is asked which are due
    std::size_t audits_ = 0;    ///< payers of that kind
    bool audits_made_ = false;  ///< one of them since the last sweep: there may be more
    std::map<std::string, steady_time, std::less<>> unanswered_;  ///< keys that are not asked about again until then
    steady_time sweep_at_ = steady_time::min();
    steady_time audits_end_ = steady_time::max();

    // payers and callers
    std::map<std::uint64_t, payer> payers_;
    std::map<std::string, std::uint64_t, std::less<>> by_key_;
    std::map<operation, std::uint64_t> waits_for_;  ///< whose payer
    struct caller {
        task_id task{};
        steady_time deadline = steady_time::max();
    };
    std::map<operation, caller> calls_;
    std::multimap<steady_time, operation> deadlines_;
    std::multimap<steady_time, std::uint64_t> looks_;  ///< payers that another worker holds
    struct recovery {
        pay_options how;
        steady_time deadline = steady_time::max();  ///< of the list itself
        completion_of<result<std::vector<settlement>>> done;
        std::vector<settlement> ended;
        std::set<operation> open;
    };
    std::map<operation, std::shared_ptr<recovery>> recoveries_;
    std::vector<std::uint64_t> changed_;                 ///< payers and calls that may have something to tell
    std::deque<completion_of<std::monostate>> to_tell_;  ///< at the end of the turn
    std::uint64_t last_number_ = 0;
    std::optional<steady_time> pause_told_;
    bool breaker_told_ = false;
};

}  // namespace dollr

#include <dollr/client/impl/runner_call.hpp>

#if !defined(DOLLR_SEPARATE_COMPILATION)
#include <dollr/client/impl/runner_audit.hpp>
#include <dollr/client/impl/runner_pay.hpp>
#include <dollr/client/impl/runner_tell.hpp>
#include <dollr/client/impl/runner_turn.hpp>
#endif

#endif
