//go:build !linux

package main

import "os"

// peakMemory is measured on Linux only.
func peakMemory(*os.ProcessState) int64 { return 0 }

// written is measured on Linux only.
func written() int64 { return 0 }
