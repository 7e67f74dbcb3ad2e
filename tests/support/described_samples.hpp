// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_DESCRIBED_SAMPLES_HPP
#define DOLLR_TESTS_SUPPORT_DESCRIBED_SAMPLES_HPP

#include <dollr/api/operations.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/writer.hpp>

#include <rapidcheck.h>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

/// Every struct that an operation or a refusal names, filled by chance from its own description. What holds for one
/// holds for all of them, and for those that later operations bring.
namespace dollr::test {

/// One described type behind a face without templates.
struct sample {
    schema::type const* type;
    std::string name;
    std::function<std::shared_ptr<void>()> make;
    std::function<void(void*)> mend;                ///< satisfies what binds several members
    std::function<std::string(void const*)> write;  ///< or "refused: " and the findings
    std::function<std::string(std::string_view, codec::read_options const&)> findings_as;  ///< of reading, or "read"
    std::function<std::string(std::string_view)> findings;                                 ///< the same by default
    std::function<std::string(std::string_view)> rewrite;                                  ///< read and written again
    std::function<bool(std::string_view, void const*)> reads_as;
};

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

template <class T>
void mend_pairs(T& value) {
    if constexpr (requires { value.pairing; }) value.pairing = api::pairing::unlisted;
    if constexpr (requires { value.passcode.token; }) {
        if (value.passcode.token.phone)
            value.passcode.token.user_id.reset();
        else
            value.passcode.token.user_id = "user-1";
    }
}

inline std::string text_of(std::vector<issue> const& issues) {
    std::string out;
    for (auto const& i : issues) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

template <class T>
sample sample_of() {
    auto const read_as = [](std::string_view json, codec::read_options const& options) {
        auto r = codec::read<T>(json, options);
        if (r) mend_pairs(*r);
        return r;
    };
    auto const read = [read_as](std::string_view json) { return read_as(json, {}); };
    auto const findings_as = [read_as](std::string_view json, codec::read_options const& options) {
        auto const r = read_as(json, options);
        return r ? std::string("read") : text_of(r.error().issues);
    };
    auto const write = [](T const& value) {
        std::string out;
        auto const r = codec::write(value, out);
        return r ? out : "refused: " + text_of(r.error().issues);
    };
    auto const& type = schema::type_of<T>;
    auto const* structure = is_list<T> ? type.list->element->structure : type.structure;
    return {
        .type = &type,
        .name = std::string(structure->name.empty() ? "a query or a path" : structure->name) + (is_list<T> ? "[]" : ""),
        .make = [] { return std::make_shared<T>(); },
        .mend = [](void* p) { mend_pairs(*static_cast<T*>(p)); },
        .write = [write](void const* p) { return write(*static_cast<T const*>(p)); },
        .findings_as = findings_as,
        .findings = [findings_as](std::string_view json) { return findings_as(json, {}); },
        .rewrite =
            [read, write](std::string_view json) {
                auto const r = read(json);
                return r ? write(*r) : "unread: " + text_of(r.error().issues);
            },
        .reads_as =
            [read](std::string_view json, void const* p) {
                auto const r = read(json);
                return r && *r == *static_cast<T const*>(p);
            }};
}

template <class Op>
using parts_of = boost::mp11::mp_list<typename Op::path, typename Op::query, typename Op::body, typename Op::response>;
using all_described =
    boost::mp11::mp_remove<boost::mp11::mp_unique<boost::mp11::mp_append<
                               boost::mp11::mp_flatten<boost::mp11::mp_transform<parts_of, api::operations>>,
                               boost::mp11::mp_list<api::validation_problem, api::plain_problem>>>,
                           api::none>;

inline std::vector<sample> const& samples() {
    static std::vector<sample> const all = [] {
        std::vector<sample> out;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, all_described>>(
            [&out](auto t) { out.push_back(sample_of<typename decltype(t)::type>()); });
        return out;
    }();
    return all;
}

inline std::string random_text(std::size_t min, std::size_t max) {
    static std::vector<std::string> const letters{"a",
                                                  "Z",
                                                  "0",
                                                  " ",
                                                  "\"",
                                                  "\\",
                                                  "/",
                                                  "\n",
                                                  "\t",
                                                  "\x01",
                                                  "\x1f",
                                                  "\x7f",
                                                  "\xC3\xA9",
                                                  "\xE2\x82\xAC",
                                                  "\xF0\x9F\x98\x80",
                                                  "\xED\x9F\xBF",
                                                  "\xEE\x80\x80",
                                                  "&",
                                                  "%",
                                                  "+"};
    std::string out;
    for (auto n = *rc::gen::inRange(min, max + 1); n > 0; --n) out += *rc::gen::elementOf(letters);
    return out;
}

/// How much of what may be absent is there.
enum class extent { by_chance, whole };

inline void fill(schema::type const& type, schema::field const& field, void* place, extent how);

inline void fill_object(schema::structure const& s, void* place, extent how) {
    for (auto const& field : s.fields) {
        void* at = field.at(place);
        if (field.optional != nullptr) {
            if (how == extent::by_chance && *rc::gen::arbitrary<bool>()) continue;
            at = field.optional->emplace(at);
        }
        fill(*field.type, field, at, how);
    }
}

inline void fill(schema::type const& type, schema::field const& field, void* place, extent how = extent::by_chance) {
    using rc::gen::inRange;
    using schema::kind;
    switch (type.kind) {
        case kind::text: {
            bool const bounded = field.rule.length_max != schema::rule{}.length_max;
            *static_cast<std::string*>(place) = random_text(field.rule.length_min, bounded ? field.rule.length_max : 6);
            return;
        }
        case kind::secret:
            static_cast<secret_string*>(place)->assign(random_text(1, 6));
            return;
        case kind::boolean:
            *static_cast<bool*>(place) = *rc::gen::arbitrary<bool>();
            return;
        case kind::integer: {
            auto const least = type.integer->identity ? 1 : std::max<std::int64_t>(field.rule.at_least, -100000);
            RC_ASSERT(type.integer->set(place, *inRange<std::int64_t>(least, 1'000'000)));
            return;
        }
        case kind::amount: {
            bool const sendable = !field.rule.money_of.empty();
            auto const scale = sendable ? 0 : *inRange(0, 9);
            auto digits =
                std::to_string(*inRange<std::int64_t>(field.rule.payable ? 1'000'000'000 : 0, 10'000'000'000));
            if (scale != 0) {
                if (digits.size() <= std::size_t(scale)) digits.insert(0, std::size_t(scale) + 1 - digits.size(), '0');
                digits.insert(digits.size() - std::size_t(scale), ".");
            }
            *static_cast<amount*>(place) = *amount::try_parse(digits);
            return;
        }
        case kind::currency: {
            static std::vector<std::string> const codes{"USD", "LRD", "RWF", "KWD", "XQZ"};
            *static_cast<currency*>(place) = *currency::unlisted(*rc::gen::elementOf(codes));
            return;
        }
        case kind::phone:
            *static_cast<phone*>(place) =
                *phone::try_parse(std::to_string(*inRange<std::int64_t>(10'000'000, 999'999'999'999'999)));
            return;
        case kind::reference_id: {
            reference_id::bytes_type bytes{};
            for (auto& b : bytes) b = static_cast<std::uint8_t>(*inRange(0, 256));
            *static_cast<reference_id*>(place) = reference_id::from_random(bytes);
            return;
        }
        case kind::timestamp:
            *static_cast<timestamp*>(place) = timestamp(timestamp::time_type(
                std::chrono::microseconds(*inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'799'999'999))));
            return;
        case kind::word: {
            bool const strange = type.word->open && *inRange(0, 4) == 0;
            auto const text = strange ? "NEW_" + random_text(0, 3) : std::string(*rc::gen::elementOf(type.word->words));
            RC_ASSERT(type.word->assign(place, text));
            return;
        }
        case kind::step: {
            auto& step = *static_cast<std::variant<std::string, std::int64_t>*>(place);
            if (*rc::gen::arbitrary<bool>())
                step = random_text(0, 4);
            else
                step = *inRange<std::int64_t>(-5, 100);
            return;
        }
        case kind::object:
            return fill_object(*type.structure, place, how);
        case kind::list:
            for (auto n = how == extent::whole ? 1 : *inRange(0, 4); n > 0; --n)
                fill(*type.list->element, codec::detail::plain_field, type.list->append(place), how);
            return;
    }
}

/// Any of the described types, filled.
struct filled {
    sample const* of;
    std::shared_ptr<void> value;
};
/// With every optional member and one element in every list; the same again for the same seed.
inline filled filled_whole(sample const& s, std::uint64_t seed) {
    auto const made = rc::gen::exec([&s] {
        filled f{&s, s.make()};
        fill(*s.type, codec::detail::plain_field, f.value.get(), extent::whole);
        return f;
    });
    return made(rc::Random(seed), rc::kNominalSize).value();
}

inline filled any_filled() {
    auto const& all = samples();
    static std::vector<std::size_t> const indices = [&all] {
        std::vector<std::size_t> out(all.size());
        std::iota(out.begin(), out.end(), std::size_t{0});
        return out;
    }();
    auto const& s = all[*rc::gen::elementOf(indices)];  // inRange would begin with the first few
    filled f{&s, s.make()};
    fill(*s.type, codec::detail::plain_field, f.value.get());
    s.mend(f.value.get());
    return f;
}

}  // namespace dollr::test

#endif
