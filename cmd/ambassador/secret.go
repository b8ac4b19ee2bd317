package main

import "log/slog"

// hidden is what every way of printing shows in place of a secret.
const hidden = "[hidden]"

// Secret is a token or password. However it is printed, logged or marshalled, only [hidden] comes
// out; [Secret.Reveal] is the one way to its value, easy to search for. The zero Secret is unset.
type Secret struct{ value string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal returns the value, for the client library that needs it and for nothing else.
func (s Secret) Reveal() string { return s.value }

// Set says whether there is a value.
func (s Secret) Set() bool { return s.value != "" }

// String hides the value from fmt's %v and %s.
func (s Secret) String() string {
	if !s.Set() {
		return ""
	}
	return hidden
}

// GoString hides the value from fmt's %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the value from encoding/json and every other encoder of text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalYAML hides the value from yaml.
func (s Secret) MarshalYAML() (any, error) { return s.String(), nil }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
