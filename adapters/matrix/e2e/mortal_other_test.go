//go:build !linux

package e2e

import "os/exec"

// mortal does nothing where the system has no such thing: see mortal_linux_test.go.
func mortal(*exec.Cmd) {}
