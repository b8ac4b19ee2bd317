package e2e

import (
	"os/exec"
	"syscall"
)

// mortal lets a process die with the tests, however they end: a test that takes too long is ended by a panic, which
// runs no clean-up.
func mortal(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
