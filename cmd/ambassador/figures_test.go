package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkFirstAnswer measures the built program from its start to the end of its first answer on a
// pipe, with the demonstration data: what a person feels who tries it. It reports the median, the
// slowest of a hundred and the largest resident memory.
func BenchmarkFirstAnswer(b *testing.B) {
	program := filepath.Join(b.TempDir(), "ambassador")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	firstAnswer(b, program) // the first run reads the program from the disk
	var times []time.Duration
	var memory int64
	for b.Loop() {
		took, rss := firstAnswer(b, program)
		times, memory = append(times, took), max(memory, rss)
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms/p99")
	b.ReportMetric(float64(memory)/(1<<20), "MiB-RSS")
}

// firstAnswer runs the program for one question.
func firstAnswer(b *testing.B, program string) (took time.Duration, rss int64) {
	cmd := exec.Command(program, "console")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	io.WriteString(in, "/ambassador find Berlin\n")
	answer, err := bufio.NewReader(out).ReadString('\n')
	took = time.Since(began)
	if err != nil || !strings.Contains(answer, "Berlin") {
		b.Fatalf("answer %q: %v", answer, err)
	}
	in.Close()
	if _, err := io.Copy(io.Discard, out); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return took, peakMemory(cmd.ProcessState)
}
