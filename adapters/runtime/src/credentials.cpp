// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/codec/reader.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/runtime/credentials.hpp>
#include <dollr/system/secrets.hpp>

#include <utility>

namespace dollr {
namespace {

constexpr std::string_view how =
    "give --credentials FILE (mode 0600, see docs/program.md), or set DOLLR_CLIENT_ID and DOLLR_CLIENT_SECRET";

result<credentials> from_file(std::string const& path) {
    auto text = read_secret_file(path);
    if (!text) return text.error();
    codec::read_options options;
    options.root = "credentials";
    options.unknown_members = codec::unknown_members::refuse;
    auto who = codec::read<credentials>(text->reveal(), options);
    if (!who) {
        auto e = who.error();
        e.kind = error_kind::invalid;
        e.what = "the credentials file is not in its form";
        e.next = "compare it with docs/program.md";
        return e;
    }
    return who;
}

std::string plain(char const* name) {
    auto const value = take_secret_variable(name);
    return value ? std::string{value->reveal()} : std::string{};
}

/// The API wants to know who types a passcode; a half-empty answer might get it refused.
result<api::device_payload> device_from_environment() {
    api::device_payload device;
    std::string absent;
    for (auto const& [name, member] :
         {std::pair{"DOLLR_DEVICE_NAME", &device.name}, std::pair{"DOLLR_DEVICE_TYPE", &device.type},
          std::pair{"DOLLR_DEVICE_PLATFORM", &device.platform},
          std::pair{"DOLLR_DEVICE_USER_AGENT", &device.user_agent},
          std::pair{"DOLLR_DEVICE_CLIENT_IP", &device.client_ip}}) {
        *member = plain(name);
        if (member->empty()) absent += (absent.empty() ? "" : ", ") + std::string{name};
    }
    if (absent.empty()) return device;
    return invalid_input("there is a DOLLR_PASSCODE, but not the device that a payout names", "set " + absent + " too");
}

result<credentials> from_environment() {
    credentials who;
    who.client_id = plain("DOLLR_CLIENT_ID");
    if (auto secret = take_secret_variable("DOLLR_CLIENT_SECRET")) who.client_secret = std::move(*secret);
    if (who.client_id.empty() || who.client_secret.empty()) return invalid_input("there are no credentials", how);
    auto code = take_secret_variable("DOLLR_PASSCODE");
    if (!code) return who;
    auto& passcode = who.passcode.emplace();
    passcode.token.code = std::move(*code);
    if (auto user = plain("DOLLR_PASSCODE_USER_ID"); !user.empty()) passcode.token.user_id = std::move(user);
    if (auto const text = plain("DOLLR_PASSCODE_PHONE"); !text.empty()) {
        auto const number = phone::parse(text);
        if (!number) return invalid_input("DOLLR_PASSCODE_PHONE is not a phone", phone::why_not(text));
        passcode.token.phone = *number;
    }
    auto device = device_from_environment();
    if (!device) return device.error();
    passcode.device = std::move(*device);
    return who;
}

}  // namespace

result<credentials> load_credentials(std::string const& path) {
    auto who = path.empty() ? from_environment() : from_file(path);
    if (!who) return who;
    if (auto issues = codec::validate(*who, "credentials"); !issues.empty()) {
        auto e = invalid_input("the credentials are incomplete", how);
        e.issues = std::move(issues);
        return e;
    }
    return who;
}

credentials sandbox_credentials() {
    credentials who;
    who.client_id = "sandbox";
    who.client_secret.assign("sandbox-secret");
    auto& passcode = who.passcode.emplace();
    passcode.token.phone = phone::try_parse("231770000000");
    passcode.token.code.assign("123456");
    passcode.device = {"dollr", "server", "linux", "dollr-cpp", "127.0.0.1"};
    return who;
}

}  // namespace dollr
