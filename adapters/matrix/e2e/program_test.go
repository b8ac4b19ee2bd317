package e2e

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is a bot that runs as a process, and can be killed.
type program struct {
	account
	t       *testing.T
	argv    []string
	token   string // in its environment, if it uses one
	address string // of its health checks
	data    string // where it keeps what it must remember
	log     notes
	cmd     *exec.Cmd
	ended   chan struct{} // closed when cmd is over
}

// options are what differs between the bots of different tests; empty is what most of them want.
type options struct {
	homeserver string // what to connect to; the homeserver itself if empty
	invites    string // who may invite, as in the configuration; everybody here if empty
	userID     string // what the configuration says; the truth if empty
	token      string // instead of a password
	device     string // that goes with the token
	people     string // the file of the directory; the demonstration's if empty
	chief      string // who coordinates by configuration; nobody who is here if empty
	more       string // further sections of the configuration
	faq        bool   // the built-in FAQ is there: learning it takes time, and most bots are asked something else
}

// botConfig is the configuration of the bot under test.
const botConfig = `data_dir: %q
http: {listen: %q}
log: {level: debug, format: json}
limits: {burst: 0}
coordinators: ["matrix:%s"]
directory: {file: %q, contact: programme@example.org}
matrix: {homeserver: %q, user_id: %q, %s, prefix: "!ambassador", invites: [%s]}
`

// demonstration is the directory that the console shows, too.
const demonstration = root + "/cmd/ambassador/demo/directory.yaml"

// newBot registers and configures the bot, and starts nothing yet. Everything that it is asked here it must answer, so
// it knows no limits.
func newBot(t *testing.T, o options) *program {
	t.Helper()
	p := newProgram(t, "bot")
	if _, err := os.Stat(ambassador()); err != nil {
		t.Fatal("the bot could not be built: ", err)
	}
	p.configure(o)
	return p
}

// configure writes the bot's configuration, once more if need be.
func (p *program) configure(o options) {
	p.t.Helper()
	secret := `password: "${MATRIX_PASSWORD}"`
	if o.token != "" {
		secret = fmt.Sprintf(`access_token: "${MATRIX_TOKEN}", device_id: %q`, o.device)
		p.token = o.token
	}
	people, err := filepath.Abs(cmp.Or(o.people, demonstration))
	if err != nil {
		p.t.Fatal(err)
	}
	text := fmt.Sprintf(botConfig, p.data, p.address, cmp.Or(o.chief, "@chief:localhost"), people, cmp.Or(o.homeserver, homeserver()),
		cmp.Or(o.userID, p.UserID.String()), secret, cmp.Or(o.invites, `":localhost"`)) + fmt.Sprintf("faq: {programme: %t}\n", o.faq) + o.more
	if !strings.Contains(o.more, "checkins:") { // nobody is to be asked anything while something else is talked about
		text += "checkins: {report: {off: true}}\n"
	}
	config := filepath.Join(filepath.Dir(p.data), "config.yaml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.argv = []string{ambassador(), "serve", "--config", config}
}

// newEcho registers the smallest bot, which does nothing but answer pings.
func newEcho(t *testing.T, server string) *program {
	t.Helper()
	p := newProgram(t, "echo")
	p.argv = []string{built("echo"), "-homeserver", server, "-user", p.UserID.String(), "-folder", p.data, "-listen", p.address}
	return p
}

// newProgram is a program that has an account and a place, but no name.
func newProgram(t *testing.T, name string) *program {
	t.Helper()
	p := &program{account: register(t, name), t: t, data: filepath.Join(t.TempDir(), "data")}
	var err error
	if p.address, err = freeAddress(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.running() {
			p.kill()
		}
		if t.Failed() {
			t.Logf("the log of %s ends with:\n%s", p.UserID, p.log.tail(60))
		}
	})
	return p
}

// launch runs the program, and does not wait for anything.
func (p *program) launch() {
	p.t.Helper()
	p.cmd = exec.Command(p.argv[0], p.argv[1:]...)
	p.cmd.Env = append(os.Environ(), "MATRIX_PASSWORD="+password, "MATRIX_TOKEN="+p.token)
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	mortal(p.cmd)
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	cmd, ended := p.cmd, make(chan struct{})
	p.ended = ended
	go func() { _ = cmd.Wait(); close(ended) }()
}

// start runs the program until it is ready.
func (p *program) start() *program {
	p.t.Helper()
	p.launch()
	p.await()
	return p
}

// await waits until the program is ready.
func (p *program) await() {
	p.t.Helper()
	if !within(patience, func() bool { return p.ready() || !p.running() }) {
		p.t.Fatalf("the bot is not ready within %s", patience)
	}
	if !p.running() {
		p.t.Fatalf("the bot has ended: %s", p.cmd.ProcessState)
	}
}

// ready asks the program whether it is.
func (p *program) ready() bool {
	client := http.Client{Timeout: 3 * time.Second}
	resp, err := client.Get("http://" + p.address + "/readyz")
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// running says whether the process lives.
func (p *program) running() bool {
	if p.cmd == nil {
		return false
	}
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill ends the program at once, as a power cut would.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// term asks the program to end, and returns how long it took.
func (p *program) term() time.Duration {
	p.t.Helper()
	began := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
	if code := p.code(); code != 0 {
		p.t.Errorf("asked to end, the bot ends with %d", code)
	}
	return time.Since(began)
}

// code waits for the program to end by itself, and returns its exit code.
func (p *program) code() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("the bot has not ended within %s", patience)
	}
	return p.cmd.ProcessState.ExitCode()
}

// gone is closed when the process is; it is an error if that takes too long.
func (p *program) gone(t *testing.T) <-chan struct{} {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatalf("the bot was to be killed, and lives after %s", patience)
	}
	return p.ended
}
