package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// localZone is the IANA zone of whoever sits here: $TZ, or what the system is set to; empty where
// neither has a name.
func localZone(sh shell) string {
	name, set := sh.env("TZ")
	if name = strings.TrimPrefix(name, ":"); !set {
		name = systemZone()
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return ""
	}
	return name
}

// systemZone reads the name off the link that /etc/localtime is on Linux and macOS. Go itself only
// says "Local".
func systemZone() string {
	target, err := os.Readlink("/etc/localtime")
	if err != nil {
		return ""
	}
	_, name, _ := strings.Cut(target, "zoneinfo/")
	return name
}

// parseTime reads an instant, or a day, which means nine in the morning there; the empty text is the
// zero time.
func parseTime(text, zone string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("--at %q: want 2026-05-03 or 2026-05-03T09:00:00Z", text)
	}
	there, err := time.LoadLocation(zone) // UTC for the empty name
	if err != nil {
		return time.Time{}, fmt.Errorf("zone %q: %w", zone, err)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, there), nil
}
