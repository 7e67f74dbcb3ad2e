// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/api/problem.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/target.hpp>
#include <dollr/codec/writer.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Our side of the comparison with pydantic: what the reader finds in a body, for questions on standard input, one a
/// line and answered with one line.
///
///     schemas                                the names that it knows; "PartyResponse[]" is a list of PartyResponse
///     schema<TAB>PartyResponse<TAB>{...}     a body of this schema
///     request<TAB>GET /parties/list?x=y<TAB> a request's path, query and body
///
/// An answer about a body is {"detail":[...]} as in a 422. Both are read as a server would read them: nothing of what
/// only binds what leaves is asked here.
namespace {

using namespace dollr;

using findings = std::vector<issue>;

template <class T>
findings read_body(std::string_view json) {
    auto const value = codec::read<T>(json);
    return value ? findings{} : value.error().issues;
}

void append(findings& out, findings more) { out.insert(out.end(), more.begin(), more.end()); }

template <class Op>
findings look_at_request(codec::target_parts target, std::string_view json) {
    findings out;
    if (auto const path = codec::read_path<Op>(target.path); !path) append(out, path.error().issues);
    if (auto const query = codec::read_query<typename Op::query>(target.query); !query)
        append(out, query.error().issues);
    if constexpr (!std::is_same_v<typename Op::body, api::none>) append(out, read_body<typename Op::body>(json));
    return out;
}

struct known_schema {
    std::string name;
    findings (*read)(std::string_view json);
};

struct known_operation {
    http_method method;
    bool (*matches)(std::string_view path) noexcept;
    findings (*read)(codec::target_parts target, std::string_view json);
};

template <class T>
struct is_list : std::false_type {};
template <class T>
struct is_list<std::vector<T>> : std::true_type {
    using element = T;
};

// What is only found inside of other schemas. A nested one that is missing here is found by the oracle.
using nested =
    boost::mp11::mp_list<api::passcode_token_payload, api::device_payload, api::passcode_payload,
                         api::payment_source_item_input, api::invoice_receipt_item_response,
                         api::order_receipt_item_response, api::fee_tier, api::validation_problem, dollr::issue>;

class tables {
public:
    tables() {
        boost::mp11::mp_for_each<api::operations>([this]<class Op>(Op) {
            add<typename Op::body>();
            add<typename Op::response>();
            operations_.push_back({Op::method, &codec::matches<Op>, &look_at_request<Op>});
        });
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, nested>>(
            [this]<class T>(std::type_identity<T>) { add<T>(); });
    }

    findings read_schema(std::string_view name, std::string_view json) const {
        for (auto const& schema : schemas_)
            if (schema.name == name) return schema.read(json);
        return {{{}, "there is no schema of this name", "unknown_schema"}};
    }
    findings read_request(std::string_view line, std::string_view json) const {
        auto const space = std::min(line.find(' '), line.size());
        auto const target = codec::split_target(line.substr(std::min(space + 1, line.size())));
        for (auto const& op : operations_)
            if (to_text(op.method) == line.substr(0, space) && op.matches(target.path)) return op.read(target, json);
        return {{{}, "there is no operation of this method and path", "unknown_operation"}};
    }
    void print_names() const {
        std::string separator = "[";
        for (auto const& schema : schemas_) {
            std::cout << separator << '"' << schema.name << '"';
            separator = ",";
        }
        std::cout << "]\n";
    }

private:
    template <class T>
    void add() {
        if constexpr (is_list<T>::value) {
            using element = typename is_list<T>::element;
            add(std::string(schema::structure_of<element>.name) + "[]", &read_body<T>);
            add<element>();
        } else {
            add(std::string(schema::structure_of<T>.name), &read_body<T>);
        }
    }
    void add(std::string name, findings (*read)(std::string_view)) {
        bool const known = std::any_of(schemas_.begin(), schemas_.end(), [&](auto const& s) { return s.name == name; });
        if (!name.empty() && !known) schemas_.push_back({std::move(name), read});
    }

    std::vector<known_schema> schemas_;
    std::vector<known_operation> operations_;
};

void print(findings found) {
    std::string json;
    if (!codec::write(api::validation_problem{std::move(found)}, json)) json = "null";  // no question should do that
    std::cout << json << '\n';
}

}  // namespace

int main() {
    tables const known;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::string_view const question = line;
        auto const first = std::min(question.find('\t'), question.size());
        auto const second = std::min(question.find('\t', std::min(first + 1, question.size())), question.size());
        auto const verb = question.substr(0, first);
        auto const subject =
            first == question.size() ? std::string_view{} : question.substr(first + 1, second - first - 1);
        auto const json = second == question.size() ? std::string_view{} : question.substr(second + 1);
        if (verb == "schemas")
            known.print_names();
        else if (verb == "schema")
            print(known.read_schema(subject, json));
        else if (verb == "request")
            print(known.read_request(subject, json));
        else
            print({{{}, "there is no such question", "unknown_question"}});
    }
    std::cout.flush();
    return 0;
}
