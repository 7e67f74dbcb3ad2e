#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# run.sh DOLLR BIN_DIR    runs every flow against a sandbox of its own, twice: the second run pays nothing again
set -eu
dollr=$1
bin=$2/example_
dir=$(mktemp -d)
"$dollr" sandbox --port 0 > "$dir/sandbox" &
sandbox=$!
hosted=
end() {
    kill $sandbox $hosted 2>/dev/null || :
    wait $sandbox $hosted 2>/dev/null || :
    rm -rf "$dir"
}
trap end EXIT
trap 'exit 130' INT TERM
tries=0
until grep -q '^sandbox: ' "$dir/sandbox"; do
    tries=$((tries + 1))
    [ "$tries" -le 600 ] || { echo 'the sandbox did not start'; exit 1; }
    sleep 0.05
done
url=$(sed -n 's/^sandbox: \([^ ]*\) .*/\1/p' "$dir/sandbox")
journal=$dir/journal

expect() {
    wanted=$1
    shift
    out=$("$@" 2>&1) || { echo "$* failed: $out"; exit 1; }
    echo "$out"
    case $out in *"$wanted"*) ;; *) echo "$* does not say '$wanted'"; exit 1 ;; esac
}
wallet=$("$dollr" call sandbox_health --sandbox "$url" | tr '{' '\n' | sed -n 's/^"id":\([0-9]*\),"currency":"USD".*/\1/p')
ledger() { "$dollr" call sandbox_ledger --sandbox "$url"; }

"${bin}hosted_checkout" "$url" "$dir/hosted.journal" > "$dir/hosted" &
hosted=$!
for again in 1 2; do
    expect 'paid: ship basket-1042' "${bin}embedded_checkout" "$url" "$journal"
    expect 'paid: ship order-1044' "${bin}card_3ds" "$url" "$journal"
    expect 'transferred once' "${bin}transfer" "$url" "$journal" "$wallet"
    expect 'refunded 5.00 USD once' "${bin}refund" "$url" "$journal" "$(cat "$dir/original" 2>/dev/null || ledger |
        tr '{' '\n' | sed -n 's/.*"payment_intent_id":\([0-9]*\).*basket-1042.*/\1/p' | head -n 1 | tee "$dir/original")" 5.00
done

# Somebody pays the hosted checkout; here it is another client of the same document.
id=$(sed -n 's/^invoice \([0-9]*\): .*/\1/p' "$dir/hosted")
echo '{"key":"payer","kind":"COLLECTION","name":"Amara Kollie","phone":"231771230001","amount":"18.50","currency":"USD","source_type":"INVOICE","source_id":'"$id"'}' > "$dir/file"
"$dollr" execute "$dir/file" --journal "$dir/payer.journal" --sandbox "$url" --quiet > "$dir/payer"
wait $hosted
hosted=
expect 'paid: ship basket-1043' cat "$dir/hosted"
expect 'receipts agree' "${bin}receipts" "$url" "$journal"

charges=$(ledger | tr '{' '\n' | grep -c '"sequence"')
[ "$charges" -eq 5 ] || { echo "money moved $charges times, not 5"; exit 1; }
echo 'flows: 5 payments, each once'
