package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// The headers that the receiver checks (Standard Webhooks, "Webhook headers"); HTTP does not care about their case.
const (
	headerID        = "Webhook-Id"        // the same each time the envelope is sent
	headerTimestamp = "Webhook-Timestamp" // of this attempt, in seconds since 1970
	headerSignature = "Webhook-Signature" // what [sign] returns
)

// sign is the signature of a request in version 1 of the Standard Webhooks specification
// (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme"): "v1," and the base64 of
// HMAC-SHA256 over id, timestamp and body with full stops between them.
func sign(key []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.", id, timestamp) // a hash never fails
	_, _ = mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// identify is an envelope's key as it can stand in a header: other bytes than letters, digits and -_/: are percent-encoded,
// the percent sign, too, so that two keys are never one id, and the full stop, because the signature joins with it.
func identify(key string) string {
	var id strings.Builder
	for _, c := range []byte(key) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_/:", c) >= 0 {
			id.WriteByte(c)
			continue
		}
		fmt.Fprintf(&id, "%%%02X", c)
	}
	return id.String()
}
